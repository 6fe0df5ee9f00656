package io.github.ecsusagereport.report.fleet;

import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.report.lines.WorkloadKey;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.Map;
import java.util.TreeMap;

/** All runs of one family, container and job, added up. */
public final class Workload {
  /** What ran out gets a quarter more, and 100 MiB at least: nobody saw what it wanted. */
  private static final double AFTER_OUT_OF_MEMORY = 1.25;

  private static final double LEAST_MORE_MIB = 100;

  private final WorkloadKey key;
  private final RunCounts counts = new RunCounts();
  private final RunCharts charts;
  private final Map<Double, TimeStats> timesByVcpu = new TreeMap<>();
  private final Map<Integer, Double> maxMemoryBySize = new TreeMap<>();
  private double maxMemoryMiB = Double.NaN;
  private double outOfMemoryNeedMiB;
  private long firstStartEpochMs = Long.MAX_VALUE;
  private long lastStartEpochMs = Long.MIN_VALUE;
  private Run latest;

  /**
   * @param hasCharts whether it is to be drawn, which takes longer than all the rest
   */
  public Workload(WorkloadKey key, boolean hasCharts) {
    this.key = key;
    this.charts = hasCharts ? new RunCharts() : null;
  }

  /** Takes a run that has its report. */
  public void add(Run run) {
    counts.add(run.status(), run.hasMemory());
    if (charts != null) {
      charts.add(run);
    }
    addUse(run);
  }

  /**
   * Takes the last line of a run without a report.
   *
   * @param isRunning whether it is so new that the run may well go on
   */
  public void addUnfinished(Run run, boolean isRunning) {
    counts.addUnfinished(isRunning, run.hasMemory());
    if (charts != null) {
      charts.addUnfinished(run, isRunning);
    }
    addUse(run);
  }

  private void addUse(Run run) {
    firstStartEpochMs = Math.min(firstStartEpochMs, run.startedAtEpochMs());
    lastStartEpochMs = Math.max(lastStartEpochMs, run.startedAtEpochMs());
    if (latest == null || isBetterThanLatest(run)) {
      latest = run;
    }
    if (!run.hasMemory()) {
      return;
    }
    double used = run.task(Metric.MAX_MEMORY_USED_MIB);
    maxMemoryMiB = Double.isNaN(maxMemoryMiB) ? used : Math.max(maxMemoryMiB, used);
    double size = run.task(Metric.MEMORY_SIZE_MIB);
    if (size > 0) {
      maxMemoryBySize.merge((int) size, used, Math::max);
    }
    if (run.status() == Status.OUT_OF_MEMORY) {
      addOutOfMemory(run, used);
    } else if (run.status() == Status.SUCCESS) {
      times(run.task(Metric.CPU_SIZE_VCPU)).add(run);
    }
  }

  /** The size now is that of the newest line that has one. */
  private boolean isBetterThanLatest(Run run) {
    if (size(run) == null || size(latest) == null) {
      return size(latest) == null;
    }
    return run.startedAtEpochMs() >= latest.startedAtEpochMs();
  }

  private static Size size(Run run) {
    double vcpu = run.task(Metric.CPU_SIZE_VCPU);
    double memoryMiB = run.task(Metric.MEMORY_SIZE_MIB);
    return vcpu > 0 && memoryMiB >= 1 ? new Size(vcpu, (int) memoryMiB) : null;
  }

  /** The limit may be the container's own; what the other containers use comes on top then. */
  private void addOutOfMemory(Run run, double used) {
    double taskLimit = run.task(Metric.MEMORY_SIZE_MIB);
    double own = run.watched(Metric.MEMORY_SIZE_MIB);
    boolean isOwn = own > 0 && !(own >= taskLimit);
    double limit = isOwn ? own : taskLimit;
    double others = isOwn ? used - run.watched(Metric.MAX_MEMORY_USED_MIB) : 0;
    double need = Math.max(limit * AFTER_OUT_OF_MEMORY, limit + LEAST_MORE_MIB);
    if (limit > 0) {
      outOfMemoryNeedMiB = Math.max(outOfMemoryNeedMiB, need + (others > 0 ? others : 0));
    }
  }

  public WorkloadKey key() {
    return key;
  }

  public RunCounts counts() {
    return counts;
  }

  /** Null when it is not to be drawn. */
  public RunCharts charts() {
    return charts;
  }

  /** The successful runs with so many vCPUs. */
  public TimeStats times(double vcpu) {
    return timesByVcpu.computeIfAbsent(vcpu, each -> new TimeStats(charts != null));
  }

  /** The size of the latest run, or null when it has none. */
  public Size sizeNow() {
    return size(latest);
  }

  /** The container's own limit in the latest run where that is below the task's; else NaN. */
  public double ownLimitMiB() {
    double own = latest.watched(Metric.MEMORY_SIZE_MIB);
    return own < latest.task(Metric.MEMORY_SIZE_MIB) ? own : Double.NaN;
  }

  /** Of the latest run; null when it does not say. */
  public String region() {
    return latest.region();
  }

  /** Of the latest run; null when it does not say. */
  public String launchType() {
    return latest.launchType();
  }

  /** The most that any run used, all containers together; NaN without a reading. */
  public double maxMemoryMiB() {
    return maxMemoryMiB;
  }

  /** What the runs that ran out of memory need at least; 0 without one. */
  public double outOfMemoryNeedMiB() {
    return outOfMemoryNeedMiB;
  }

  /** The most that was used, by memory size. */
  public Map<Integer, Double> maxMemoryBySize() {
    return maxMemoryBySize;
  }

  public long firstStartEpochMs() {
    return firstStartEpochMs;
  }

  public long lastStartEpochMs() {
    return lastStartEpochMs;
  }
}
