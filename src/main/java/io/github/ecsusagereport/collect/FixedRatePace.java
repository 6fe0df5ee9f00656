package io.github.ecsusagereport.collect;

import java.time.Duration;

/** Polls at a fixed rate; one that comes too late is left out, so that no burst follows a stall. */
final class FixedRatePace implements Pace {
  private final long intervalNanos;
  private final ShutdownSignal signal;
  private final long startNanoTime = System.nanoTime();

  FixedRatePace(Duration interval, ShutdownSignal signal) {
    this.intervalNanos = interval.toNanos();
    this.signal = signal;
  }

  @Override
  public boolean awaitNextPoll() throws InterruptedException {
    long sinceLast = elapsed().toNanos() % intervalNanos;
    return !signal.await(Duration.ofNanos(intervalNanos - sinceLast));
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis());
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanoTime);
  }
}
