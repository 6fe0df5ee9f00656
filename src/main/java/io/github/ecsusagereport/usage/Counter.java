package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * A number that only grows, but for restarts. A value that is lower once is a bad reading, and left
 * out. One that stays lower goes on from what was counted: from zero after a restart, else (an
 * interface or a device that is gone) from where it was.
 */
final class Counter {
  private long last = UNKNOWN;
  private long offset;
  private boolean wasLower;

  /**
   * Takes the next value, unless it is unknown.
   *
   * @param isRestarted whether the container has begun anew since the value before
   * @return false when the value is lower than the one before, and left out
   */
  boolean advance(long value, boolean isRestarted) {
    if (value == UNKNOWN) {
      return true;
    }
    if (value < last) {
      if (!isRestarted && !wasLower) {
        wasLower = true;
        return false;
      }
      offset = saturated(offset + (isRestarted ? last : last - value));
    }
    wasLower = false;
    last = value;
    return true;
  }

  /** The container has begun anew, for certain: the next value counts from zero. */
  void beginAnew() {
    offset = last == UNKNOWN ? 0 : total();
    last = last == UNKNOWN ? UNKNOWN : 0;
    wasLower = false;
  }

  /** Whether the value before was left out, so that another lower one is a new beginning. */
  boolean wasLower() {
    return wasLower;
  }

  long last() {
    return last;
  }

  /** Counted since the start, or unknown before the first value. */
  long total() {
    return last == UNKNOWN ? UNKNOWN : saturated(offset + last);
  }

  /** The sum of two numbers that are not negative. */
  static long saturated(long sum) {
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
