package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import java.util.List;

/** CPU and memory over time, of one container or of several together. */
final class Profile {
  /**
   * A shorter interval says nothing about a rate. The first reading comes 4 to 40 ms after the
   * start, and its counter holds 20 to 56 ms of the container runtime's own beginnings.
   */
  static final long SHORTEST_INTERVAL_NANOS = 500_000_000;

  /** Of the size; the rest is the kernel's own rounding of a quota. */
  private static final double SATURATED = 0.95;

  private static final double PERCENT_STEP = 0.001;
  private static final double BYTES_STEP = 1024;

  private final Distribution cpuPercent;
  private final Distribution memoryBytes;
  private final Stretch stretch;
  private final double cpuSizeVcpu;
  private long openNanos;
  private long openCpuNanos;
  private long saturatedNanos;

  Profile(double cpuSizeVcpu) {
    this(cpuSizeVcpu, new Distribution(PERCENT_STEP), new Distribution(BYTES_STEP), new Stretch());
  }

  private Profile(
      double cpuSizeVcpu, Distribution cpuPercent, Distribution memoryBytes, Stretch stretch) {
    this.cpuSizeVcpu = cpuSizeVcpu;
    this.cpuPercent = cpuPercent;
    this.memoryBytes = memoryBytes;
    this.stretch = stretch;
  }

  /** The same, to which more can be added without this one. */
  Profile copy() {
    Profile copy = new Profile(cpuSizeVcpu, cpuPercent.copy(), memoryBytes.copy(), stretch.copy());
    copy.openNanos = openNanos;
    copy.openCpuNanos = openCpuNanos;
    copy.saturatedNanos = saturatedNanos;
    return copy;
  }

  /** CPU time of an interval. One that is too short is joined to the next. */
  void addCpu(long cpuNanos, long nanos) {
    openNanos = Counter.saturated(openNanos + nanos);
    openCpuNanos = Counter.saturated(openCpuNanos + cpuNanos);
    if (openNanos < SHORTEST_INTERVAL_NANOS) {
      return;
    }
    double cores = (double) openCpuNanos / openNanos;
    cpuPercent.add(cores * 100, openNanos);
    stretch.add(cores, openNanos);
    if (cores >= SATURATED * cpuSizeVcpu) {
      saturatedNanos += openNanos;
    }
    openNanos = 0;
    openCpuNanos = 0;
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
        cpuTimeNanos >= 0 && sinceStartNanos >= SHORTEST_INTERVAL_NANOS
            ? 100.0 * cpuTimeNanos / sinceStartNanos
            : Double.NaN;
    metrics.put(Metric.CPU_SIZE_VCPU, cpuSizeVcpu);
    metrics.putMillis(Metric.CPU_TIME_MS, cpuTimeNanos);
    if (cpuTimeNanos == UNKNOWN) {
      return;
    }
    double maxPercent = maxPercent(avgPercent);
    metrics.put(Metric.AVG_CPU_PERCENT, avgPercent);
    metrics.put(Metric.P95_CPU_PERCENT, cpuPercent.p95());
    metrics.put(Metric.MAX_CPU_PERCENT, maxPercent);
    metrics.put(Metric.AVG_CPU_UTILIZATION, avgPercent / cpuSizeVcpu);
    metrics.put(Metric.MAX_CPU_UTILIZATION, maxPercent / cpuSizeVcpu);
    if (hasInterval() && !Double.isNaN(cpuSizeVcpu)) {
      metrics.putMillis(Metric.CPU_SATURATED_MS, saturatedNanos);
    }
  }

  /** The whole time is an interval as well, and what is not closed yet is a part of it. */
  private double maxPercent(double avgPercent) {
    return !hasInterval() || avgPercent > cpuPercent.max() ? avgPercent : cpuPercent.max();
  }

  private boolean hasInterval() {
    return !Double.isNaN(cpuPercent.max());
  }

  /**
   * How long it would have taken with fewer vCPUs; empty without a CPU size, without an interval,
   * or without CPU time.
   *
   * @param durationMs of all of the run: what no interval covers does not stretch
   */
  List<DurationAtVcpu> durationAtVcpu(double durationMs) {
    // A maximum of 0 is CPU time that nobody told.
    return cpuPercent.max() > 0 ? stretch.durations(durationMs, cpuSizeVcpu) : List.of();
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
