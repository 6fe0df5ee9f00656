package io.github.ecsusagereport.report.fleet;

import static java.util.Comparator.comparingLong;

import io.github.ecsusagereport.report.lines.Run;
import java.time.Duration;
import java.util.PriorityQueue;

/**
 * The runs of the last days before the newest. Which day that is, is known at the end alone, so
 * they are kept until then: all else that {@code report} keeps does not grow with the runs.
 */
final class Window {
  private final long lengthMs;

  /** The oldest first. */
  private final PriorityQueue<Run> runs = new PriorityQueue<>(comparingLong(Run::timeEpochMs));

  Window(Duration length) {
    lengthMs = length.toMillis();
  }

  /** Takes a run, and forgets those that are too old by now. */
  void add(Run run, long newestEpochMs) {
    runs.add(run);
    forget(newestEpochMs);
  }

  private void forget(long newestEpochMs) {
    while (!runs.isEmpty() && !has(runs.peek(), newestEpochMs)) {
      runs.remove();
    }
  }

  /** Those that are left, in any order. */
  Iterable<Run> runs(long newestEpochMs) {
    forget(newestEpochMs);
    return runs;
  }

  boolean has(Run run, long newestEpochMs) {
    return run.timeEpochMs() >= newestEpochMs - lengthMs;
  }
}
