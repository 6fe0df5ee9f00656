package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;

/**
 * What one container used: readings in, numbers out.
 *
 * <p>Two successive readings close an interval. The first begins at the container's start, where
 * every counter was zero. An interval is split at {@code preread} when that lies within it and its
 * counter is usable: the engine's own reading that was not fetched. So the intervals always add up
 * to the counter.
 */
public final class ContainerUsage {
  private final Limits limits;
  private final Profile profile;
  private final Counter cpuTime = new Counter();
  private final Counter networkRx = new Counter();
  private final Counter networkTx = new Counter();
  private final Counter diskRead = new Counter();
  private final Counter diskWrite = new Counter();

  private boolean running = true;
  private long startedAt = UNKNOWN;
  private long lastReadAt = UNKNOWN;
  private long lastCpuAt = UNKNOWN;
  private double lastCores = Double.NaN;
  private long lastMemoryBytes = UNKNOWN;
  private long highWaterBytes = UNKNOWN;
  private long limitHits = UNKNOWN;
  private long enforcedLimitBytes = UNKNOWN;
  private long sampledNanos;
  private long readings;
  private long dropped;
  private long resets;
  private long clockSteps;

  /**
   * @param limits the container's, or the task's where it has none
   */
  ContainerUsage(Limits limits) {
    this.limits = limits;
    this.profile = new Profile(limits.cpuVcpu());
  }

  /** Sets the start; only the first one counts, since a restart keeps the counters' history. */
  void startedAt(long epochNanos) {
    if (startedAt == UNKNOWN) {
      startedAt = epochNanos;
    }
  }

  /**
   * Takes a reading; the same one again changes nothing.
   *
   * @return the time that it covers, from the reading before or from the start; 0 when that is not
   *     known, UNKNOWN when the reading was not taken
   */
  long add(ContainerSample sample) {
    if (sample.readEpochNanos() == lastReadAt) {
      return UNKNOWN;
    }
    if (sample.readEpochNanos() < lastReadAt && sample.cpuTimeNanos() <= cpuTime.last()) {
      dropped++;
      return UNKNOWN;
    }
    if (sample.readEpochNanos() < lastReadAt) {
      stepClock(sample.readEpochNanos());
    }
    readings++;
    long from = lastReadAt == UNKNOWN ? startedAt : lastReadAt;
    long nanos = from == UNKNOWN ? 0 : Math.max(0, sample.readEpochNanos() - from);
    sampledNanos += nanos;
    addMemory(sample, nanos);
    addCpu(sample);
    addCounters(sample);
    lastReadAt = sample.readEpochNanos();
    return nanos;
  }

  /**
   * An older time with more CPU time is not an old reading: the engine's clock was set back. The
   * counters go on, the interval in between has no known length.
   */
  private void stepClock(long readEpochNanos) {
    clockSteps++;
    lastReadAt = readEpochNanos;
    lastCpuAt = readEpochNanos;
  }

  private void addCpu(ContainerSample sample) {
    long counter = sample.cpuTimeNanos();
    if (counter == UNKNOWN) {
      return;
    }
    long from = lastCpuAt == UNKNOWN ? startedAt : lastCpuAt;
    long counterAtFrom = counter < cpuTime.last() ? 0 : Math.max(0, cpuTime.last());
    long split = sample.prereadEpochNanos();
    boolean isSplit =
        split > from
            && split < sample.readEpochNanos()
            && sample.precpuTimeNanos() > 0
            && sample.precpuTimeNanos() >= counterAtFrom
            && sample.precpuTimeNanos() <= counter;
    if (isSplit) {
      closeInterval(from, split, sample.precpuTimeNanos() - counterAtFrom);
      from = split;
      counterAtFrom = sample.precpuTimeNanos();
    }
    closeInterval(from, sample.readEpochNanos(), counter - counterAtFrom);
    lastCpuAt = sample.readEpochNanos();
  }

