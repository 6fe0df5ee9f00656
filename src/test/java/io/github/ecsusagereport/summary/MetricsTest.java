package io.github.ecsusagereport.summary;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void zero_isAValue() {
    metrics.putCount(Metric.DISK_READ_BYTES, 0);
    metrics.putMiB(Metric.MEMORY_HIGH_WATER_MIB, 0);
    metrics.putMillis(Metric.CPU_TIME_MS, 0);
    metrics.put(Metric.AVG_CPU_PERCENT, 0);

    assertEquals(
        "{CPU_TIME_MS=0.0, AVG_CPU_PERCENT=0.0, MEMORY_HIGH_WATER_MIB=0.0, DISK_READ_BYTES=0.0}",
        metrics.toString());
  }

  @Test
  void whatIsNotKnown_isNoValue() {
    metrics.putCount(Metric.DISK_READ_BYTES, UNKNOWN);
    metrics.putMiB(Metric.MEMORY_HIGH_WATER_MIB, UNKNOWN);
    metrics.putMillis(Metric.CPU_TIME_MS, UNKNOWN);
    metrics.put(Metric.AVG_CPU_PERCENT, Double.NaN);
    metrics.put(Metric.MAX_CPU_PERCENT, Double.POSITIVE_INFINITY);

    assertEquals(new Metrics(), metrics);
  }

  @Test
  void metrics_areEqualByTheirValues() {
    metrics.putCount(Metric.DISK_READ_BYTES, 1);
    Metrics same = new Metrics();
    same.putCount(Metric.DISK_READ_BYTES, 1);

    assertEquals(same, metrics);
    assertEquals(same.hashCode(), metrics.hashCode());
    assertNotEquals(new Metrics(), metrics);
    assertNotEquals(new Metrics().hashCode(), metrics.hashCode());
  }

  @Test
  void durationAtVcpu_isOfAVcpu_andNotBelowZero() {
    assertEquals(0, new DurationAtVcpu(0.25, 0).durationMs());
    assertThrows(IllegalArgumentException.class, () -> new DurationAtVcpu(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new DurationAtVcpu(1, -0.001));
  }
}
