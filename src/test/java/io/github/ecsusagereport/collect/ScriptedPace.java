package io.github.ecsusagereport.collect;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Runs a step before each poll, and tells to stop after the last; time is what it says. */
final class ScriptedPace implements Pace {
  private final Deque<Runnable> steps = new ArrayDeque<>();
  private final Duration interval;
  private Runnable atSignal = () -> {};
  private Runnable atPause = () -> {};
  private Runnable atWait = () -> {};
  private Duration elapsed = Duration.ZERO;
  private Duration hostClockSet = Duration.ZERO;
  private Duration nextPollAt = Duration.ZERO;

  ScriptedPace(Duration interval) {
    this.interval = interval;
  }

  void add(Runnable step) {
    steps.add(step);
  }

  /** What happens at the moment of the signal. */
  void atSignal(Runnable step) {
    atSignal = step;
  }

  /** What happens during a pause. */
  void atPause(Runnable step) {
    atPause = step;
  }

  /** What happens after each wait that is shorter than to the next poll. */
  void atWait(Runnable step) {
    atWait = step;
  }

  /** The host's clock is set, by so much since the beginning. */
  void setHostClock(Duration all) {
    hostClockSet = all;
  }

  void start() {
    steps.remove().run();
  }

  int stepsLeft() {
    return steps.size();
  }

  @Override
  public Duration untilNextPoll(long newestRead, long ageNanos) {
    nextPollAt = elapsed.plus(interval);
    return interval;
  }

  @Override
  public boolean await(Duration duration) {
    elapsed = elapsed.plus(duration);
    if (elapsed.compareTo(nextPollAt) < 0) {
      atWait.run();
      return true;
    }
    if (steps.isEmpty()) {
      atSignal.run();
      return false;
    }
    steps.remove().run();
    return true;
  }

  @Override
  public void pause(Duration duration) {
    elapsed = elapsed.plus(duration);
    atPause.run();
  }

  @Override
  public Duration elapsed() {
    return elapsed;
  }

  /** Later than any reading that a test gives at this moment. */
  @Override
  public long hostClockNanos() {
    Duration now = elapsed.plusSeconds(2).plus(hostClockSet);
    return Duration.ofMillis(TestStats.START.toEpochMilli()).plus(now).toNanos();
  }
}
