package io.github.ecsusagereport.summary;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * RFC 3339 timestamps as nanoseconds since 1970-01-01T00:00:00Z, without a formatter: the sidecar
 * reads two for each container and second, and java.time's parser would cost it a third of a
 * megabyte of classes and a hundred objects each time.
 *
 * <p>Go prints 0 to 9 digits of a second (<a
 * href="https://github.com/golang/go/blob/go1.23.0/src/time/format.go#L123">RFC3339Nano</a>) and
 * the year 1 for a time that was never set.
 */
public final class Timestamps {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long SECONDS_PER_DAY = 86_400L;
  private static final int SECONDS_LENGTH = "2025-02-27T05:18:07".length();

  private Timestamps() {}

  /**
   * Nanoseconds since 1970, or {@link Metrics#UNKNOWN} for anything that is no timestamp between
   * 1970 and 2261 (the range of the number).
   */
  public static long parse(CharSequence text) {
    int length = text.length();
    if (length < SECONDS_LENGTH + 1 || !hasShape(text)) {
      return UNKNOWN;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int secondOfDay =
        digits(text, 11, 13) * 3600 + digits(text, 14, 16) * 60 + digits(text, 17, 19);
    if (year < 1970 || year > 2261 || month < 1 || month > 12 || day < 1 || day > 31) {
      return UNKNOWN;
    }
    int zone = endOfFraction(text);
    long offsetSeconds = offsetSeconds(text, zone);
    long nanoOfSecond = nanoOfSecond(text, zone);
    if (offsetSeconds == Long.MIN_VALUE || nanoOfSecond == UNKNOWN) {
      return UNKNOWN;
    }
    long seconds = daysFromEpoch(year, month, day) * SECONDS_PER_DAY + secondOfDay - offsetSeconds;
    return Math.max(seconds * NANOS_PER_SECOND + nanoOfSecond, UNKNOWN);
  }

  /** UTC with as many digits of a second as are given, 0 to 9. */
  public static String format(long epochNanos, int fractionDigits) {
    long second = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
    long nano = Math.floorMod(epochNanos, NANOS_PER_SECOND);
    int secondOfDay = (int) Math.floorMod(second, SECONDS_PER_DAY);
    StringBuilder text = new StringBuilder(30);
    appendDate(text, Math.floorDiv(second, SECONDS_PER_DAY));
    text.append('T');
    padded(text, secondOfDay / 3600, 2).append(':');
    padded(text, secondOfDay / 60 % 60, 2).append(':');
    padded(text, secondOfDay % 60, 2);
    if (fractionDigits > 0) {
      text.append('.');
      int start = text.length();
      padded(text, nano, 9).setLength(start + fractionDigits);
    }
    return text.append('Z').toString();
  }

  private static boolean hasShape(CharSequence text) {
    for (int i = 0; i < SECONDS_LENGTH; i++) {
      char c = text.charAt(i);
      boolean fits =
          switch (i) {
            case 4, 7 -> c == '-';
            case 10 -> c == 'T' || c == 't' || c == ' ';
            case 13, 16 -> c == ':';
            default -> isDigit(c);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static int endOfFraction(CharSequence text) {
    int i = SECONDS_LENGTH;
    if (text.charAt(i) == '.') {
      i++;
      while (i < text.length() && isDigit(text.charAt(i))) {
        i++;
      }
    }
    return i;
  }

  private static long nanoOfSecond(CharSequence text, int end) {
    int count = end - SECONDS_LENGTH - 1;
    if (count < 0) {
      return 0;
    }
    if (count == 0 || count > 9) {
      return UNKNOWN;
    }
    long nano = digits(text, SECONDS_LENGTH + 1, end);
    for (int i = count; i < 9; i++) {
      nano *= 10;
    }
    return nano;
  }

  private static long offsetSeconds(CharSequence text, int at) {
    int rest = text.length() - at;
    char sign = rest > 0 ? text.charAt(at) : 0;
    if (rest == 1 && (sign == 'Z' || sign == 'z')) {
      return 0;
    }
    boolean hasOffset =
        rest == 6
            && (sign == '+' || sign == '-')
            && isDigit(text.charAt(at + 1))
            && isDigit(text.charAt(at + 2))
            && text.charAt(at + 3) == ':'
            && isDigit(text.charAt(at + 4))
            && isDigit(text.charAt(at + 5));
    if (!hasOffset) {
      return Long.MIN_VALUE;
    }
    long seconds = digits(text, at + 1, at + 3) * 3600L + digits(text, at + 4, at + 6) * 60L;
    return sign == '-' ? -seconds : seconds;
  }

  private static int digits(CharSequence text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + text.charAt(i) - '0';
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March. */
  private static long daysFromEpoch(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return 365L * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
  }

  private static void appendDate(StringBuilder text, long epochDay) {
    long day = epochDay + 719_468;
    long era = Math.floorDiv(day, 146_097L);
    long dayOfEra = day - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long marchMonth = (5 * dayOfYear + 2) / 153;
    long month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    padded(text, yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4).append('-');
    padded(text, month, 2).append('-');
    padded(text, dayOfYear - (153 * marchMonth + 2) / 5 + 1, 2);
  }

  private static StringBuilder padded(StringBuilder text, long value, int width) {
    long limit = 10;
    for (int i = 1; i < width; i++) {
      if (value < limit) {
        text.append('0');
      }
      limit *= 10;
    }
    return text.append(value);
  }
}
