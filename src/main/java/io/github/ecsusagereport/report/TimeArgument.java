package io.github.ecsusagereport.report;

import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
    Optional<Duration> ago = ago(text);
    if (ago.isPresent()) {
      return now.minus(ago.get());
    }
    long nanos = Timestamps.parse(DAY.matcher(text).matches() ? text + "T00:00:00Z" : text);
    if (nanos == Metrics.UNKNOWN) {
      throw new IllegalArgumentException(
          "--since is a day, a time or how long ago, such as 2026-01-05 or 30d, not " + text);
    }
    return Instant.ofEpochSecond(0, nanos);
  }

  /**
   * A length of time, such as {@code 30d}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Duration parseWindow(String text) {
    return ago(text)
        .filter(length -> !length.isZero())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--window is a length of time, such as 12h, 30d or 8w, not " + text));
  }

  private static Optional<Duration> ago(String text) {
    Matcher ago = AGO.matcher(text);
    if (!ago.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(ago.group(1));
    return Optional.of(
        switch (ago.group(2)) {
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          case "d" -> Duration.ofDays(count);
          default -> Duration.ofDays(7 * count);
        });
  }
}
