package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Several containers as one. Their readings are not taken at the same moment (on Fargate up to 10 s
 * apart), so at each poll the latest of each are added up; times and counters are exact sums.
 */
final class CombinedUsage {
  private final Limits limits;
  private final Profile profile;
  private final Stretch stretch = new Stretch();
  private boolean hasCpu;
  private long lastReadAt = UNKNOWN;
  private long lastMemoryBytes = UNKNOWN;

  CombinedUsage(Limits taskLimits) {
    this.limits = taskLimits;
    this.profile = new Profile(taskLimits.cpuVcpu());
  }

  /** Closes the interval up to the newest reading, if there is a new one since the last poll. */
  void endPoll(Collection<ContainerUsage> members) {
    long newest = newestRead(members);
    long from = lastReadAt == UNKNOWN ? earliestStart(members) : lastReadAt;
    if (newest > lastReadAt) {
      long nanos = from == UNKNOWN ? 0 : Math.max(0, newest - from);
      addCpu(members, nanos);
      addMemory(members, nanos);
    }
    lastReadAt = newest;
  }

  private void addCpu(Collection<ContainerUsage> members, long nanos) {
    double cores = 0;
    boolean known = false;
    for (ContainerUsage member : members) {
      double memberCores = lastReadAt == UNKNOWN ? meanCores(member) : member.lastCores();
      if (counts(member) && !Double.isNaN(memberCores)) {
        cores += memberCores;
        known = true;
      }
    }
    if (known) {
      profile.addCpu(cores, nanos);
      stretch.add(cores, nanos);
      hasCpu = true;
    }
  }

  /** Over all of the time before the first reading, however that was split. */
  private static double meanCores(ContainerUsage member) {
    long nanos = member.lastReadEpochNanos() - member.startedAtEpochNanos();
    boolean known = member.startedAtEpochNanos() != UNKNOWN && member.cpuTimeNanos() != UNKNOWN;
    return known && nanos > 0 ? (double) member.cpuTimeNanos() / nanos : Double.NaN;
  }

  private void addMemory(Collection<ContainerUsage> members, long nanos) {
    long bytes = UNKNOWN;
    for (ContainerUsage member : members) {
      if (counts(member) && member.lastMemoryBytes() != UNKNOWN) {
        bytes = Math.max(0, bytes) + member.lastMemoryBytes();
      }
    }
    if (bytes != UNKNOWN) {
      profile.addMemory(bytes, nanos);
      lastMemoryBytes = bytes;
    }
  }

  /** A container that has stopped uses nothing any more, but for a last reading just come in. */
  private boolean counts(ContainerUsage member) {
    return member.isRunning() || member.lastReadEpochNanos() > lastReadAt;
  }

  Metrics metrics(Collection<ContainerUsage> members) {
    Metrics metrics = new Metrics();
    long start = earliestStart(members);
    long sinceStart =
        start == UNKNOWN || newestRead(members) <= start ? UNKNOWN : newestRead(members) - start;
    profile.putCpu(metrics, sum(members, ContainerUsage::cpuTimeNanos), sinceStart);
    profile.putMemory(metrics, memorySizeMiB(members));
    metrics.putMiB(Metric.LAST_MEMORY_USED_MIB, lastMemoryBytes);
    metrics.putMiB(Metric.MEMORY_HIGH_WATER_MIB, sum(members, ContainerUsage::highWaterBytes));
    long limitHits = sum(members, ContainerUsage::memoryLimitHits);
    if (limitHits > 0) {
      metrics.putCount(Metric.MEMORY_LIMIT_HITS, limitHits);
    }
    metrics.putCount(Metric.DISK_READ_BYTES, sum(members, ContainerUsage::diskReadBytes));
    metrics.putCount(Metric.DISK_WRITE_BYTES, sum(members, ContainerUsage::diskWriteBytes));
    return metrics;
  }

  /**
   * For each vCPU size below the task's own; empty without such a size or without an interval.
   *
   * @param durationMs of all of the run: what no interval covers does not stretch
   */
  List<DurationAtVcpu> durationAtVcpu(double durationMs) {
    return hasCpu ? stretch.durations(durationMs, limits.cpuVcpu()) : List.of();
  }

  /** The task's, else the sum of the containers' where each has one. */
  private long memorySizeMiB(Collection<ContainerUsage> members) {
    if (limits.hasMemory()) {
      return limits.memoryMiB();
    }
    for (ContainerUsage member : members) {
      if (member.memorySizeMiB() == UNKNOWN) {
        return UNKNOWN;
      }
    }
    return sum(members, ContainerUsage::memorySizeMiB);
  }

  private static long newestRead(Collection<ContainerUsage> members) {
    long newest = UNKNOWN;
    for (ContainerUsage member : members) {
      newest = Math.max(newest, member.lastReadEpochNanos());
    }
    return newest;
  }

  static long earliestStart(Collection<ContainerUsage> members) {
    long earliest = UNKNOWN;
    for (ContainerUsage member : members) {
      long start = member.startedAtEpochNanos();
      if (start != UNKNOWN && (earliest == UNKNOWN || start < earliest)) {
        earliest = start;
      }
    }
    return earliest;
  }

  /** Over the members that know it, or UNKNOWN when none does. */
  static long sum(Collection<ContainerUsage> members, ToLongFunction<ContainerUsage> value) {
    long sum = UNKNOWN;
    for (ContainerUsage member : members) {
      long one = value.applyAsLong(member);
      if (one != UNKNOWN) {
        sum = Math.max(0, sum) + one;
      }
    }
    return sum < UNKNOWN ? Long.MAX_VALUE : sum;
  }
}
