package io.github.ecsusagereport.report;

import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A day, a time, or how long ago: {@code 2026-01-05}, {@code 2026-01-05T03:00:00Z}, {@code 30d}.
 */
final class TimeArgument {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhdw])");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private TimeArgument() {}

  /**
   * The moment meant.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Instant parse(String text, Instant now) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      return now.minus(
          switch (ago.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(7 * count);
          });
    }
    long nanos = Timestamps.parse(DAY.matcher(text).matches() ? text + "T00:00:00Z" : text);
    if (nanos == Metrics.UNKNOWN) {
      throw new IllegalArgumentException(
          "--since is a day, a time or how long ago, such as 2026-01-05 or 30d, not " + text);
    }
    return Instant.ofEpochSecond(0, nanos);
  }
}
