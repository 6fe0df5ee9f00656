package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * The counters of one container over its restarts. A restart has a sign (ECS counts it, or tells a
 * later start), or the CPU time becomes lower and stays so.
 */
final class Counters {
  private final Counter cpuTime = new Counter();
  private final Counter cpuUser = new Counter();
  private final Counter cpuSystem = new Counter();
  private final Counter throttledTime = new Counter();
  private final Counter throttledPeriods = new Counter();
  private final Counter oomKills = new Counter();
  private final Counter networkRx = new Counter();
  private final Counter networkTx = new Counter();
  private final Counter diskRead = new Counter();
  private final Counter diskWrite = new Counter();
  private boolean isRestarted;
  private boolean isNetworkRestarted;
  private long restarts;
  private long resets;
  private long dropped;

  /** The next reading comes from a container that has begun anew. */
  void setRestarted() {
    isRestarted = true;
  }

  /** The container has begun anew, for certain: the kernel has new counters for it. */
  void beginAnew() {
    cpuTime.beginAnew();
    cpuUser.beginAnew();
    cpuSystem.beginAnew();
    throttledTime.beginAnew();
    throttledPeriods.beginAnew();
    oomKills.beginAnew();
    isRestarted = false;
    isNetworkRestarted = true;
    resets++;
  }

  /** ECS's own count, or UNKNOWN. */
  void restarts(long count) {
    isRestarted |= count > restarts;
    restarts = Math.max(restarts, count);
  }

  /** Whether the CPU time is lower than before: a bad reading, or a restart. */
  boolean isLower(ContainerSample sample) {
    return sample.cpuTimeNanos() != UNKNOWN && sample.cpuTimeNanos() < cpuTime.last();
  }

  /**
   * Takes the counters of a reading.
   *
   * @return false when the CPU time is lower and it is no restart: a bad reading, of which nothing
   *     is taken. Zero is never a restart, since no container is there.
   */
  boolean advance(ContainerSample sample) {
    long cpu = sample.cpuTimeNanos();
    boolean isLower = isLower(sample);
    if (isLower && cpu == 0 && !isRestarted) {
      dropped++;
      return false;
    }
    boolean restarted = isLower && (isRestarted || cpuTime.wasLower());
    boolean isGood = cpuTime.advance(cpu, restarted);
    if (isGood) {
      resets += restarted ? 1 : 0;
      isRestarted &= cpu == UNKNOWN;
      advanceKinds(sample, restarted);
      advanceOthers(sample, restarted);
    } else {
      dropped++;
    }
    return isGood;
  }

  private void advanceKinds(ContainerSample sample, boolean restarted) {
    boolean isGood = cpuUser.advance(sample.cpuUserNanos(), restarted);
    isGood &= cpuSystem.advance(sample.cpuSystemNanos(), restarted);
    isGood &= throttledTime.advance(sample.throttledNanos(), restarted);
    isGood &= throttledPeriods.advance(sample.throttledPeriods(), restarted);
    isGood &= oomKills.advance(sample.oomKills(), restarted);
    dropped += isGood ? 0 : 1;
  }

  /** Network and disk alone, of which the kernel's own files do not tell. */
  void advanceNetworkAndDisk(ContainerSample sample) {
    boolean isLower =
        sample.networkRxBytes() != UNKNOWN && sample.networkRxBytes() < networkRx.last();
    isLower |= sample.diskReadBytes() != UNKNOWN && sample.diskReadBytes() < diskRead.last();
    advanceOthers(sample, isLower && isNetworkRestarted);
    isNetworkRestarted &= !isLower;
  }

  private void advanceOthers(ContainerSample sample, boolean restarted) {
    boolean isGood = networkRx.advance(sample.networkRxBytes(), restarted);
    isGood &= networkTx.advance(sample.networkTxBytes(), restarted);
    isGood &= diskRead.advance(sample.diskReadBytes(), restarted);
    isGood &= diskWrite.advance(sample.diskWriteBytes(), restarted);
    if (!isGood) {
      dropped++;
    }
  }

  /** As the last reading told it, since the last restart; UNKNOWN before. */
  long lastCpuNanos() {
    return cpuTime.last();
  }

  /** UNKNOWN as long as it is zero: a container that runs has used some. */
  long cpuTimeNanos() {
    return cpuTime.total() == 0 ? UNKNOWN : cpuTime.total();
  }

  long cpuUserNanos() {
    return cpuUser.total();
  }

  long cpuSystemNanos() {
    return cpuSystem.total();
  }

  long throttledNanos() {
    return throttledTime.total();
  }

  long throttledPeriods() {
    return throttledPeriods.total();
  }

  long oomKills() {
    return oomKills.total();
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

  /** How often the container was seen to begin anew. */
  long resets() {
    return resets;
  }

  /** Readings with a counter that was lower. */
  long dropped() {
    return dropped;
  }
}
