package io.github.ecsusagereport.collect;

/**
 * When the next poll is due. On EC2 a new reading is there about every second, and what comes after
 * the last one that was fetched is lost at the end of the container: so a poll comes shortly after
 * the reading that is due, and no more often than asked for, but for one more where the reading was
 * not there yet. Where readings stand still, or come at another rate (every 10 s on Fargate), polls
 * come at a fixed rate; one that is late is left out, so that no burst follows a stall.
 */
final class PollPhase {
  private static final long SHORTEST_MARGIN_NANOS = 15_000_000;
  private static final long LONGEST_MARGIN_NANOS = 240_000_000;
  private static final long MARGIN_STEP_NANOS = 1_000_000;

  private final long intervalNanos;
  private long lastRead;
  private long periodNanos;
  private long marginNanos = SHORTEST_MARGIN_NANOS;
  private boolean isSecondLook;

  PollPhase(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  /**
   * From now to the next poll.
   *
   * @param elapsedNanos since the first poll
   * @param newestRead the time of the newest reading, by the engine's clock
   * @param ageNanos how long ago that was, by the clock of this host, which is the same
   */
  long delayNanos(long elapsedNanos, long newestRead, long ageNanos) {
    boolean isLate = newestRead == lastRead;
    observe(newestRead - lastRead);
    lastRead = newestRead;
    boolean isFollowing = periodNanos > 0 && ageNanos >= 0 && ageNanos <= 2 * periodNanos;
    isSecondLook = isFollowing && isLate && !isSecondLook;
    if (isSecondLook) {
      return marginNanos;
    }
    return isFollowing ? untilReading(ageNanos) : intervalNanos - elapsedNanos % intervalNanos;
  }

  /** A reading that was not there yet, when it was due, is given more time from then on. */
  private void observe(long sinceLastNanos) {
    if (sinceLastNanos == 0 && periodNanos > 0) {
      marginNanos = Math.min(2 * marginNanos, LONGEST_MARGIN_NANOS);
    } else if (Math.abs(sinceLastNanos - intervalNanos) < intervalNanos / 4) {
      periodNanos = sinceLastNanos;
      marginNanos = Math.max(marginNanos - MARGIN_STEP_NANOS, SHORTEST_MARGIN_NANOS);
    } else if (sinceLastNanos > 2 * intervalNanos + intervalNanos / 2) {
      periodNanos = 0;
    }
  }

  private long untilReading(long ageNanos) {
    long delay = periodNanos + marginNanos - ageNanos;
    while (delay < intervalNanos / 2) {
      delay += periodNanos;
    }
    return delay;
  }
}
