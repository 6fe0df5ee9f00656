package io.github.ecsusagereport.report;

import java.util.Arrays;
import org.HdrHistogram.PackedHistogram;

/** Percentiles of many values: exact for the first thousand, within 0.1 % beyond. */
final class Quantiles {
  private static final int EXACT = 1000;
  private static final int FIRST_SIZE = 16;
  private static final int SIGNIFICANT_DIGITS = 3;

  /** Far above any real value, and well within what the histogram can count. */
  private static final double LARGEST = 1L << 52;

  private final double step;
  private double[] values = new double[FIRST_SIZE];
  private boolean isSorted;
  private PackedHistogram histogram;
  private int exactCount;
  private long count;

  /**
   * @param step the smallest difference of two values that matters
   */
  Quantiles(double step) {
    this.step = step;
  }

  /** Takes a value; what is not known is passed over. */
  void add(double value) {
    if (!(value >= 0)) {
      return;
    }
    count++;
    if (exactCount < EXACT) {
      if (exactCount == values.length) {
        values = Arrays.copyOf(values, Math.min(EXACT, 2 * values.length));
      }
      values[exactCount++] = value;
      isSorted = false;
      return;
    }
    if (histogram == null) {
      histogram = new PackedHistogram(SIGNIFICANT_DIGITS);
      for (double each : values) {
        record(each);
      }
      values = new double[0];
    }
    record(value);
  }

  private void record(double value) {
    histogram.recordValue((long) Math.min(value / step, LARGEST));
  }

  /** The smallest value that so many percent of all do not exceed; NaN without any. */
  double at(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    if (histogram != null) {
      return histogram.getValueAtPercentile(percent) * step;
    }
    if (!isSorted) {
      Arrays.sort(values, 0, exactCount);
      isSorted = true;
    }
    // Not percent / 100 * count, which can be a little above a whole number.
    int rank = (int) Math.ceil(percent * exactCount / 100);
    return values[Math.max(0, rank - 1)];
  }

  double median() {
    return at(50);
  }

  double p95() {
    return at(95);
  }

  long count() {
    return count;
  }
}
