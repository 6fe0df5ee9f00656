package io.github.ecsusagereport.collect;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Polls at the rate that was asked for, where it can shortly after a new reading is there. */
final class ReadingPace implements Pace {
  private final ShutdownSignal signal;
  private final InstantSource clock;
  private final PollPhase phase;
  private final long startNanoTime = System.nanoTime();

  ReadingPace(Duration interval, ShutdownSignal signal, InstantSource clock) {
    this.signal = signal;
    this.clock = clock;
    this.phase = new PollPhase(interval.toNanos());
  }

  @Override
  public Duration untilNextPoll(long newestRead, long ageNanos) {
    return Duration.ofNanos(phase.delayNanos(elapsed().toNanos(), newestRead, ageNanos));
  }

  @Override
  public boolean await(Duration duration) throws InterruptedException {
    return !signal.await(duration);
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis());
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanoTime);
  }

  @Override
  public long hostClockNanos() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }
}
