package io.github.ecsusagereport.report.fleet;

import static java.util.Comparator.comparingLong;

import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The runs of a task that are looked at one by one: the last ones, that which used most memory, and
 * the last that failed. However many runs there are, these are few.
 */
public final class SingleRuns {
  private static final int FAILED_RUNS = 3;

  /** What says nothing about the task when it ends so, or has not ended. */
  private static final Set<String> NO_FAILURES =
      Set.of(Status.SUCCESS.jsonName(), Status.STOPPED.jsonName(), Ended.RUNNING);

  private static final Comparator<Ended> BY_START =
      comparingLong((Ended each) -> each.run().startedAtEpochMs())
          .thenComparingLong(each -> each.run().taskHash());

  private final int lastRuns;

  /** The oldest first, which is the first to go. */
  private final PriorityQueue<Ended> last = new PriorityQueue<>(BY_START);

  private final PriorityQueue<Ended> failed = new PriorityQueue<>(BY_START);

  /** Null without a reading. */
  private Ended largest;

  /**
   * A run.
   *
   * @param how it ended: a status, or one of the words for a run without a report
   */
  public record Ended(Run run, String how) {
    static final String RUNNING = "running";
    static final String UNFINISHED = "unfinished";
  }

  SingleRuns(int lastRuns) {
    this.lastRuns = lastRuns;
  }

  /** Takes a run that has its report. */
  void add(Run run) {
    add(new Ended(run, run.status().jsonName()));
  }

  /** Takes the last line of a run without a report. */
  void addUnfinished(Run run, boolean isRunning) {
    add(new Ended(run, isRunning ? Ended.RUNNING : Ended.UNFINISHED));
  }

  private void add(Ended ended) {
    keep(last, lastRuns, ended);
    if (!NO_FAILURES.contains(ended.how())) {
      keep(failed, FAILED_RUNS, ended);
    }
    double used = ended.run().maxMemoryMiB();
    if (largest == null ? ended.run().hasMemory() : used > largest.run().maxMemoryMiB()) {
      largest = ended;
    }
  }

  private static void keep(PriorityQueue<Ended> kept, int most, Ended ended) {
    kept.add(ended);
    if (kept.size() > most) {
      kept.remove();
    }
  }

  /** All that are kept, each once, the newest first. */
  public List<Ended> all() {
    Set<Ended> all = new HashSet<>(last);
    all.addAll(failed);
    if (largest != null) {
      all.add(largest);
    }
    return newestFirst(all.stream().toList());
  }

  /** The newest first. */
  public List<Ended> last() {
    return newestFirst(List.copyOf(last));
  }

  /** The last ones that failed, the newest first. */
  public List<Ended> failed() {
    return newestFirst(List.copyOf(failed));
  }

  /** The one that used most memory; null without a reading. */
  public Ended largest() {
    return largest;
  }

  private static List<Ended> newestFirst(List<Ended> some) {
    return some.stream().sorted(BY_START.reversed()).toList();
  }
}
