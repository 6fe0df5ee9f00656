package io.github.ecsusagereport.report.fleet;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingLong;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import io.github.ecsusagereport.report.lines.Run;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The size that a task has now: that which most runs of its last revision had, or of the last
 * twenty runs where no line has a revision. One run again with twice the memory is not the size.
 */
final class PresentSize {
  private static final int LAST_RUNS = 20;
  private static final long NO_REVISION = -1;

  /** Of two that were had equally often the one that was had last. */
  private static final Comparator<Map.Entry<Placement, Uses>> BY_USES =
      comparingLong((Map.Entry<Placement, Uses> each) -> each.getValue().runs)
          .thenComparingLong(each -> each.getValue().lastEpochMs)
          .thenComparing(Map.Entry::getKey, Placement.ORDER);

  /** Of the newest ones; the oldest first. */
  private final PriorityQueue<Sized> lastRuns =
      new PriorityQueue<>(
          comparingLong(Sized::startedAtEpochMs).thenComparingLong(Sized::taskHash));

  /** Of the last revision. */
  private final Map<Placement, Uses> uses = new HashMap<>();

  private long lastRevision = NO_REVISION;

  /** Of the run before, which is most often as the next one: null at first. */
  private Placement before;

  private Uses usesBefore;

  /**
   * A size, and where it was had.
   *
   * @param elsewhere the launch type where that is not Fargate; null where it is
   */
  record Placement(Size size, String elsewhere) {
    private static Placement of(Run run, Size size) {
      return new Placement(size, run.tariff() == null ? run.launchType() : null);
    }

    private static final Comparator<Placement> ORDER =
        comparingDouble((Placement each) -> each.size().memoryMiB())
            .thenComparingDouble(each -> each.size().vcpu())
            .thenComparing(Placement::elsewhere, nullsFirst(naturalOrder()));
  }

  /** A run that has a size. */
  private record Sized(
      long startedAtEpochMs, long taskHash, Placement placement, double ownLimitMiB) {}

  /** How often a size was had, and when last. */
  private static final class Uses {
    private long runs;
    private long lastEpochMs = Long.MIN_VALUE;
    private double ownLimitMiB = Double.NaN;

    private void add(long startedAtEpochMs, double newOwnLimitMiB) {
      runs++;
      if (startedAtEpochMs >= lastEpochMs) {
        lastEpochMs = startedAtEpochMs;
        ownLimitMiB = newOwnLimitMiB;
      }
    }
  }

  void add(Run run) {
    Size size = Size.of(run);
    if (size == null || run.revision() < lastRevision) {
      return;
    }
    Placement placement = Placement.of(run, size);
    if (run.revision() > lastRevision) {
      lastRevision = run.revision();
      uses.clear();
      before = null;
    }
    if (lastRevision == NO_REVISION) {
      addLast(run, placement);
      return;
    }
    if (!placement.equals(before)) {
      before = placement;
      usesBefore = uses.computeIfAbsent(placement, key -> new Uses());
    }
    usesBefore.add(run.startedAtEpochMs(), run.ownLimitMiB());
  }

  private void addLast(Run run, Placement placement) {
    lastRuns.add(new Sized(run.startedAtEpochMs(), run.taskHash(), placement, run.ownLimitMiB()));
    if (lastRuns.size() > LAST_RUNS) {
      lastRuns.remove();
    }
  }

  /** Null when no run has a size. */
  Placement get() {
    return most().map(Map.Entry::getKey).orElse(null);
  }

  /** The watched container's own limit where that is below the task's; else NaN. */
  double ownLimitMiB() {
    return most().map(each -> each.getValue().ownLimitMiB).orElse(Double.NaN);
  }

  private Optional<Map.Entry<Placement, Uses>> most() {
    Map<Placement, Uses> all = uses;
    if (lastRevision == NO_REVISION) {
      all = new HashMap<>();
      for (Sized run : lastRuns) {
        all.computeIfAbsent(run.placement(), key -> new Uses())
            .add(run.startedAtEpochMs(), run.ownLimitMiB());
      }
    }
    return all.entrySet().stream().max(BY_USES);
  }
}
