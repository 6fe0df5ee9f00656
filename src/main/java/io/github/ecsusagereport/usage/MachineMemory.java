package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * The task's memory as the machine tells it: all of the machine's, less what was not the
 * containers' at the nearest reading of the endpoint.
 */
final class MachineMemory {
  /**
   * Where memory changes by more within 100 ms, a reading of the endpoint in between tells the
   * offset too roughly: it counts only as long as there is no better one.
   */
  private static final long ROUGH_BYTES = 4 << 20;

  private final MachineHistory history;
  private long next;
  private long offsetBytes;
  private long offsetAt = UNKNOWN;
  private boolean isRough;
  private long leastOffsetBytes = Long.MAX_VALUE;
  private long mostOffsetBytes = Long.MIN_VALUE;
  private long calibrations;
  private long maxBytes = UNKNOWN;

  MachineMemory(MachineHistory history) {
    this.history = history;
  }

  /** Says what the containers used together at that time, by their readings. */
  void calibrate(long time, long taskBytes) {
    boolean isBetter = isRough;
    if (setOffset(time, taskBytes)) {
      calibrations++;
      if (isBetter) {
        leastOffsetBytes = Long.MAX_VALUE;
        mostOffsetBytes = Long.MIN_VALUE;
      }
      leastOffsetBytes = Math.min(leastOffsetBytes, offsetBytes);
      mostOffsetBytes = Math.max(mostOffsetBytes, offsetBytes);
    }
  }

  /** Says what the containers used just before the run began: good until the first reading. */
  void baseline(long start, long taskBytes) {
    long before = history.firstFrom(start) - 1;
    if (before >= history.oldest()) {
      setOffset(history.time(before), taskBytes);
    }
  }

  private boolean setOffset(long time, long taskBytes) {
    long machine = history.memoryBytesAt(time);
    if (machine == UNKNOWN || time <= offsetAt) {
      return false;
    }
    boolean isNewRough = history.memoryChangeAt(time) > ROUGH_BYTES;
    if (isCalibrated() && isNewRough) {
      return false;
    }
    if (isCalibrated() && !isRough) {
      // Up to the middle the one before is nearer.
      settle(offsetAt + (time - offsetAt) / 2);
    }
    isRough = isNewRough;
    offsetBytes = machine - taskBytes;
    offsetAt = time;
    return true;
  }

  /** Takes the machine's readings up to this time with the offset as it is known now. */
  private void settle(long until) {
    maxBytes = maxBytes(until);
    next = Math.max(next, history.firstFrom(until + 1));
  }

  /** Before the oldest reading goes. */
  void makeRoom() {
    if (history.isFull() && next == history.oldest()) {
      settle(history.time(next));
    }
  }

  /** Else all that it says is an upper bound. */
  boolean isCalibrated() {
    return offsetAt != UNKNOWN;
  }

  /** The largest up to this time, or UNKNOWN. */
  long maxBytes(long until) {
    long largest = maxBytes;
    for (long number = Math.max(next, history.oldest()); number < history.end(); number++) {
      if (history.time(number) > until) {
        break;
      }
      if (history.memoryBytes(number) != UNKNOWN) {
        largest = Math.max(largest, history.memoryBytes(number) - offsetBytes);
      }
    }
    return largest;
  }

  /**
   * The last before the end, or UNKNOWN: the larger of two readings, since one that was taken while
   * the processes ended shows what they had given back already.
   */
  long lastBytes(long end) {
    long after = history.firstFrom(end + 1);
    long largest = UNKNOWN;
    for (long number = after - 1; number >= history.oldest() && number >= after - 2; number--) {
      if (history.memoryBytes(number) != UNKNOWN) {
        largest = Math.max(largest, history.memoryBytes(number) - offsetBytes);
      }
    }
    return largest;
  }

  /** Readings of the endpoint that it was held against. */
  long calibrations() {
    return calibrations;
  }

  /** Below 0 where the containers' readings count what no process holds, such as kernel memory. */
  double offsetBytes() {
    return isCalibrated() ? offsetBytes : Double.NaN;
  }

  /** The largest offset less the smallest: how far to trust all of it. */
  double offsetSpreadBytes() {
    return calibrations == 0 ? Double.NaN : mostOffsetBytes - leastOffsetBytes;
  }
}
