package io.github.ecsusagereport.local;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes a frame of each container about every second, as Docker's stream of statistics does. */
final class Sampler {
  /** Early, so that there is something to see of a command that is short. */
  private static final Duration FIRST_AFTER = Duration.ofMillis(100);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final List<LocalContainer> containers;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "sampler");

  private Sampler(List<LocalContainer> containers, Clock clock) {
    this.containers = List.copyOf(containers);
    this.clock = clock;
    thread.setDaemon(true);
  }

  static Sampler start(List<LocalContainer> containers, Clock clock) {
    Sampler sampler = new Sampler(containers, clock);
    sampler.thread.start();
    return sampler;
  }

  void stop() {
    stopped.countDown();
  }

  private void run() {
    try {
      Duration pause = FIRST_AFTER;
      while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        containers.forEach(container -> container.sample(clock.instant()));
        pause = PAUSE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
