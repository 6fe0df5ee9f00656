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
 * to the counter. All times are told by a clock that nobody sets.
 */
public final class ContainerUsage {
  private final Limits limits;
  private final Profile profile;
  private final CpuTrack track = new CpuTrack();
  private final Counters counters = new Counters();
  private final LimitApproach approach = new LimitApproach();

  private CurveSteps curve;
  private boolean isRunning = true;
  private boolean isIdle;
  private long startedAt = UNKNOWN;
  private long lastStartedAt = UNKNOWN;
  private long endAt = UNKNOWN;
  private long lastRead = UNKNOWN;
  private long lastBad = UNKNOWN;
  private long lastReadAt = UNKNOWN;
  private long lastCpuAt = UNKNOWN;
  private long lastMemoryBytes = UNKNOWN;
  private long highWaterBytes = UNKNOWN;
  private long limitHits = UNKNOWN;
  private long enforcedLimitBytes = UNKNOWN;
  private double cacheByteNanos = Double.NaN;
  private long sampledNanos;
  private long readings;
  private long kernelReadings;
  private boolean isLastOfKernel;
  private long old;

  /**
   * @param limits the container's, or the task's where it has none
   */
  ContainerUsage(Limits limits) {
    this.limits = limits;
    this.profile = new Profile(limits.cpuVcpu());
  }

  /** Sets the start. The first one counts; a later one is the sign of a restart. */
  public void startedAt(long epochNanos) {
    if (startedAt == UNKNOWN) {
      startedAt = epochNanos;
    } else if (epochNanos > lastStartedAt) {
      counters.setRestarted();
    }
    lastStartedAt = Math.max(lastStartedAt, epochNanos);
  }

  /** The container was restarted, for certain, and the next reading is of its new life. */
  public void beginAnew() {
    counters.beginAnew();
    approach.reset();
  }

  /** Says that the last reading was the kernel's own. */
  void setLastOfKernel() {
    kernelReadings++;
    isLastOfKernel = true;
  }

  /** Takes network and disk of a reading that tells nothing else that is not known better. */
  public void addNetworkAndDisk(ContainerSample sample) {
    counters.advanceNetworkAndDisk(sample);
  }

  /** Says that nothing runs in it, so that nobody waits for what it used. */
  public void setIdle() {
    isIdle = true;
  }

  boolean isIdle() {
    return isIdle;
  }

  /** Sets how often the container was restarted, where ECS counts that. */
  public void restarts(long count) {
    counters.restarts(count);
  }

  /**
   * Says how the container fares, again at every change.
   *
   * @param epochNanos its end, UNKNOWN while it runs
   */
  public void state(boolean isRunning, long epochNanos) {
    this.isRunning = isRunning;
    this.endAt = epochNanos;
  }

  /**
   * Where its CPU time is drawn as well, or null; what it has used before is drawn there evenly.
   */
  void drawnIn(CurveSteps newCurve) {
    if (curve == null && newCurve != null && startedAt != UNKNOWN && hasReading()) {
      newCurve.addCpu(startedAt, lastReadAt, Math.max(0, cpuTimeNanos()));
      newCurve.addMemory(startedAt, lastReadAt, lastMemoryBytes);
    }
    curve = newCurve;
  }

  /**
   * Whether this is a new reading with less CPU time: bad, or of a container that restarted.
   *
   * @param at when it was read
   */
  public boolean isLower(ContainerSample sample, long at) {
    return at > lastReadAt && sample.readEpochNanos() != lastBad && counters.isLower(sample);
  }

  /**
   * Takes a reading; the same one again changes nothing.
   *
   * @param at when it was read, by a clock that nobody sets
   * @return the time that it covers, from the reading before or from the start; 0 when that is not
   *     known, UNKNOWN when the reading was not taken
   */
  long add(ContainerSample sample, long at) {
    long read = sample.readEpochNanos();
    if (read == lastRead || read == lastBad) {
      return UNKNOWN;
    }
    long before = counters.lastCpuNanos();
    if (at < lastReadAt) {
      old++;
      return UNKNOWN;
    }
    if (!counters.advance(sample)) {
      lastBad = read;
      return UNKNOWN;
    }
    readings++;
    isLastOfKernel = false;
    long from = lastReadAt == UNKNOWN ? startedAt : lastReadAt;
    long nanos = from == UNKNOWN ? 0 : Math.max(0, at - from);
    sampledNanos += nanos;
    addMemory(sample, at, nanos);
    if (sample.cpuTimeNanos() != UNKNOWN) {
      closeIntervals(sample, at, sample.cpuTimeNanos() < before ? 0 : Math.max(0, before));
      lastCpuAt = at;
    }
    lastRead = read;
    lastReadAt = at;
    return nanos;
  }

  private void closeIntervals(ContainerSample sample, long at, long counterAtFrom) {
    long from = lastCpuAt == UNKNOWN ? startedAt : lastCpuAt;
    long split = sample.prereadEpochNanos() + (at - sample.readEpochNanos());
    boolean isSplit =
        sample.prereadEpochNanos() != UNKNOWN
            && split > from
            && split < at
            && sample.precpuTimeNanos() > 0
            && sample.precpuTimeNanos() >= counterAtFrom
            && sample.precpuTimeNanos() <= sample.cpuTimeNanos();
    if (isSplit) {
      closeInterval(from, split, sample.precpuTimeNanos() - counterAtFrom);
      closeInterval(split, at, sample.cpuTimeNanos() - sample.precpuTimeNanos());
    } else {
      closeInterval(from, at, sample.cpuTimeNanos() - counterAtFrom);
    }
  }

