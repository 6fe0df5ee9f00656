package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * The times of one container as they would be if nobody had set the host's clock. The clock of this
 * program, which never jumps, tells when each reading was first seen; by the engine's clock it was
 * made before. The reading that was seen soonest after it was made tells best how far the two are
 * apart.
 */
final class EngineClock {
  /**
   * Readings are up to 10 s old when they are first seen on Fargate, and stand still for up to 28 s
   * on EC2 where the agent has to reconnect to Docker: what is later than the best by more than
   * this was not fresher, the clock was set forwards.
   */
  private static final long MOST_NANOS = 30_000_000_000L;

  /**
   * From the clock of this program to the engine's, steps left out; as the best reading tells it.
   */
  private long offset = Long.MIN_VALUE;

  private long last = UNKNOWN;
  private long lastAt = UNKNOWN;
  private long stepNanos;
  private long steps;

  /**
   * The time of a new reading, steps left out.
   *
   * @param read by the engine's clock, nanoseconds since 1970
   * @param seenAt by a clock that never jumps
   * @param isNewer whether it is known to be newer than the one before, whatever its time says
   */
  long reading(long read, long seenAt, boolean isNewer) {
    boolean isBack = isNewer && read < last;
    if (isBack || isAhead(read, seenAt)) {
      step(read, seenAt);
    }
    last = read;
    lastAt = read - stepNanos;
    offset = Math.max(offset, lastAt - seenAt);
    return lastAt;
  }

  /** The end of the container, steps left out; it lies after the last reading and before now. */
  long end(long time, long seenAt) {
    if (lastAt != UNKNOWN && (isAhead(time, seenAt) || time - stepNanos < lastAt - MOST_NANOS)) {
      step(time, seenAt);
    }
    return time - stepNanos;
  }

  /** This moment: as the host's clock says, unless that was set since the container started. */
  long now(long hostClock, long seenAt) {
    return steps == 0 ? hostClock : seenAt + offset;
  }

  private boolean isAhead(long time, long seenAt) {
    return lastAt != UNKNOWN && time - stepNanos - seenAt - offset > MOST_NANOS;
  }

  private void step(long time, long seenAt) {
    steps++;
    stepNanos = time - seenAt - offset;
  }

  /** How often the clock was set. */
  long steps() {
    return steps;
  }
}
