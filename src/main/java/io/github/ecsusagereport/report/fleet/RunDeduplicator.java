package io.github.ecsusagereport.report.fleet;

import io.github.ecsusagereport.report.lines.Run;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lines in, runs out, each once: log systems deliver at least once, and a run has checkpoints
 * before its report. A run whose report has come is kept as 64 bits of a hash, 21 bytes at most;
 * only those whose report has not come yet are kept as a whole, with their latest checkpoint.
 */
final class RunDeduplicator {
  private final Consumer<Run> ended;
  private final LongHashSet reported = new LongHashSet();
  private final Map<Long, Run> open = new HashMap<>();
  private long repeats;
  private long newestEpochMs = Long.MIN_VALUE;

  /**
   * @param ended takes each run that has a report
   */
  RunDeduplicator(Consumer<Run> ended) {
    this.ended = ended;
  }

  void add(Run run) {
    newestEpochMs = Math.max(newestEpochMs, run.timeEpochMs());
    if (run.taskArn() == null) {
      addNameless(run);
      return;
    }
    long hash = run.taskHash();
    if (!run.isReport()) {
      if (!reported.contains(hash)) {
        open.merge(hash, run, (a, b) -> a.timeEpochMs() >= b.timeEpochMs() ? a : b);
      }
    } else if (reported.add(hash)) {
      open.remove(hash);
      ended.accept(run);
    } else {
      repeats++;
    }
  }

  /** Without an ARN a report is a run by itself, and a checkpoint belongs to none. */
  private void addNameless(Run run) {
    if (run.isReport()) {
      ended.accept(run);
    }
  }

  /** The last line of each run that has no report. */
  Iterable<Run> unfinished() {
    return open.values();
  }

  /** Reports that had been read before. */
  long repeats() {
    return repeats;
  }

  /** When the newest line was made. */
  long newestEpochMs() {
    return newestEpochMs;
  }
}
