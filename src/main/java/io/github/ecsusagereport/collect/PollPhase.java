package io.github.ecsusagereport.collect;

/**
 * When the next poll is due. On EC2 a new reading is there about every second, and what comes after
 * the last one that was fetched is lost at the end of the container: so a poll comes shortly after
 * the reading that is due, and no more often than asked for, but for one more where the reading was
 * not there yet. How far readings lie apart, and how much that varies, is learned from those of the
 * watched containers: a busy engine takes 1.2 to 1.6 s. Where readings stand still, or come at
 * another rate (every 10 s on Fargate), polls come at a fixed rate; one that is late is left out,
 * so that no burst follows a stall.
 */
final class PollPhase {
  private static final long SHORTEST_MARGIN_NANOS = 15_000_000;

  /** How much of a new difference is learned. */
  private static final double OF_THE_PERIOD = 0.125;

  private static final double OF_THE_DEVIATION = 0.25;

  /** A poll comes so many mean deviations after the reading is due in the mean. */
  private static final int DEVIATIONS = 2;

  /** What differs by more than this, and more deviations, is another period. */
  private static final double OTHER_PERIOD = 0.15;

  private static final int OTHER_DEVIATIONS = 3;

  private final long intervalNanos;
  private long lastRead;
  private double periodNanos;
  private double deviationNanos;
  private boolean isSecondLook;

  PollPhase(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  /**
   * From now to the next poll.
   *
   * @param elapsedNanos since the first poll
   * @param newestRead the time of the newest reading
   * @param ageNanos how long ago that was
   */
  long delayNanos(long elapsedNanos, long newestRead, long ageNanos) {
    boolean isLate = newestRead == lastRead;
    observe(newestRead - lastRead);
    lastRead = newestRead;
    boolean isFollowing = periodNanos > 0 && ageNanos >= 0 && ageNanos <= 2 * periodNanos;
    boolean hasLookedTwice = isSecondLook;
    isSecondLook = isFollowing && isLate && !hasLookedTwice;
    if (isSecondLook) {
      return marginNanos();
    }
    return isFollowing && !isLate
        ? untilReading(ageNanos)
        : intervalNanos - elapsedNanos % intervalNanos;
  }

  private void observe(long gapNanos) {
    // One that was missed makes two of one.
    boolean isMissed = periodNanos > 0 && gapNanos > 1.6 * periodNanos;
    if (gapNanos >= intervalNanos / 2 && gapNanos <= 1.9 * intervalNanos && !isMissed) {
      learn(gapNanos);
    } else if (gapNanos > 2.5 * intervalNanos) {
      periodNanos = 0;
    }
  }

  private void learn(long gapNanos) {
    double error = gapNanos - periodNanos;
    double most = OTHER_PERIOD * periodNanos + OTHER_DEVIATIONS * deviationNanos;
    if (Math.abs(error) > most) {
      periodNanos = gapNanos;
      deviationNanos = 0;
    } else {
      periodNanos += OF_THE_PERIOD * error;
      deviationNanos += OF_THE_DEVIATION * (Math.abs(error) - deviationNanos);
    }
  }

  private long marginNanos() {
    return Math.max(SHORTEST_MARGIN_NANOS, Math.round(DEVIATIONS * deviationNanos));
  }

  private long untilReading(long ageNanos) {
    long delay = Math.round(periodNanos) + marginNanos() - ageNanos;
    while (delay < intervalNanos / 2) {
      delay += Math.round(periodNanos);
    }
    return delay;
  }
}
