package io.github.ecsusagereport.collect;

import java.time.Duration;

/** When the collector does things. */
interface Pace {
  /**
   * From now to the next poll.
   *
   * @param newestRead of the watched containers, as of the last poll; UNKNOWN before the first
   * @param ageNanos how long ago that was
   */
  Duration untilNextPoll(long newestRead, long ageNanos);

  /** Waits; false when told to stop, at once. */
  boolean await(Duration duration) throws InterruptedException;

  /** Waits, whether told to stop or not. */
  void pause(Duration duration) throws InterruptedException;

  /** Since the collector started, by a clock that never jumps. */
  Duration elapsed();

  /** Now, by the host's clock, which may be set. */
  long hostClockNanos();
}
