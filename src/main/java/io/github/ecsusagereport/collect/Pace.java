package io.github.ecsusagereport.collect;

import java.time.Duration;

/** When the collector does things. */
interface Pace {
  /** Waits for the next poll; false when told to stop, at once. */
  boolean awaitNextPoll() throws InterruptedException;

  /** Waits, whether told to stop or not. */
  void pause(Duration duration) throws InterruptedException;

  /** Since the collector started, by a clock that never jumps. */
  Duration elapsed();
}
