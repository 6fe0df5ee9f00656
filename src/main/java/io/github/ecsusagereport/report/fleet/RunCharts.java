package io.github.ecsusagereport.report.fleet;

import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What can be drawn of a workload. Its size does not grow with the runs. */
public final class RunCharts {
  private static final int HOURS = 24;
  private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

  private final History history = new History();
  private final List<MeanUse> hours = Stream.generate(MeanUse::new).limit(HOURS).toList();
  private final BoxPlot cpu = new BoxPlot();
  private final BoxPlot memory = new BoxPlot();

  /** Takes a run that has its report. */
  void add(Run run) {
    History.Column column = history.at(run.startedAtEpochMs());
    column.counts().add(run.status(), run.hasMemory());
    if (run.status() == Status.SUCCESS) {
      column.durationMs().add(run.durationMs());
    }
    addUse(run, column);
  }

  /** Takes the last line of a run without a report. */
  void addUnfinished(Run run, boolean isRunning) {
    History.Column column = history.at(run.startedAtEpochMs());
    column.counts().addUnfinished(isRunning, run.hasMemory());
    addUse(run, column);
  }

  private void addUse(Run run, History.Column column) {
    column.use().add(run);
    hours.get((int) (Math.floorDiv(run.startedAtEpochMs(), HOUR_MS) % HOURS)).add(run);
    cpu.add(run.cpuUtilization(), run);
    memory.add(run.maxMemoryUtilization(), run);
  }

  public History history() {
    return history;
  }

  /** By the hour of the day, UTC, in which a run started. */
  public List<MeanUse> hours() {
    return hours;
  }

  /** Mean CPU of each run in percent of its size. */
  public BoxPlot cpu() {
    return cpu;
  }

  /** The most memory that each run used in percent of its size. */
  public BoxPlot memory() {
    return memory;
  }
}
