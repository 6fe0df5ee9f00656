package io.github.ecsusagereport.usage;

import org.HdrHistogram.Histogram;

/**
 * Mean, 95th percentile and maximum of a value over time, each value weighted by how long it held.
 */
final class Distribution {
  /** The percentile is right within 1 %. */
  private static final int SIGNIFICANT_DIGITS = 2;

  /** Far above any real value, and well within what the histogram can count. */
  private static final double LARGEST = 1L << 52;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Histogram histogram;
  private final double step;
  private double max = Double.NaN;
  private double weightedSum;
  private double weight;

  /**
   * @param step the smallest difference of two values that matters to the percentile
   */
  Distribution(double step) {
    this(step, new Histogram(SIGNIFICANT_DIGITS));
  }

  private Distribution(double step, Histogram histogram) {
    this.step = step;
    this.histogram = histogram;
  }

  /** The same, to which more can be added without this one. */
  Distribution copy() {
    Distribution copy = new Distribution(step, histogram.copy());
    copy.max = max;
    copy.weightedSum = weightedSum;
    copy.weight = weight;
    return copy;
  }

  /** A value without a duration counts for the maximum alone. */
  void add(double value, long nanos) {
    max = Double.isNaN(max) ? value : Math.max(max, value);
    if (nanos <= 0) {
      return;
    }
    weightedSum += value * nanos;
    weight += nanos;
    long bucket = (long) Math.min(Math.max(value / step, 0), LARGEST);
    histogram.recordValueWithCount(bucket, Math.max(1, nanos / NANOS_PER_MILLI));
  }

  /** NaN without a value. */
  double mean() {
    return weightedSum / weight;
  }

  /** NaN without a value. */
  double max() {
    return max;
  }

  /** NaN without a value; never above the maximum, which the histogram rounds up. */
  double p95() {
    return weight == 0 ? Double.NaN : Math.min(histogram.getValueAtPercentile(95) * step, max);
  }
}
