package io.github.ecsusagereport.collect;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** Durations as people write them: {@code 500ms}, {@code 1s}, {@code 15m}, {@code 24h}, PT15M. */
final class Durations {
  private Durations() {}

  /** Null for anything else, below zero, or beyond 292 years. */
  static Duration parse(String text) {
    try {
      Duration duration = text.startsWith("P") ? Duration.parse(text) : withUnit(text);
      return duration == null || duration.isNegative()
          ? null
          : Duration.ofNanos(duration.toNanos());
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  private static Duration withUnit(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == text.length() && !text.equals("0")) {
      return null;
    }
    long value = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits)) {
      case "", "s" -> Duration.ofSeconds(value);
      case "ms" -> Duration.ofMillis(value);
      case "m" -> Duration.ofMinutes(value);
      case "h" -> Duration.ofHours(value);
      case "d" -> Duration.ofDays(value);
      default -> null;
    };
  }

  /** As short as it can be read back: {@code 90s}, {@code 15m}, {@code 0}. */
  static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0";
    }
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
