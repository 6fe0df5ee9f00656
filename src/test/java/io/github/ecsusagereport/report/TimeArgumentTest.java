package io.github.ecsusagereport.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeArgumentTest {
  private static final Instant NOW = Instant.parse("2026-01-20T12:00:00Z");

  @Test
  void since_isADay_aTime_orHowLongAgo() {
    assertEquals(Instant.parse("2026-01-05T00:00:00Z"), TimeArgument.parse("2026-01-05", NOW));
    assertEquals(
        Instant.parse("2026-01-05T03:00:00.5Z"),
        TimeArgument.parse("2026-01-05T12:00:00.5+09:00", NOW));
    assertEquals(Instant.parse("2026-01-20T10:30:00Z"), TimeArgument.parse("90m", NOW));
    assertEquals(Instant.parse("2026-01-20T00:00:00Z"), TimeArgument.parse("12h", NOW));
    assertEquals(Instant.parse("2026-01-18T12:00:00Z"), TimeArgument.parse("2d", NOW));
    assertEquals(Instant.parse("2026-01-06T12:00:00Z"), TimeArgument.parse("2w", NOW));
    assertThrows(IllegalArgumentException.class, () -> TimeArgument.parse("2 days", NOW));
    assertThrows(IllegalArgumentException.class, () -> TimeArgument.parse("2026-13-05", NOW));
  }
}
