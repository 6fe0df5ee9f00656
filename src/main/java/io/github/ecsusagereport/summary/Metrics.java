package io.github.ecsusagereport.summary;

import java.util.EnumMap;
import java.util.Map;

/** Values by {@link Metric}. What is not known is not there: neither 0 nor null nor NaN. */
public final class Metrics {
  /** Stands for "not known" wherever a number of this program cannot be below 0. */
  public static final long UNKNOWN = -1;

  private static final double BYTES_PER_MIB = 1024.0 * 1024.0;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<Metric, Double> values = new EnumMap<>(Metric.class);

  /** Sets a value; one that is not finite is taken as not known. */
  public void put(Metric metric, double value) {
    if (Double.isFinite(value)) {
      values.put(metric, value);
    }
  }

  /** Sets a count or a number of bytes unless it is {@link #UNKNOWN}. */
  public void putCount(Metric metric, long value) {
    if (value >= 0) {
      values.put(metric, (double) value);
    }
  }

  /** Sets a memory value given in bytes, in MiB, unless it is {@link #UNKNOWN}. */
  public void putMiB(Metric metric, long bytes) {
    if (bytes >= 0) {
      values.put(metric, mib((double) bytes));
    }
  }

  /** Bytes in MiB. */
  public static double mib(double bytes) {
    return bytes / BYTES_PER_MIB;
  }

  /** Sets a time given in nanoseconds, in milliseconds, unless it is {@link #UNKNOWN}. */
  public void putMillis(Metric metric, long nanos) {
    if (nanos >= 0) {
      values.put(metric, nanos / NANOS_PER_MILLI);
    }
  }

  /** Whether nothing is known. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The value, or null when it is not known. */
  public Double get(Metric metric) {
    return values.get(metric);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Metrics that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
