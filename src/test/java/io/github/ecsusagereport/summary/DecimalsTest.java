package io.github.ecsusagereport.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
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

  @Property
  void format_isTheNearestThousandth(@ForAll @DoubleRange(min = -9e12, max = 9e12) double value) {
    String text = Decimals.format(value);
    assertTrue(text.matches("-?[0-9]+\\.[0-9]{1,3}"), text);
    assertEquals(value, Double.parseDouble(text), 0.0005 + Math.abs(value) / 1e15);
  }

  @Property
  void format_ofThousandths_isExact(
      @ForAll @LongRange(min = -9_000_000_000_000L, max = 9_000_000_000_000L) long thousandths) {
    BigDecimal exact = BigDecimal.valueOf(thousandths, 3);
    assertEquals(0, exact.compareTo(new BigDecimal(Decimals.format(exact.doubleValue()))));
  }
}
