package io.github.ecsusagereport.report.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HumanReadableTest {
  @Test
  void durations_areShort() {
    assertEquals("–", HumanReadable.duration(Double.NaN));
    assertEquals("0.4s", HumanReadable.duration(400));
    assertEquals("9.9s", HumanReadable.duration(9_949));
    assertEquals("10s", HumanReadable.duration(9_950));
    assertEquals("1m00s", HumanReadable.duration(59_600));
    assertEquals("3m30s", HumanReadable.duration(210_000));
    assertEquals("2h05m", HumanReadable.duration(7_530_000));
  }

  @Test
  void money_hasCents() {
    assertEquals("–", HumanReadable.usd(Double.NaN));
    assertEquals("$0.00", HumanReadable.usd(0));
    assertEquals("<$0.01", HumanReadable.usd(0.001));
    assertEquals("-<$0.01", HumanReadable.usd(-0.001));
    assertEquals("$1,234.57", HumanReadable.usd(1234.567));
    assertEquals("-$1.50", HumanReadable.usd(-1.5));
    assertEquals("$0.005760", HumanReadable.usdOfARun(0.00575983));
  }
}
