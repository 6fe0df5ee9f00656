package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * One reading of one container. Every number may be {@code UNKNOWN}, but for the time of the
 * reading, which is what makes it a reading.
 *
 * @param readEpochNanos when the engine read it; the identity of the sample
 * @param prereadEpochNanos when the engine read it the time before
 * @param cpuTimeNanos CPU time since the start, cumulative
 * @param precpuTimeNanos the same at {@code preread}
 * @param cpuUserNanos its part in user mode
 * @param cpuSystemNanos its part in the kernel
 * @param throttledNanos how long a CPU limit of the container's own kept it from running
 * @param throttledPeriods in how many periods of that limit
 * @param memoryUsedBytes memory in use, page cache that can be given back not counted
 * @param memoryUsageBytes what the limit is held against: page cache counted
 * @param memoryCacheBytes page cache
 * @param memoryHighWaterBytes the kernel's own peak, page cache included
 * @param memoryLimitHits how often the limit was hit
 * @param memoryLimitBytes the limit that the kernel enforces, where it is one
 * @param oomKills processes of the container that the kernel killed for memory
 * @param networkRxBytes received since the start, over all interfaces
 * @param networkTxBytes sent since the start, over all interfaces
 * @param diskReadBytes read since the start, over all devices
 * @param diskWriteBytes written since the start, over all devices
 */
public record ContainerSample(
    long readEpochNanos,
    long prereadEpochNanos,
    long cpuTimeNanos,
    long precpuTimeNanos,
    long cpuUserNanos,
    long cpuSystemNanos,
    long throttledNanos,
    long throttledPeriods,
    long memoryUsedBytes,
    long memoryUsageBytes,
    long memoryCacheBytes,
    long memoryHighWaterBytes,
    long memoryLimitHits,
    long memoryLimitBytes,
    long oomKills,
    long networkRxBytes,
    long networkTxBytes,
    long diskReadBytes,
    long diskWriteBytes) {

  public ContainerSample {
    if (readEpochNanos == UNKNOWN) {
      throw new IllegalArgumentException("a reading without its time");
    }
  }

  /** The same, of which the memory in use says nothing. */
  public ContainerSample withoutMemoryInUse() {
    return new ContainerSample(
        readEpochNanos,
        prereadEpochNanos,
        cpuTimeNanos,
        precpuTimeNanos,
        cpuUserNanos,
        cpuSystemNanos,
        throttledNanos,
        throttledPeriods,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        memoryHighWaterBytes,
        memoryLimitHits,
        memoryLimitBytes,
        oomKills,
        networkRxBytes,
        networkTxBytes,
        diskReadBytes,
        diskWriteBytes);
  }
}
