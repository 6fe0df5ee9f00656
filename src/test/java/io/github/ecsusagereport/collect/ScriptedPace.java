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
  private Duration elapsed = Duration.ZERO;

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

  void start() {
    steps.remove().run();
  }

  int stepsLeft() {
    return steps.size();
  }

  @Override
  public boolean awaitNextPoll(long newestReadEpochNanos) {
    elapsed = elapsed.plus(interval);
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
}
