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
 * apart). CPU time is added up on one axis, on which that of each container is spread evenly
 * between its readings, up to what the processors can do. Memory is the latest of each at each
 * poll. Times and counters are exact sums.
 */
final class CombinedUsage {
  private final Limits limits;
  private final Profile profile;
  private final SharedCpu cpu;
  private long lastReadAt = UNKNOWN;
  private long lastMemoryBytes = UNKNOWN;

  /**
   * @param vcpus what the containers can use at most, or NaN
   */
  CombinedUsage(Limits taskLimits, double vcpus) {
    this.limits = taskLimits;
    this.profile = new Profile(taskLimits.cpuVcpu());
    this.cpu = new SharedCpu(profile, vcpus);
  }

  /**
   * What the containers used together in an interval.
   *
   * @param largestNanos of any one of them
   */
  void addCpu(long cpuNanos, long largestNanos, long nanos) {
    cpu.add(cpuNanos, largestNanos, nanos);
  }

  /** No more CPU time will come. */
  void endCpu() {
    cpu.end();
  }

  /** Takes the memory up to the newest reading, if there is a new one since the last poll. */
  void addMemory(Collection<ContainerUsage> members) {
    long newest = newestRead(members);
    long from = lastReadAt == UNKNOWN ? earliestStart(members) : lastReadAt;
    long bytes = UNKNOWN;
    for (ContainerUsage member : members) {
      if (counts(member) && member.lastMemoryBytes() != UNKNOWN) {
        bytes = Math.max(0, bytes) + member.lastMemoryBytes();
      }
    }
    if (newest > lastReadAt && bytes != UNKNOWN) {
      profile.addMemory(bytes, from == UNKNOWN ? 0 : Math.max(0, newest - from));
      lastMemoryBytes = bytes;
    }
    lastReadAt = newest;
  }

  /** A container that has stopped uses nothing any more, but for a last reading just come in. */
  private boolean counts(ContainerUsage member) {
    return member.isRunning() || member.lastReadEpochNanos() > lastReadAt;
  }

  long lastMemoryBytes() {
    return lastMemoryBytes;
  }

  /**
   * @param isCpuTold false where the sum lacks what it is about
   */
  Metrics metrics(Collection<ContainerUsage> members, boolean isCpuTold) {
    Metrics metrics = new Metrics();
    long start = earliestStart(members);
    long sinceStart =
        start == UNKNOWN || newestRead(members) <= start ? UNKNOWN : newestRead(members) - start;
    long cpuTimeNanos = isCpuTold ? sum(members, ContainerUsage::cpuTimeNanos) : UNKNOWN;
    cpu.settled().putCpu(metrics, cpuTimeNanos, sinceStart);
    profile.putMemory(metrics, memorySizeMiB(members));
    metrics.putMillis(Metric.CPU_USER_MS, sum(members, ContainerUsage::cpuUserNanos));
    metrics.putMillis(Metric.CPU_SYSTEM_MS, sum(members, ContainerUsage::cpuSystemNanos));
    metrics.putMillis(Metric.CPU_THROTTLED_MS, sum(members, ContainerUsage::throttledNanos));
    metrics.putCount(Metric.CPU_THROTTLED_PERIODS, sum(members, ContainerUsage::throttledPeriods));
    metrics.putMiB(Metric.LAST_MEMORY_USED_MIB, lastMemoryBytes);
    if (sinceStart > 0) {
      metrics.put(Metric.MEMORY_CACHE_MIB, Metrics.mib(cacheByteNanos(members) / sinceStart));
    }
    metrics.putMiB(Metric.MEMORY_HIGH_WATER_MIB, sum(members, ContainerUsage::highWaterBytes));
    long limitHits = sum(members, ContainerUsage::memoryLimitHits);
    if (limitHits > 0) {
      metrics.putCount(Metric.MEMORY_LIMIT_HITS, limitHits);
    }
    long oomKills = sum(members, ContainerUsage::oomKills);
    if (oomKills > 0) {
      metrics.putCount(Metric.OOM_KILLS, oomKills);
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
    return cpu.settled().durationAtVcpu(durationMs);
  }

  /** Of those that know it; NaN when none does. */
  private static double cacheByteNanos(Collection<ContainerUsage> members) {
    double sum = Double.NaN;
    for (ContainerUsage member : members) {
      double one = member.cacheByteNanos();
      if (!Double.isNaN(one)) {
        sum = Double.isNaN(sum) ? one : sum + one;
      }
    }
    return sum;
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

  static long newestRead(Collection<ContainerUsage> members) {
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
