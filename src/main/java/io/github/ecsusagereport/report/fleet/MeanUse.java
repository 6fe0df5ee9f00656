package io.github.ecsusagereport.report.fleet;

import io.github.ecsusagereport.report.lines.Run;

/** Mean CPU and memory of some runs in percent of their size; a long run counts for more. */
public final class MeanUse {
  private long runs;
  private double cpuPercentMs;
  private double cpuMs;
  private double memoryPercentMs;
  private double memoryMs;

  void add(Run run) {
    runs++;
    double durationMs = run.durationMs();
    double cpuPercent = run.cpuUtilization() * durationMs;
    if (Double.isFinite(cpuPercent)) {
      cpuPercentMs += cpuPercent;
      cpuMs += durationMs;
    }
    double memoryPercent = run.avgMemoryUtilization() * durationMs;
    if (Double.isFinite(memoryPercent)) {
      memoryPercentMs += memoryPercent;
      memoryMs += durationMs;
    }
  }

  void add(MeanUse other) {
    runs += other.runs;
    cpuPercentMs += other.cpuPercentMs;
    cpuMs += other.cpuMs;
    memoryPercentMs += other.memoryPercentMs;
    memoryMs += other.memoryMs;
  }

  /** All runs, those without a reading included. */
  public long runs() {
    return runs;
  }

  /** Percent; NaN when not known. */
  public double cpuUtilization() {
    return cpuPercentMs / cpuMs;
  }

  /** Percent; NaN when not known. */
  public double memoryUtilization() {
    return memoryPercentMs / memoryMs;
  }
}
