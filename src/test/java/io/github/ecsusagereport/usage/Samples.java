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
        mib == UNKNOWN ? UNKNOWN : Math.round(mib * 1024 * 1024),
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN);
  }

  static ContainerSample counters(double second, long network, long disk, long limitHits) {
    return new ContainerSample(
        at(second),
        UNKNOWN,
        0,
        UNKNOWN,
        0,
        UNKNOWN,
        limitHits,
        UNKNOWN,
        network,
        2 * network,
        disk,
        2 * disk);
  }

  private static long nanos(double millis) {
    return millis == UNKNOWN ? UNKNOWN : Math.round(millis * 1e6);
  }
}
