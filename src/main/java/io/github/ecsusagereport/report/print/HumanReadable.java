package io.github.ecsusagereport.report.print;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and names for people; "–" is not known. */
final class HumanReadable {
  static final String UNKNOWN = "–";

  private static final double CENT = 0.01;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private HumanReadable() {}

  /** {@code 0.4s}, {@code 20s}, {@code 3m30s}, {@code 2h05m}. */
  static String duration(double ms) {
    if (Double.isNaN(ms)) {
      return UNKNOWN;
    }
    if (ms < 9950) {
      return format("%.1fs", ms / 1000);
    }
    long seconds = Math.round(ms / 1000);
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return format("%dm%02ds", seconds / 60, seconds % 60);
    }
    return format("%dh%02dm", seconds / 3600, seconds % 3600 / 60);
  }

  static String percent(double percent) {
    return Double.isNaN(percent) ? UNKNOWN : format("%.0f%%", percent);
  }

  /** What a run costs. */
  static String usdOfARun(double usd) {
    return format("$%.6f", usd);
  }

  /** {@code $12.34}, {@code -$0.50}. */
  static String usd(double usd) {
    if (Double.isNaN(usd)) {
      return UNKNOWN;
    }
    if (Math.abs(usd) < CENT && usd != 0) {
      return usd < 0 ? "-<$0.01" : "<$0.01";
    }
    return format(usd < 0 ? "-$%,.2f" : "$%,.2f", Math.abs(usd));
  }

  /** The same within a sentence: {@code less than $0.01}. */
  static String usdInWords(double usd) {
    return usd(usd).replace("<", "less than ");
  }

  /** {@code 0.5}, {@code 2}. */
  static String vcpu(double vcpu) {
    return vcpu == Math.rint(vcpu) ? format("%.0f", vcpu) : Double.toString(vcpu);
  }

  static String mib(double mib) {
    return format("%.0f MiB", Math.ceil(mib));
  }

  /** UTC. */
  static String day(long epochMs) {
    return Instant.ofEpochMilli(epochMs).atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** UTC: {@code 2026-01-05 03:00:00}. */
  static String moment(long epochMs) {
    return Instant.ofEpochMilli(epochMs).atOffset(ZoneOffset.UTC).format(SECONDS);
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A text of a log that anyone can write to, for a terminal that would obey. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }
}
