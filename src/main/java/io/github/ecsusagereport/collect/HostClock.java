package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import java.util.HashMap;
import java.util.Map;

/**
 * The host's clock, which the engine and the ECS agent have as well, without the steps in which it
 * was set since this program began: a clock that never jumps goes beside it. All durations and
 * means are told by this axis.
 */
final class HostClock {
  /** Smaller ones change a duration by less than a reading's age does. */
  private static final long SMALLEST_STEP_NANOS = 1_000_000_000;

  /** A look that takes longer, since this process stood still, tells nothing. */
  private static final long LONGEST_LOOK_NANOS = 100_000_000;

  private final Pace pace;
  private final Map<Long, Long> told = new HashMap<>();
  private boolean hasLooked;
  private long ahead;
  private long lookedAt;
  private long steps;
  private long stepsNanos;
  private long stepsNanosBefore;
  private long lastStepAt;

  HostClock(Pace pace) {
    this.pace = pace;
  }

  /** Compares the clocks; after each answer, before the times in it are taken. */
  void look() {
    long before = pace.elapsed().toNanos();
    long now = pace.hostClockNanos();
    if (pace.elapsed().toNanos() - before > LONGEST_LOOK_NANOS) {
      return;
    }
    long step = now - before - ahead;
    if (hasLooked && Math.abs(step) >= SMALLEST_STEP_NANOS) {
      steps++;
      stepsNanosBefore = stepsNanos;
      stepsNanos += step;
      lastStepAt = lookedAt;
    }
    hasLooked = true;
    ahead = now - before;
    lookedAt = now - stepsNanos;
  }

  /** The time of something that was just heard of, and happened before. */
  long time(long epochNanos) {
    long time = epochNanos - stepsNanos;
    boolean isBeforeLastStep = time < lastStepAt || time > now();
    return steps > 0 && isBeforeLastStep ? epochNanos - stepsNanosBefore : time;
  }

  /** The same of a time that is told again and again, as it was when it was told first. */
  long timeTold(long epochNanos) {
    return epochNanos == UNKNOWN ? UNKNOWN : told.computeIfAbsent(epochNanos, this::time);
  }

  /** This moment. */
  long now() {
    return pace.hostClockNanos() - stepsNanos;
  }

  /** This moment, by the other clock: what sets the host's between two looks does not move it. */
  long steadyNow() {
    return pace.elapsed().toNanos() + ahead - stepsNanos;
  }

  /** How much the clock was set, all in all. */
  long stepsNanos() {
    return stepsNanos;
  }

  /** How often the clock was set. */
  long steps() {
    return steps;
  }
}
