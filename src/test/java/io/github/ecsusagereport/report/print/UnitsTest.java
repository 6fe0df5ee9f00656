package io.github.ecsusagereport.report.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UnitsTest {
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
}
