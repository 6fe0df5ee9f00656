package io.github.ecsusagereport.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.PackedHistogram;

/** Percentiles of many values: exact for the first of them, nearly so beyond. */
final class Quantiles {
  private static final int EXACT = 1000;
  private static final int FINE_DIGITS = 3;
  private static final int COARSE_EXACT = 100;
  private static final int COARSE_DIGITS = 2;
  private static final int FIRST_SIZE = 16;

  /** Far above any real value, and well within what the histogram can count. */
  private static final double LARGEST = 1L << 52;

  private final double step;
  private final int mostExact;
  private final int digits;
  private double[] values = new double[0];
  private boolean isSorted;
  private PackedHistogram histogram;
  private int exactCount;
  private long count;
  private double least = Double.NaN;
  private double most = Double.NaN;

  /**
   * Exact for the first thousand, within 0.1 % beyond.
   *
   * @param step the smallest difference of two values that matters
   */
  Quantiles(double step) {
    this(step, EXACT, FINE_DIGITS);
  }

  private Quantiles(double step, int mostExact, int digits) {
    this.step = step;
    this.mostExact = mostExact;
    this.digits = digits;
  }

  /** Exact for the first hundred, within 1 % beyond: where there are many of them. */
  static Quantiles coarse(double step) {
    return new Quantiles(step, COARSE_EXACT, COARSE_DIGITS);
  }

  /** Takes a value; what is not known is passed over. */
  void add(double value) {
    if (!(value >= 0)) {
      return;
    }
    count++;
    least = count == 1 ? value : Math.min(least, value);
    most = count == 1 ? value : Math.max(most, value);
    if (histogram == null && exactCount < mostExact) {
      if (exactCount == values.length) {
        values = Arrays.copyOf(values, Math.min(mostExact, Math.max(FIRST_SIZE, 2 * exactCount)));
      }
      values[exactCount++] = value;
      isSorted = false;
      return;
    }
    toHistogram();
    record(value);
  }

  /** Takes the values of another one, with the same step and as exact. */
  void add(Quantiles other) {
    if (other.histogram == null) {
      Arrays.stream(other.values, 0, other.exactCount).forEach(this::add);
      return;
    }
    toHistogram();
    histogram.add(other.histogram);
    least = count == 0 ? other.least : Math.min(least, other.least);
    most = count == 0 ? other.most : Math.max(most, other.most);
    count += other.count;
  }

  private void toHistogram() {
    if (histogram == null) {
      histogram = new PackedHistogram(digits);
      Arrays.stream(values, 0, exactCount).forEach(this::record);
      values = new double[0];
      exactCount = 0;
    }
  }

  private void record(double value) {
    histogram.recordValue(steps(value));
  }

  private long steps(double value) {
    return (long) Math.max(0, Math.min(value / step, LARGEST));
  }

  /** The smallest value that so many percent of all do not exceed; NaN without any. */
  double at(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    if (histogram != null) {
      return within(histogram.getValueAtPercentile(percent) * step);
    }
    // Not percent / 100 * count, which can be a little above a whole number.
    int rank = (int) Math.ceil(percent * exactCount / 100);
    return sorted()[Math.max(0, rank - 1)];
  }

  private double[] sorted() {
    if (!isSorted) {
      Arrays.sort(values, 0, exactCount);
      isSorted = true;
    }
    return values;
  }

  /** The histogram gives the upper end of a step; the ends of all values are known exactly. */
  private double within(double value) {
    return Math.min(most, Math.max(least, value));
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

  /** NaN without any. */
  double least() {
    return least;
  }

  /** NaN without any. */
  double most() {
    return most;
  }

  /** The smallest value that is not below a bound; NaN without any. */
  double leastFrom(double bound) {
    return distinct().filter(value -> value >= bound).min().orElse(Double.NaN);
  }

  /** The largest value that is not above a bound; NaN without any. */
  double mostUpTo(double bound) {
    return distinct().filter(value -> value <= bound).max().orElse(Double.NaN);
  }

  private DoubleStream distinct() {
    return histogram == null
        ? Arrays.stream(values, 0, exactCount)
        : recorded().mapToDouble(each -> within(each.getValueIteratedTo() * step));
  }

  /** How many values are not below the one and not above the other. */
  long countBetween(double low, double high) {
    if (histogram == null) {
      return distinct().filter(value -> value >= low && value <= high).count();
    }
    return recorded()
        .filter(each -> within(each.getValueIteratedTo() * step) >= low)
        .filter(each -> within(each.getValueIteratedTo() * step) <= high)
        .mapToLong(HistogramIterationValue::getCountAddedInThisIterationStep)
        .sum();
  }

  /** The iterator hands out one object again and again. */
  private Stream<HistogramIterationValue> recorded() {
    return StreamSupport.stream(histogram.recordedValues().spliterator(), false);
  }
}
