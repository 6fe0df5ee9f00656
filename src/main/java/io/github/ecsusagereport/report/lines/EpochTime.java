package io.github.ecsusagereport.report.lines;

import io.github.ecsusagereport.summary.Metrics;
import java.math.BigDecimal;

/**
 * Times as numbers since 1970, as log systems write them that take the name {@code time} for
 * themselves: seconds, milliseconds, microseconds or nanoseconds, told apart by their size.
 */
final class EpochTime {
  private static final int NANO_DIGITS = 19;
  private static final int LONGEST = 40;

  private EpochTime() {}

  /** Nanoseconds since 1970, or UNKNOWN for what is no number of this century. */
  static long nanos(String number) {
    BigDecimal value = decimal(number);
    if (value == null || value.signum() <= 0) {
      return Metrics.UNKNOWN;
    }
    // 10 digits are seconds until the year 2286, 13 milliseconds, 16 and 19 the finer ones.
    int digits = value.precision() - value.scale();
    boolean isOfThisCentury = digits >= 10 && digits <= NANO_DIGITS && digits % 3 == 1;
    return isOfThisCentury
        ? value.movePointRight(NANO_DIGITS - digits).toBigInteger().longValue()
        : Metrics.UNKNOWN;
  }

  private static BigDecimal decimal(String number) {
    try {
      return number.length() > LONGEST ? null : new BigDecimal(number);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
