package io.github.ecsusagereport.collect;

import java.time.Duration;

/** Something to do each time that a time has passed; one that is late is done once. */
final class Schedule {
  private final Duration interval;
  private long done;

  /**
   * @param interval zero: never
   */
  Schedule(Duration interval) {
    this.interval = interval;
  }

  boolean isDue(Duration elapsed) {
    if (interval.isZero() || elapsed.compareTo(interval) < 0) {
      return false;
    }
    long due = elapsed.dividedBy(interval);
    boolean isDue = due > done;
    done = Math.max(done, due);
    return isDue;
  }
}
