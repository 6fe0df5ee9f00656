package io.github.ecsusagereport.collect;

import java.time.Duration;

/** When the collector does things. */
interface Pace {
  /**
   * From now to the next poll.
   *
   * @param newestReadEpochNanos of the watched containers, as of the last poll, by the engine's
   *     clock; UNKNOWN before the first
   */
  Duration untilNextPoll(long newestReadEpochNanos);

  /** Waits; false when told to stop, at once. */
  boolean await(Duration duration) throws InterruptedException;

  /** Waits, whether told to stop or not. */
  void pause(Duration duration) throws InterruptedException;

  /** Since the collector started, by a clock that never jumps. */
  Duration elapsed();
}
