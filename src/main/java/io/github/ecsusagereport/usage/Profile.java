package io.github.ecsusagereport.usage;

import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;

/** CPU and memory over time, of one container or of several together. */
final class Profile {
  /** Of the size; the rest is the kernel's own rounding of a quota. */
  private static final double SATURATED = 0.95;

  private static final double PERCENT_STEP = 0.001;
  private static final double BYTES_STEP = 1024;

  private final Distribution cpuPercent = new Distribution(PERCENT_STEP);
  private final Distribution memoryBytes = new Distribution(BYTES_STEP);
  private final double cpuSizeVcpu;
  private long saturatedNanos;

  Profile(double cpuSizeVcpu) {
    this.cpuSizeVcpu = cpuSizeVcpu;
  }

  /** CPU over an interval: {@code cores} is CPU time over time, 1 is one vCPU. */
  void addCpu(double cores, long nanos) {
    cpuPercent.add(cores * 100, nanos);
    if (cores >= SATURATED * cpuSizeVcpu) {
      saturatedNanos += nanos;
    }
  }

  /** Memory that was in use at the end of an interval, and stands for all of it. */
  void addMemory(long bytes, long nanos) {
    memoryBytes.add(bytes, nanos);
  }

  /**
   * @param cpuTimeNanos counted since the start
   * @param sinceStartNanos from the start to the last reading, or UNKNOWN
   */
  void putCpu(Metrics metrics, long cpuTimeNanos, long sinceStartNanos) {
    double avgPercent =
        cpuTimeNanos >= 0 && sinceStartNanos > 0
            ? 100.0 * cpuTimeNanos / sinceStartNanos
            : Double.NaN;
    metrics.put(Metric.CPU_SIZE_VCPU, cpuSizeVcpu);
    metrics.putMillis(Metric.CPU_TIME_MS, cpuTimeNanos);
    metrics.put(Metric.AVG_CPU_PERCENT, avgPercent);
    metrics.put(Metric.P95_CPU_PERCENT, cpuPercent.p95());
    metrics.put(Metric.MAX_CPU_PERCENT, cpuPercent.max());
    metrics.put(Metric.AVG_CPU_UTILIZATION, avgPercent / cpuSizeVcpu);
    metrics.put(Metric.MAX_CPU_UTILIZATION, cpuPercent.max() / cpuSizeVcpu);
    if (!Double.isNaN(cpuPercent.max()) && !Double.isNaN(cpuSizeVcpu)) {
      metrics.putMillis(Metric.CPU_SATURATED_MS, saturatedNanos);
    }
  }

  /**
   * @param sizeMiB the memory size, or UNKNOWN
   */
  void putMemory(Metrics metrics, long sizeMiB) {
    metrics.putCount(Metric.MEMORY_SIZE_MIB, sizeMiB);
    metrics.put(Metric.AVG_MEMORY_USED_MIB, Metrics.mib(memoryBytes.mean()));
    metrics.put(Metric.P95_MEMORY_USED_MIB, Metrics.mib(memoryBytes.p95()));
    metrics.put(Metric.MAX_MEMORY_USED_MIB, Metrics.mib(memoryBytes.max()));
    if (sizeMiB > 0) {
      metrics.put(Metric.MAX_MEMORY_UTILIZATION, Metrics.mib(memoryBytes.max()) * 100 / sizeMiB);
    }
  }
}