  private void closeInterval(long from, long to, long cpuNanos) {
    if (from != UNKNOWN && to > from) {
      lastCores = (double) cpuNanos / (to - from);
      profile.addCpu(lastCores, to - from);
    }
  }

  private void addMemory(ContainerSample sample, long nanos) {
    if (sample.memoryUsedBytes() != UNKNOWN) {
      profile.addMemory(sample.memoryUsedBytes(), nanos);
      lastMemoryBytes = sample.memoryUsedBytes();
    }
    highWaterBytes = Math.max(highWaterBytes, sample.memoryHighWaterBytes());
    limitHits = Math.max(limitHits, sample.memoryLimitHits());
    if (sample.memoryLimitBytes() != UNKNOWN) {
      enforcedLimitBytes = sample.memoryLimitBytes();
    }
  }

  private void addCounters(ContainerSample sample) {
    boolean reset = cpuTime.advance(sample.cpuTimeNanos());
    reset |= networkRx.advance(sample.networkRxBytes());
    reset |= networkTx.advance(sample.networkTxBytes());
    reset |= diskRead.advance(sample.diskReadBytes());
    reset |= diskWrite.advance(sample.diskWriteBytes());
    if (reset) {
      resets++;
    }
  }

  /** Everything but the network, which is the task's when it uses awsvpc. */
  public Metrics metrics() {
    Metrics metrics = new Metrics();
    boolean timed = startedAt != UNKNOWN && lastCpuAt > startedAt;
    profile.putCpu(metrics, cpuTime.total(), timed ? lastCpuAt - startedAt : UNKNOWN);
    profile.putMemory(metrics, memorySizeMiB());
    metrics.putMiB(Metric.LAST_MEMORY_USED_MIB, lastMemoryBytes);
    metrics.putMiB(Metric.MEMORY_HIGH_WATER_MIB, highWaterBytes);
    if (limitHits > 0) {
      metrics.putCount(Metric.MEMORY_LIMIT_HITS, limitHits);
    }
    metrics.putCount(Metric.DISK_READ_BYTES, diskReadBytes());
    metrics.putCount(Metric.DISK_WRITE_BYTES, diskWriteBytes());
    return metrics;
  }

  /** The limit that was asked for, else the one that the kernel enforces, else UNKNOWN. */
  long memorySizeMiB() {
    if (limits.hasMemory()) {
      return limits.memoryMiB();
    }
    return enforcedLimitBytes == UNKNOWN ? UNKNOWN : enforcedLimitBytes >> 20;
  }

  boolean isRunning() {
    return running;
  }

  void setRunning(boolean running) {
    this.running = running;
  }

  public boolean hasReading() {
    return lastReadAt != UNKNOWN;
  }

  public long startedAtEpochNanos() {
    return startedAt;
  }

  /** UNKNOWN before the first reading. */
  public long lastReadEpochNanos() {
    return lastReadAt;
  }

  /** Mean of the last interval, 1 is one vCPU; NaN before the first. */
  double lastCores() {
    return lastCores;
  }

  long lastMemoryBytes() {
    return lastMemoryBytes;
  }

  long highWaterBytes() {
    return highWaterBytes;
  }

  /** The kernel's count of hits of the memory limit, or UNKNOWN. */
  long memoryLimitHits() {
    return limitHits;
  }

  long cpuTimeNanos() {
    return cpuTime.total();
  }

  long networkRxBytes() {
    return networkRx.total();
  }

  long networkTxBytes() {
    return networkTx.total();
  }

  long diskReadBytes() {
    return diskRead.total();
  }

  long diskWriteBytes() {
    return diskWrite.total();
  }

  /** Time between the start and the last reading. */
  long sampledNanos() {
    return sampledNanos;
  }

  long readings() {
    return readings;
  }

  long dropped() {
    return dropped;
  }

  long resets() {
    return resets;
  }

  long clockSteps() {
    return clockSteps;
  }
}
