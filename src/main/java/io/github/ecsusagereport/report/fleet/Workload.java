package io.github.ecsusagereport.report.fleet;

import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.report.lines.Tariff;
import io.github.ecsusagereport.report.lines.WorkloadKey;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** All runs of what is sized together, added up. */
public final class Workload {
  /** What ran out gets a quarter more, and 100 MiB at least: nobody saw what it wanted. */
  private static final double AFTER_OUT_OF_MEMORY = 1.25;

  private static final double LEAST_MORE_MIB = 100;

  private final WorkloadKey key;
  private final RunCounts counts = new RunCounts();
  private final RunCharts charts;
  private final SingleRuns singleRuns;
  private final Map<Double, TimeStats> timesByVcpu = new TreeMap<>();
  private final Map<Integer, Double> maxMemoryBySize = new TreeMap<>();
  private final Map<Tariff, BilledTime> billed = new EnumMap<>(Tariff.class);
  private final PresentSize present = new PresentSize();
  private double maxMemoryMiB = Double.NaN;
  private double maxMemoryPercent = Double.NaN;
  private double percentOfMaxMemory = Double.NaN;
  private boolean isMemoryOfMachine;
  private double maxOthersMemoryMiB;
  private double outOfMemoryNeedMiB;
  private double ownOutOfMemoryNeedMiB;
  private long memorySuspects;
  private long firstStartEpochMs = Long.MAX_VALUE;
  private long lastStartEpochMs = Long.MIN_VALUE;
  private Run latest;

  /**
   * @param detail what is kept of it
   */
  public Workload(WorkloadKey key, Detail detail) {
    this.key = key;
    this.charts = detail.hasCharts() ? new RunCharts() : null;
    this.singleRuns = detail.hasRuns() ? new SingleRuns(detail.lastRuns()) : null;
  }

  /** Takes a run that has its report. */
  public void add(Run run) {
    counts.add(run.status(), run.hasMemory());
    if (charts != null) {
      charts.add(run);
    }
    if (singleRuns != null) {
      singleRuns.add(run);
    }
    addUse(run, run.status() != Status.SUCCESS);
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
    if (singleRuns != null) {
      singleRuns.addUnfinished(run, isRunning);
    }
    addUse(run, !isRunning);
  }

  private void addUse(Run run, boolean hasFailed) {
    firstStartEpochMs = Math.min(firstStartEpochMs, run.startedAtEpochMs());
    lastStartEpochMs = Math.max(lastStartEpochMs, run.startedAtEpochMs());
    if (latest == null || run.startedAtEpochMs() >= latest.startedAtEpochMs()) {
      latest = run;
    }
    present.add(run);
    if (run.tariff() != null) {
      billed.computeIfAbsent(run.tariff(), key -> new BilledTime()).add(run, hasFailed);
    }
    memorySuspects += hasFailed && run.mayLackMemory() ? 1 : 0;
    if (run.hasMemory()) {
      addReadings(run);
    }
  }

  private void addReadings(Run run) {
    double used = run.maxMemoryMiB();
    // What another run's size was says nothing about it.
    double percent = run.maxMemoryUtilization();
    if (used == maxMemoryMiB) {
      percentOfMaxMemory = larger(percentOfMaxMemory, percent);
    } else if (!(used < maxMemoryMiB)) {
      percentOfMaxMemory = percent;
      isMemoryOfMachine = run.isMemoryOfMachine();
    }
    maxMemoryMiB = larger(maxMemoryMiB, used);
    maxOthersMemoryMiB = Math.max(maxOthersMemoryMiB, others(run));
    maxMemoryPercent = larger(maxMemoryPercent, percent);
    double size = run.task(Metric.MEMORY_SIZE_MIB);
    if (size > 0) {
      maxMemoryBySize.merge((int) size, used, Math::max);
    }
    if (run.status() == Status.OUT_OF_MEMORY) {
      addOutOfMemory(run);
    } else if (run.status() == Status.SUCCESS) {
      times(run.task(Metric.CPU_SIZE_VCPU)).add(run);
    }
  }

  /** By the readings, which alone know the containers apart. */
  private static double others(Run run) {
    double all = run.task(Metric.MAX_MEMORY_USED_MIB);
    double watched = run.watched(Metric.MAX_MEMORY_USED_MIB);
    return all > watched ? all - watched : 0;
  }

  /** Of two that may not be known (NaN). */
  private static double larger(double one, double other) {
    return Double.isNaN(one) || one < other ? other : one;
  }

  /** The limit may be the container's own; what the other containers use comes on top then. */
  private void addOutOfMemory(Run run) {
    double taskLimit = run.task(Metric.MEMORY_SIZE_MIB);
    double own = run.watched(Metric.MEMORY_SIZE_MIB);
    boolean isOwn = own > 0 && !(own >= taskLimit);
    double limit = isOwn ? own : taskLimit;
    double others = isOwn ? others(run) : 0;
    double need = Math.max(limit * AFTER_OUT_OF_MEMORY, limit + LEAST_MORE_MIB);
    if (isOwn) {
      ownOutOfMemoryNeedMiB = Math.max(ownOutOfMemoryNeedMiB, need);
    }
    if (limit > 0) {
      outOfMemoryNeedMiB = Math.max(outOfMemoryNeedMiB, need + others);
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

  /** Null when none is to be looked at by itself. */
  public SingleRuns singleRuns() {
    return singleRuns;
  }

  /** The successful runs with so many vCPUs. */
  public TimeStats times(double vcpu) {
    return timesByVcpu.computeIfAbsent(vcpu, each -> new TimeStats(charts != null));
  }

  /** What its runs are billed for, by tariff; nothing where Fargate has no price. */
  public Map<Tariff, BilledTime> billed() {
    return billed;
  }

  /** The present size, or null when no run has one. */
  public Size sizeNow() {
    PresentSize.Placement now = present.get();
    return now == null ? null : now.size();
  }

  /** The launch type where that is not Fargate; null where it is. */
  public String elsewhere() {
    PresentSize.Placement now = present.get();
    if (now != null) {
      return now.elsewhere();
    }
    return latest.tariff() == null ? latest.launchType() : null;
  }

  /** The watched container's own limit where that is below the task's; else NaN. */
  public double ownLimitMiB() {
    return present.ownLimitMiB();
  }

  /** The most that the other containers of a run used; 0 when not known. */
  public double maxOthersMemoryMiB() {
    return maxOthersMemoryMiB;
  }

  /** What a container that reached a limit of its own needs at least; 0 without one. */
  public double ownOutOfMemoryNeedMiB() {
    return ownOutOfMemoryNeedMiB;
  }

  /** The most that any run used, all containers together; NaN without a reading. */
  public double maxMemoryMiB() {
    return maxMemoryMiB;
  }

  /** Whether the machine saw that, and no reading. */
  public boolean isMemoryOfMachine() {
    return isMemoryOfMachine;
  }

  /** The most that any run used in percent of its own size; NaN when not known. */
  public double maxMemoryPercent() {
    return maxMemoryPercent;
  }

  /** {@link #maxMemoryMiB} in percent of the size of the run that used it; NaN when not known. */
  public double percentOfMaxMemory() {
    return percentOfMaxMemory;
  }

  /** Runs that did not succeed, and may have lacked memory. */
  public long memorySuspects() {
    return memorySuspects;
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
