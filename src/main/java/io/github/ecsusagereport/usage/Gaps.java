package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import org.HdrHistogram.Histogram;

/** How far the readings of the watched containers lie apart. */
final class Gaps {
  /** The median is right within 0.1 %. */
  private static final int SIGNIFICANT_DIGITS = 3;

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long LONGEST_MS = 1L << 40;

  private final Histogram betweenReadingsMs = new Histogram(SIGNIFICANT_DIGITS);
  private long longestNanos = UNKNOWN;

  /** From a container's start to its first reading. */
  void addFirst(long nanos) {
    longestNanos = Math.max(longestNanos, nanos);
  }

  void addNext(long nanos) {
    addFirst(nanos);
    betweenReadingsMs.recordValue(
        Math.min((nanos + NANOS_PER_MILLI / 2) / NANOS_PER_MILLI, LONGEST_MS));
  }

  /** Median, in milliseconds, or UNKNOWN before the second reading. */
  long resolutionMs() {
    if (betweenReadingsMs.getTotalCount() == 0) {
      return UNKNOWN;
    }
    return betweenReadingsMs.lowestEquivalentValue(betweenReadingsMs.getValueAtPercentile(50));
  }

  long longestNanos() {
    return longestNanos;
  }
}