  private void closeInterval(long from, long to, long cpuNanos) {
    if (from == UNKNOWN || to <= from) {
      return;
    }
    profile.addCpu(cpuNanos, to - from);
    track.add(from, to, cpuNanos);
    if (curve != null) {
      curve.addCpu(from, to, cpuNanos);
    }
  }

  /** No container runs without memory: zero is not known. */
  private void addMemory(ContainerSample sample, long at, long nanos) {
    if (sample.memoryUsedBytes() > 0) {
      profile.addMemory(sample.memoryUsedBytes(), nanos);
      lastMemoryBytes = sample.memoryUsedBytes();
    }
    if (sample.memoryCacheBytes() != UNKNOWN) {
      double before = Double.isNaN(cacheByteNanos) ? 0 : cacheByteNanos;
      cacheByteNanos = before + (double) sample.memoryCacheBytes() * nanos;
    }
    approach.add(at, sample.memoryUsageBytes(), sample.memoryLimitHits());
    highWaterBytes = Math.max(highWaterBytes, sample.memoryHighWaterBytes());
    limitHits = Math.max(limitHits, sample.memoryLimitHits());
    if (sample.memoryLimitBytes() != UNKNOWN) {
      enforcedLimitBytes = sample.memoryLimitBytes();
    }
  }

  /** Everything but the network, which is the task's when it uses awsvpc. */
  public Metrics metrics() {
    Metrics metrics = new Metrics();
    boolean timed = startedAt != UNKNOWN && lastCpuAt > startedAt;
    profile.putCpu(metrics, cpuTimeNanos(), timed ? lastCpuAt - startedAt : UNKNOWN);
    profile.putMemory(metrics, memorySizeMiB());
    metrics.putMillis(Metric.CPU_USER_MS, counters.cpuUserNanos());
    metrics.putMillis(Metric.CPU_SYSTEM_MS, counters.cpuSystemNanos());
    metrics.putMillis(Metric.CPU_THROTTLED_MS, counters.throttledNanos());
    metrics.putCount(Metric.CPU_THROTTLED_PERIODS, counters.throttledPeriods());
    metrics.putMiB(Metric.LAST_MEMORY_USED_MIB, lastMemoryBytes);
    metrics.put(Metric.MEMORY_CACHE_MIB, Metrics.mib(cacheByteNanos / sampledNanos));
    metrics.putMiB(Metric.MEMORY_HIGH_WATER_MIB, highWaterBytes);
    if (limitHits > 0) {
      metrics.putCount(Metric.MEMORY_LIMIT_HITS, limitHits);
    }
    if (oomKills() > 0) {
      metrics.putCount(Metric.OOM_KILLS, oomKills());
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
    return isRunning;
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

  /** The end, UNKNOWN while it runs. */
  public long endEpochNanos() {
    return endAt;
  }

  CpuTrack track() {
    return track;
  }

  /** The time up to which its CPU time is known; UNKNOWN when nobody tells it. */
  long cpuKnownUntil() {
    if (lastReadAt == UNKNOWN) {
      return startedAt;
    }
    return lastCpuAt;
  }

  /** Whether what it used in all of a stretch of time is known. */
  boolean isCpuKnown(long from, long to) {
    if (startedAt == UNKNOWN) {
      return !isRunning;
    }
    boolean hasEndedBefore = !isRunning && endAt != UNKNOWN && endAt <= from;
    return hasEndedBefore || startedAt >= to || cpuKnownUntil() >= to;
  }

  boolean isRunningAt(long time) {
    return startedAt != UNKNOWN && startedAt <= time && (isRunning || endAt > time);
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

  /**
   * Processes of the container that the kernel killed for memory, or UNKNOWN: its own files tell.
   */
  public long oomKills() {
    return counters.oomKills();
  }

  /**
   * Whether it was at its limit by the kernel's own last two readings: it hit it in between, or
   * would have been there at its end, had its memory grown on like that.
   *
   * @param bytesOfOthers of its task
   * @param taskLimits the task's
   */
  boolean wasAtLimit(long bytesOfOthers, Limits taskLimits) {
    if (!isLastOfKernel) {
      return false;
    }
    long bytes = approach.bytesAt(endAt);
    long own = limits.hasMemory() ? limits.memoryMiB() << 20 : Long.MAX_VALUE;
    long enforced = enforcedLimitBytes == UNKNOWN ? Long.MAX_VALUE : enforcedLimitBytes;
    boolean isTaskFull =
        taskLimits.hasMemory() && bytes + bytesOfOthers >= taskLimits.memoryMiB() << 20;
    return approach.hasNewHits() || bytes >= Math.min(own, enforced) || isTaskFull;
  }

  /** What page cache it held, times how long; NaN when it is not known. */
  double cacheByteNanos() {
    return cacheByteNanos;
  }

  long cpuUserNanos() {
    return counters.cpuUserNanos();
  }

  long cpuSystemNanos() {
    return counters.cpuSystemNanos();
  }

  long throttledNanos() {
    return counters.throttledNanos();
  }

  long throttledPeriods() {
    return counters.throttledPeriods();
  }

  long cpuTimeNanos() {
    return counters.cpuTimeNanos();
  }

  long networkRxBytes() {
    return counters.networkRxBytes();
  }

  long networkTxBytes() {
    return counters.networkTxBytes();
  }

  long diskReadBytes() {
    return counters.diskReadBytes();
  }

  long diskWriteBytes() {
    return counters.diskWriteBytes();
  }

  /** Time between the start and the last reading. */
  long sampledNanos() {
    return sampledNanos;
  }

  long readings() {
    return readings;
  }

  /** Of these, the kernel's own. */
  long kernelReadings() {
    return kernelReadings;
  }

  /** Readings that were older than the one before, or of which a counter was lower. */
  long dropped() {
    return old + counters.dropped();
  }

  long resets() {
    return counters.resets();
  }
}
