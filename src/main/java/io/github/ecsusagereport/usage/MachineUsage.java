package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.MachineSummary;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import java.util.Collection;
import java.util.List;

/**
 * What the machine tells of the task that it is there for, and for no other: on Fargate the
 * endpoint's readings are up to 10 s old, and the machine can be asked at any moment. What is not
 * the containers' (agent, runtime, log drivers, kernel) is the same from one moment to the next but
 * for drift, and every new reading of the endpoint says how much it is.
 *
 * <p>All times are on the axis of the readings. The clocks are one: the endpoint of this task runs
 * on this machine.
 */
public final class MachineUsage {
  private final MachineHistory history = new MachineHistory();
  private final MachineMemory memory = new MachineMemory(history);
  private final MachineCpu cpu;
  private long readings;
  private long calibratedBy = UNKNOWN;
  private long busiestReadAt = UNKNOWN;
  private long busiestReadBefore = UNKNOWN;

  /**
   * @param vcpus what the task can use at most: its size, or the machine's processors
   */
  public MachineUsage(double vcpus) {
    this.cpu = new MachineCpu(history, vcpus);
  }

  /**
   * Takes a reading of the machine.
   *
   * @param cpuTimeNanos since it booted, or UNKNOWN
   * @param memoryBytes that no cache can give back, or UNKNOWN
   */
  public void add(long time, long cpuTimeNanos, long memoryBytes) {
    memory.makeRoom();
    cpu.makeRoom();
    history.add(time, cpuTimeNanos, memoryBytes);
    readings++;
  }

  /** Whether the start of the run was told. */
  public boolean hasBegun() {
    return cpu.beginAt() != UNKNOWN;
  }

  /** Whether the machine was read before that. */
  public boolean wasReadBefore(long time) {
    return history.time(history.oldest()) < time;
  }

  /**
   * Says when the first container but the sidecar started; once, within 50 s.
   *
   * @param ownMemoryBytes of the sidecar, where the machine was read before that; or UNKNOWN
   * @param ownCpuNanos CPU time of the sidecar until then, or UNKNOWN
   */
  public void begin(long start, long ownMemoryBytes, long ownCpuNanos) {
    cpu.begin(start, ownCpuNanos);
    if (ownMemoryBytes != UNKNOWN) {
      memory.baseline(start, ownMemoryBytes);
    }
  }

  /**
   * Before the containers' CPU time is added up: holds it against the machine's at the last reading
   * of the busiest that all have told up to. Between its readings how much it used is a guess.
   *
   * @param axis as it was added up before
   * @param until where it is added up to next
   */
  void beforeAddingUp(Collection<ContainerUsage> containers, CpuAxis axis, long until) {
    if (cpu.wantsBefore() && until > cpu.beginAt()) {
      cpu.before(
          usedUntil(cpu.beginAt(), containers, axis),
          isKnown(containers, cpu.beginAt(), cpu.beginAt()));
    }
    noteReading(busiest(containers));
    long time = busiestReadAt <= until ? busiestReadAt : busiestReadBefore;
    if (time != UNKNOWN && time >= axis.addedUpTo() && time <= until) {
      boolean isAll = isKnown(containers, cpu.knownAt(), time);
      cpu.calibrate(time, usedUntil(time, containers, axis), isAll);
    }
  }

  private static long usedUntil(long time, Collection<ContainerUsage> containers, CpuAxis axis) {
    long nanos = axis.addedNanos();
    for (ContainerUsage each : containers) {
      nanos += each.track().usedUntil(time);
    }
    return nanos;
  }

  private static boolean isKnown(Collection<ContainerUsage> containers, long from, long to) {
    boolean isAll = true;
    for (ContainerUsage each : containers) {
      isAll &= each.isCpuKnown(from, to);
    }
    return isAll;
  }

  private static long busiest(Collection<ContainerUsage> containers) {
    long mostNanos = 0;
    long readAt = UNKNOWN;
    for (ContainerUsage each : containers) {
      if (each.hasReading() && each.cpuTimeNanos() > mostNanos) {
        mostNanos = each.cpuTimeNanos();
        readAt = each.lastReadEpochNanos();
      }
    }
    return readAt;
  }

  private void noteReading(long time) {
    if (time > busiestReadAt) {
      busiestReadBefore = busiestReadAt;
      busiestReadAt = time;
    }
  }

  /**
   * Holds the memory of all against the machine's, when a watched container has a new reading. The
   * others, read at other moments, count as they were read last.
   */
  void addMemory(Collection<ContainerUsage> containers, Collection<ContainerUsage> watched) {
    long time = CombinedUsage.newestRead(watched);
    if (time == calibratedBy || !history.hasReached(time)) {
      return;
    }
    long bytes = 0;
    for (ContainerUsage each : containers) {
      if (each.isRunningAt(time)) {
        if (each.lastMemoryBytes() == UNKNOWN) {
          return;
        }
        bytes += each.lastMemoryBytes();
      }
    }
    calibratedBy = time;
    memory.calibrate(time, bytes);
  }

  /**
   * What the machine tells of the run so far, or null when it tells nothing.
   *
   * @param end of the run, or now
   * @param oomKills since the sidecar began, or UNKNOWN
   * @param rxBytes of the task's network, or UNKNOWN
   * @param txBytes of the task's network, or UNKNOWN
   */
  public MachineSummary summary(long end, long oomKills, long rxBytes, long txBytes) {
    Metrics metrics = new Metrics();
    if (hasBegun()) {
      cpu.put(metrics, end);
      metrics.putMiB(Metric.MAX_MEMORY_USED_MIB, memory.maxBytes(end));
      metrics.putMiB(Metric.LAST_MEMORY_USED_MIB, memory.lastBytes(end));
    }
    metrics.putCount(Metric.NETWORK_RX_BYTES, rxBytes);
    metrics.putCount(Metric.NETWORK_TX_BYTES, txBytes);
    if (metrics.isEmpty() && oomKills == UNKNOWN) {
      return null;
    }
    return new MachineSummary(
        metrics,
        oomKills,
        readings,
        memory.calibrations(),
        Metrics.mib(memory.offsetBytes()),
        Metrics.mib(memory.offsetSpreadBytes()),
        cpu.otherPercent(),
        cpu.isUpperBound() && metrics.get(Metric.CPU_TIME_MS) != null,
        !memory.isCalibrated() && metrics.get(Metric.MAX_MEMORY_USED_MIB) != null);
  }

  /** Whether its seconds tell of the task alone, and of all of it. */
  public boolean isCpuKnown() {
    return !cpu.isUpperBound();
  }

  /**
   * By the machine's seconds: a mean over 10 s hides the burst that a smaller size stretches.
   *
   * @param durationMs of all of the run
   * @param end of the run, or now
   */
  public List<DurationAtVcpu> durationAtVcpu(double durationMs, long end) {
    return cpu.durationAtVcpu(durationMs, end);
  }
}
