package io.github.ecsusagereport.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {
  @ParameterizedTest
  @CsvSource({
    "0,              0.0",
    "41,             41.0",
    "41.2,           41.2",
    "0.12,           0.12",
    "0.001,          0.001",
    "0.0004,         0.0",
    "0.0005,         0.001",
    "61234.5678,     61234.568",
    "10800000,       10800000.0",
    "99.9996,        100.0",
    "-3.05,          -3.05",
    "-0.0001,        0.0",
    "1e30,           9223372036854775.807",
    "-1e30,          -9223372036854775.807",
  })
  void format_hasOneToThreeDecimals(double value, String expected) {
    assertEquals(expected, Decimals.format(value));
  }
}
