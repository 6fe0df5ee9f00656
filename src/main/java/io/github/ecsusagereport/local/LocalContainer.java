package io.github.ecsusagereport.local;

import io.github.ecsusagereport.kernel.ProcStat;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** One container of the task: what it is, the last frame of it, and how it ended. */
final class LocalContainer {
  private final Identity identity;
  private Optional<Run> run = Optional.empty();
  private Optional<Frame> frame = Optional.empty();
  private Optional<Exit> exit = Optional.empty();

  /**
   * What does not change.
   *
   * @param id 64 hexadecimal digits, as Docker's
   * @param name its name in the task
   * @param image what stands where the name of an image would
   */
  record Identity(String id, String name, String image) {}

  private record Run(Instant startedAt, ProcessStats stats) {}

  /** How it ended, and when. */
  record Exit(int code, Instant at) {}

  LocalContainer(Identity identity) {
    this.identity = identity;
  }

  /** It runs, and its counters were zero at that moment. */
  synchronized void started(Instant at, ProcessStats stats) {
    run = Optional.of(new Run(at, stats));
  }

  Identity identity() {
    return identity;
  }

  synchronized Optional<Instant> startedAt() {
    return run.map(Run::startedAt);
  }

  synchronized Optional<Frame> frame() {
    return frame;
  }

  synchronized Optional<Exit> exit() {
    return exit;
  }

  /**
   * Takes a frame, unless the container has stopped. What cannot be read now can be in a second.
   */
  synchronized void sample(Instant now) {
    if (run.isPresent() && exit.isEmpty()) {
      take(now);
    }
  }

  /** Takes a frame, unless the last is so young that ticks of 10 ms would blur the rate between. */
  synchronized void sampleUnlessFresh(Instant now) {
    if (frame.isEmpty() || frame.get().now().readAt().isBefore(now.minus(ProcStat.BLURRED))) {
      sample(now);
    }
  }

  /** Takes the last frame, and only then stops. */
  synchronized void stop(Exit exit) {
    Optional<Frame> before = frame;
    take(exit.at());
    frame =
        frame.map(
            last -> new Frame(last.now().withMemoryInUseOf(before.map(Frame::now)), last.before()));
    this.exit = Optional.of(exit);
  }

  private void take(Instant now) {
    try {
      frame = Optional.of(new Frame(run.orElseThrow().stats().read(now), frame.map(Frame::now)));
    } catch (IOException | IllegalArgumentException e) {
      // Gone, or not in a form we know. The frame before stays, as when a container engine is late
      // with the next.
    }
  }
}
