package io.github.ecsusagereport.report.fleet;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Percentiles of many values: exact for the first of them, nearly so beyond. Those are counted in
 * classes that are all equally wide in proportion, a class being the exponent of the double and the
 * first bits of its fraction.
 */
public final class Quantiles {
  private static final int EXACT = 1000;

  /** 1024 classes from a value to twice as much: none is wider than 0.1 %. */
  private static final int FINE_BITS = 10;

  private static final int COARSE_EXACT = 100;
  private static final int COARSE_BITS = 7;
  private static final int FRACTION_BITS = 52;
  private static final int FIRST_SIZE = 16;
  private static final int MORE_CLASSES = 64;

  private final double step;
  private final int mostExact;
  private final int shift;
  private double[] values = new double[0];
  private boolean isSorted;
  private int exactCount;

  /** From {@code firstClass} on; null while all values are kept. */
  private int[] counts;

  private int firstClass;

  /** Values below a step. */
  private long zeros;

  private long count;
  private double least = Double.NaN;
  private double most = Double.NaN;

  /** The last answer: sizing asks for it once for each size. */
  private double answered = Double.NaN;

  private double answer;
  private long answeredCount;

  /**
   * Exact for the first thousand, within 0.1 % beyond.
   *
   * @param step the smallest difference of two values that matters
   */
  Quantiles(double step) {
    this(step, EXACT, FINE_BITS);
  }

  private Quantiles(double step, int mostExact, int bits) {
    this.step = step;
    this.mostExact = mostExact;
    this.shift = FRACTION_BITS - bits;
  }

  /** Exact for the first hundred, within 1 % beyond: where there are many of them. */
  static Quantiles coarse(double step) {
    return new Quantiles(step, COARSE_EXACT, COARSE_BITS);
  }

  /** Takes a value; what is not known is passed over. */
  void add(double value) {
    if (!(value >= 0)) {
      return;
    }
    count++;
    least = count == 1 ? value : Math.min(least, value);
    most = count == 1 ? value : Math.max(most, value);
    if (counts == null && exactCount < mostExact) {
      if (exactCount == values.length) {
        values = Arrays.copyOf(values, Math.min(mostExact, Math.max(FIRST_SIZE, 2 * exactCount)));
      }
      values[exactCount++] = value;
      isSorted = false;
      return;
    }
    toClasses();
    classify(value);
  }

  /** Takes the values of another one, with the same step and as exact. */
  void add(Quantiles other) {
    if (other.counts == null) {
      Arrays.stream(other.values, 0, other.exactCount).forEach(this::add);
      return;
    }
    toClasses();
    zeros += other.zeros;
    for (int i = 0; i < other.counts.length; i++) {
      if (other.counts[i] > 0) {
        addToClass(other.firstClass + i, other.counts[i]);
      }
    }
    least = count == 0 ? other.least : Math.min(least, other.least);
    most = count == 0 ? other.most : Math.max(most, other.most);
    count += other.count;
  }

  private void toClasses() {
    if (counts == null) {
      counts = new int[0];
      Arrays.stream(values, 0, exactCount).forEach(this::classify);
      values = new double[0];
      exactCount = 0;
    }
  }

  private void classify(double value) {
    if (value < step) {
      zeros++;
    } else {
      addToClass((int) (Double.doubleToRawLongBits(value) >>> shift), 1);
    }
  }

  private void addToClass(int each, int more) {
    if (counts.length == 0) {
      firstClass = each;
    }
    if (each < firstClass) {
      int shiftedBy = firstClass - each + MORE_CLASSES;
      int[] larger = new int[counts.length + shiftedBy];
      System.arraycopy(counts, 0, larger, shiftedBy, counts.length);
      counts = larger;
      firstClass -= shiftedBy;
    } else if (each >= firstClass + counts.length) {
      counts = Arrays.copyOf(counts, each - firstClass + MORE_CLASSES);
    }
    counts[each - firstClass] += more;
  }

  /** The smallest value that so many percent of all do not exceed; NaN without any. */
  double at(double percent) {
    if (count == 0) {
      return Double.NaN;
    }
    // Not percent / 100 * count, which can be a little above a whole number.
    long rank = Math.max(1, (long) Math.ceil(percent * count / 100));
    if (counts == null) {
      return sorted()[(int) rank - 1];
    }
    if (answered != percent || answeredCount != count) {
      answer = valueOf(classOf(rank));
      answered = percent;
      answeredCount = count;
    }
    return answer;
  }

  private double[] sorted() {
    if (!isSorted) {
      Arrays.sort(values, 0, exactCount);
      isSorted = true;
    }
    return values;
  }

  private int classOf(long rank) {
    long seen = zeros;
    int each = -1;
    while (seen < rank) {
      seen += counts[++each];
    }
    return each;
  }

  /**
   * Where a class begins, so that a time that is never longer stays once as long and not a little
   * more; the ends of all values are known exactly.
   */
  private double valueOf(int each) {
    double value = each < 0 ? 0 : Double.longBitsToDouble((long) (firstClass + each) << shift);
    return Math.min(most, Math.max(least, value));
  }

  public double median() {
    return at(50);
  }

  public double p95() {
    return at(95);
  }

  public long count() {
    return count;
  }

  /** NaN without any. */
  public double least() {
    return least;
  }

  /** NaN without any. */
  public double most() {
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
    return counts == null
        ? Arrays.stream(values, 0, exactCount)
        : classes().mapToDouble(this::valueOf);
  }

  /** How many values are not below the one and not above the other. */
  long countBetween(double low, double high) {
    if (counts == null) {
      return distinct().filter(value -> value >= low && value <= high).count();
    }
    return classes()
        .filter(each -> valueOf(each) >= low && valueOf(each) <= high)
        .mapToLong(each -> each < 0 ? zeros : counts[each])
        .sum();
  }

  /** Those that have values; -1 is below a step. */
  private IntStream classes() {
    return IntStream.range(-1, counts.length)
        .filter(each -> each < 0 ? zeros > 0 : counts[each] > 0);
  }
}
