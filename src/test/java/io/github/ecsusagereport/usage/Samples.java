package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/** Makes readings: seconds, milliseconds of CPU and MiB, the way one thinks of them. */
final class Samples {
  static final long START = 1_700_000_000_000_000_000L;

  private Samples() {}

  static long at(double seconds) {
    return START + Math.round(seconds * 1e9);
  }

  static ContainerSample sample(double second, double cpuMillis, double mib) {
    return sample(second, UNKNOWN, cpuMillis, UNKNOWN, mib);
  }

  static ContainerSample sample(
      double second, double presecond, double cpuMillis, double precpuMillis, double mib) {
    return new ContainerSample(
        at(second),
        presecond == UNKNOWN ? UNKNOWN : at(presecond),
        nanos(cpuMillis),
        nanos(precpuMillis),
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        mib == UNKNOWN ? UNKNOWN : Math.round(mib * 1024 * 1024),
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN);
  }

  /** With a CPU time that is lower each time. */
  static ContainerSample counters(double second, long network, long disk, long limitHits) {
    return new ContainerSample(
        at(second),
        UNKNOWN,
        1_000_000_000 - Math.round(second),
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        0,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        limitHits,
        UNKNOWN,
        UNKNOWN,
        network,
        2 * network,
        disk,
        2 * disk);
  }

  /** As when each reading is fetched at the moment that it is made. */
  static long add(ContainerUsage usage, ContainerSample sample) {
    return usage.add(sample, sample.readEpochNanos());
  }

  /** The same, of a task. */
  static void add(TaskUsage usage, String name, ContainerSample sample) {
    usage.add(name, sample, sample.readEpochNanos());
  }

  static void describe(
      TaskUsage usage, String name, long memoryMiB, long startedAt, boolean watched, boolean runs) {
    ContainerUsage container = usage.describe(name, memoryMiB);
    container.startedAt(startedAt);
    container.state(runs, UNKNOWN);
    usage.watch(container, watched, true);
  }

  private static long nanos(double millis) {
    return millis == UNKNOWN ? UNKNOWN : Math.round(millis * 1e6);
  }
}
