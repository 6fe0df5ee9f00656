package io.github.ecsusagereport.report.fleet;

import static java.util.Comparator.comparing;

import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.report.lines.WorkloadKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All lines, added up by workload: the memory grows with the workloads, not with the runs. */
public final class Workloads {
  /** A run whose last line is no older than this, compared with the newest of all, may go on. */
  private static final long STILL_RUNNING_MS = 3_600_000;

  private final RunFilter filter;
  private final Detail detail;
  private final RunDeduplicator runs = new RunDeduplicator(this::take);

  /** Null without a window. */
  private final Window window;

  private final Map<WorkloadKey, Workload> workloads = new HashMap<>();

  /**
   * @param detail what is kept of each
   */
  public Workloads(RunFilter filter, Detail detail) {
    this.filter = filter;
    this.detail = detail;
    this.window = filter.window().map(Window::new).orElse(null);
  }

  /** Takes a line; false when it is not asked for. */
  public boolean add(Run run) {
    boolean isWanted = filter.wants(run);
    if (isWanted) {
      runs.add(run);
    }
    return isWanted;
  }

  private void take(Run run) {
    if (window == null) {
      of(run).add(run);
    } else {
      window.add(run, runs.newestEpochMs());
    }
  }

  /** After the last line: the runs that have no report, and then all in order. */
  public List<Workload> finish() {
    if (window != null) {
      window.runs(runs.newestEpochMs()).forEach(run -> of(run).add(run));
    }
    for (Run run : runs.unfinished()) {
      if (window != null && !window.has(run, runs.newestEpochMs())) {
        continue;
      }
      boolean isRunning = run.timeEpochMs() >= runs.newestEpochMs() - STILL_RUNNING_MS;
      of(run).addUnfinished(run, isRunning);
    }
    List<Workload> all =
        workloads.values().stream().sorted(comparing(Workload::key, WorkloadKey.ORDER)).toList();
    if (detail.hasCharts()) {
      widen(all);
    }
    return all;
  }

  /** The charts over time have the same columns for all. */
  private static void widen(List<Workload> all) {
    long first = all.stream().mapToLong(Workload::firstStartEpochMs).min().orElse(0);
    long last = all.stream().mapToLong(Workload::lastStartEpochMs).max().orElse(0);
    TimeStep step = TimeStep.of(first, last);
    all.forEach(workload -> workload.charts().history().widen(step));
  }

  /** When the newest line was made that was asked for; a long ago without one. */
  public long newestEpochMs() {
    return runs.newestEpochMs();
  }

  /** Reports that had been read before. */
  public long repeats() {
    return runs.repeats();
  }

  private Workload of(Run run) {
    return workloads.computeIfAbsent(run.key(), key -> new Workload(key, detail));
  }
}
