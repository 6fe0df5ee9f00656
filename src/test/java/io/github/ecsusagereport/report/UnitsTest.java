package io.github.ecsusagereport.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnitsTest {
  private static final Instant NOW = Instant.parse("2026-01-20T12:00:00Z");

  @Test
  void durations_areShort() {
    assertEquals("–", Units.duration(Double.NaN));
    assertEquals("0.4s", Units.duration(400));
    assertEquals("9.9s", Units.duration(9_949));
    assertEquals("10s", Units.duration(9_950));
    assertEquals("1m00s", Units.duration(59_600));
    assertEquals("3m30s", Units.duration(210_000));
    assertEquals("2h05m", Units.duration(7_530_000));
  }

  @Test
  void money_hasCents() {
    assertEquals("–", Units.usd(Double.NaN));
    assertEquals("$0.00", Units.usd(0));
    assertEquals("<$0.01", Units.usd(0.001));
    assertEquals("-<$0.01", Units.usd(-0.001));
    assertEquals("$1,234.57", Units.usd(1234.567));
    assertEquals("-$1.50", Units.usd(-1.5));
    assertEquals("$0.005760", Units.usdOfARun(0.00575983));
  }

  @Test
  void since_isADay_aTime_orHowLongAgo() {
    assertEquals(Instant.parse("2026-01-05T00:00:00Z"), Since.parse("2026-01-05", NOW));
    assertEquals(
        Instant.parse("2026-01-05T03:00:00.5Z"), Since.parse("2026-01-05T12:00:00.5+09:00", NOW));
    assertEquals(Instant.parse("2026-01-20T10:30:00Z"), Since.parse("90m", NOW));
    assertEquals(Instant.parse("2026-01-20T00:00:00Z"), Since.parse("12h", NOW));
    assertEquals(Instant.parse("2026-01-18T12:00:00Z"), Since.parse("2d", NOW));
    assertEquals(Instant.parse("2026-01-06T12:00:00Z"), Since.parse("2w", NOW));
    assertThrows(IllegalArgumentException.class, () -> Since.parse("2 days", NOW));
    assertThrows(IllegalArgumentException.class, () -> Since.parse("2026-13-05", NOW));
  }
}
