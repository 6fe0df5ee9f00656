package io.github.ecsusagereport.metadata;

import java.time.Duration;

/** By when the request under way must be over. */
final class Deadline {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private long nanoTime = System.nanoTime();

  void startIn(Duration timeout) {
    nanoTime = System.nanoTime() + timeout.toNanos();
  }

  /** Milliseconds left, at least 1: a socket takes 0 for "for ever". 0 when it has passed. */
  int remainingMillis() {
    long nanos = nanoTime - System.nanoTime();
    return nanos <= 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, 1 + nanos / NANOS_PER_MILLI);
  }
}
