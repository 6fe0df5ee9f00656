package io.github.ecsusagereport.kernel;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything that was read of a group of processes at one moment.
 *
 * @param readAt when
 * @param cgroupVersion 1 or 2: whose names {@code memory.stats} and {@code disk} use
 * @param cpu CPU time since the group began
 * @param memory memory at this moment
 * @param disk bytes read and written since the group began
 * @param processes how many there are
 */
public record Reading(
    Instant readAt,
    int cgroupVersion,
    Cpu cpu,
    Memory memory,
    List<DiskBytes> disk,
    int processes) {

  /**
   * CPU time since the beginning, in nanoseconds.
   *
   * @param totalNanos of the group
   * @param userNanos its part in user mode
   * @param kernelNanos its part in the kernel
   * @param perCpuNanos the total for each CPU; cgroup v1 only
   * @param throttling what a CPU limit has cost
   * @param hostNanos of the whole machine, idle time included
   */
  public record Cpu(
      long totalNanos,
      long userNanos,
      long kernelNanos,
      List<Long> perCpuNanos,
      Throttling throttling,
      long hostNanos) {}

  /** How many of the periods of a CPU limit ended early, and for how long nothing ran. */
  public record Throttling(long periods, long throttledPeriods, long throttledNanos) {
    public static final Throttling NONE = new Throttling(0, 0, 0);
  }

  /**
   * Memory at one moment; 0 is "not known", as in the endpoint's JSON.
   *
   * @param usageBytes in use, page cache included
   * @param maxUsageBytes the highest usage ever; cgroup v1 only
   * @param limitHits how often the limit was in the way
   * @param limitBytes the limit
   * @param stats the kernel's own list
   */
  public record Memory(
      long usageBytes,
      long maxUsageBytes,
      long limitHits,
      long limitBytes,
      SortedMap<String, Long> stats) {
    public static final Memory UNKNOWN = new Memory(0, 0, 0, 0, Collections.emptySortedMap());
  }

  /** Bytes moved to or from one device, under the kernel's name for the operation. */
  public record DiskBytes(long major, long minor, String operation, long bytes) {}

  /**
   * This reading with the memory in use of an earlier one, or with none known: processes that have
   * ended use no memory, which says nothing about what they used.
   */
  public Reading withMemoryInUseOf(Optional<Reading> earlier) {
    Memory then = earlier.map(Reading::memory).orElse(Memory.UNKNOWN);
    Memory held =
        new Memory(
            then.usageBytes, memory.maxUsageBytes, memory.limitHits, memory.limitBytes, then.stats);
    return new Reading(readAt, cgroupVersion, cpu, held, disk, processes);
  }
}
