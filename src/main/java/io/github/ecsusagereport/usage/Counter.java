package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/** A number that only grows, but for restarts: what it lost at each is added up again. */
final class Counter {
  private long last = UNKNOWN;
  private long beforeResets;

  /** Takes the next value, unless it is unknown; true when it went backwards. */
  boolean advance(long value) {
    if (value == UNKNOWN) {
      return false;
    }
    boolean reset = value < last;
    if (reset) {
      beforeResets = saturated(beforeResets + last);
    }
    last = value;
    return reset;
  }

  long last() {
    return last;
  }

  /** Counted since the start, or unknown before the first value. */
  long total() {
    return last == UNKNOWN ? UNKNOWN : saturated(beforeResets + last);
  }

  private static long saturated(long sum) {
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
