package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingTest {
  @ParameterizedTest
  @CsvSource({
    "1,             60000",
    "60_000,        60000",
    "60_001,        61000",
    "61_000,        61000",
    "3_599_999.999, 3600000",
    "-5_000,        60000",
  })
  void billedMillis_isRoundedUpToTheSecond_oneMinuteAtLeast(String millis, long expected) {
    long now = Math.round(Double.parseDouble(millis.replace("_", "")) * 1e6);
    assertEquals(expected, Billing.billedMillis(1_000_000_000, 1_000_000_000 + now));
  }

  @org.junit.jupiter.api.Test
  void billedMillis_withoutAPull_isUnknown() {
    assertEquals(UNKNOWN, Billing.billedMillis(UNKNOWN, 5));
  }
}
