package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * The last while of the machine's readings: 51 s at least, which is longer than a reading of the
 * endpoint may be old. Readings closer than 100 ms are kept as one: its CPU time and its own time
 * are the last one's, its memory is the largest.
 */
final class MachineHistory {
  private static final int MOST = 512;
  private static final long SHORTEST_NANOS = 100_000_000;

  /** A pause that was a little short is a pause all the same. */
  private static final long TOLERANCE_NANOS = 10_000_000;

  private final long[] times = new long[MOST];
  private final long[] cpuNanos = new long[MOST];
  private final long[] memoryBytes = new long[MOST];
  private long next;
  private long begunAt;

  /**
   * Takes the next reading.
   *
   * @param cpu since the machine booted, or UNKNOWN
   * @param memory in use, or UNKNOWN
   */
  void add(long time, long cpu, long memory) {
    boolean isApart = next == 0 || time - begunAt >= SHORTEST_NANOS - TOLERANCE_NANOS;
    if (isApart) {
      begunAt = time;
      next++;
    }
    int last = slot(next - 1);
    times[last] = time;
    cpuNanos[last] = cpu;
    memoryBytes[last] = isApart ? memory : Math.max(memoryBytes[last], memory);
  }

  /** The number of the oldest reading that is still there; numbers begin with 0. */
  long oldest() {
    return Math.max(0, next - MOST);
  }

  /** Whether the next reading takes the place of the oldest. */
  boolean isFull() {
    return next >= MOST;
  }

  /** One more than the number of the newest. */
  long end() {
    return next;
  }

  long time(long number) {
    return times[slot(number)];
  }

  long cpuNanos(long number) {
    return cpuNanos[slot(number)];
  }

  long memoryBytes(long number) {
    return memoryBytes[slot(number)];
  }

  private static int slot(long number) {
    return (int) (number % MOST);
  }

  /** Whether it has got to this moment. */
  boolean hasReached(long time) {
    return next > 0 && time(next - 1) >= time;
  }

  /** CPU time at a moment between two readings, or UNKNOWN. */
  long cpuNanosAt(long time) {
    return at(time, cpuNanos);
  }

  /** Memory at a moment between two readings, or UNKNOWN. */
  long memoryBytesAt(long time) {
    return at(time, memoryBytes);
  }

  private long at(long time, long[] values) {
    long after = firstFrom(time);
    if (after == end() || (after == oldest() && time(after) > time)) {
      return UNKNOWN;
    }
    long value = values[slot(after)];
    if (time(after) == time || value == UNKNOWN) {
      return value;
    }
    long before = values[slot(after - 1)];
    double share = (double) (time - time(after - 1)) / (time(after) - time(after - 1));
    return before == UNKNOWN ? UNKNOWN : before + Math.round((value - before) * share);
  }

  /** By how much memory changed from the reading before this moment to the one after. */
  long memoryChangeAt(long time) {
    long after = firstFrom(time);
    return Math.abs(memoryBytes(after) - memoryBytes(Math.max(oldest(), after - 1)));
  }

  /** The number of the first reading at this time or later; {@link #end} when there is none. */
  long firstFrom(long time) {
    long number = end();
    while (number > oldest() && time(number - 1) >= time) {
      number--;
    }
    return number;
  }
}
