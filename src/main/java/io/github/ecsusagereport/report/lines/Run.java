package io.github.ecsusagereport.report.lines;

import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.summary.UsageCurve;
import java.util.Map;

/**
 * What {@code report} takes from one line.
 *
 * @param isReport whether it is the last line of its run
 * @param taskArn null when the line does not say
 * @param taskHash of the ARN, made where that is still in the processor's cache; 0 without one
 * @param launchType null when the line does not say
 * @param tariff what it is billed by; null where Fargate has no price
 * @param revision of the task definition; -1 when the line does not say
 * @param exitCode of the watched container; -1 when the line does not say
 * @param timeEpochMs when the line was made
 * @param startedAtEpochMs when the run started, or the line's time
 * @param watched {@code metrics}
 * @param task {@code taskMetrics}
 * @param machine {@code machine}, of all containers together; empty where it is not the task's own
 * @param machineReadings of it; NaN when the line does not say
 * @param msAtVcpu {@code durationAtVcpu}, milliseconds by vCPU
 * @param readings of the watched container; NaN when the line does not say
 * @param coveragePercent time covered by readings; NaN when the line does not say
 * @param curve the course of the run; null when the line has none, or it is not asked for
 */
public record Run(
    boolean isReport,
    String taskArn,
    long taskHash,
    WorkloadKey key,
    Status status,
    String launchType,
    Tariff tariff,
    long revision,
    int exitCode,
    long timeEpochMs,
    long startedAtEpochMs,
    Metrics watched,
    Metrics task,
    Metrics machine,
    double machineReadings,
    Map<Double, Double> msAtVcpu,
    double readings,
    double coveragePercent,
    UsageCurve curve) {
  /** 128 and the number of SIGKILL, with which the kernel ends what has no memory left. */
  private static final int KILLED = 137;

  private static final double NEARLY_FULL_PERCENT = 90;
  private static final double LEAST_COVERAGE_PERCENT = 50;
  private static final double LEAST_READINGS = 3;

  /**
   * 64 bits of a text: FNV-1a, then <a
   * href="https://github.com/aappleby/smhasher/blob/61a0530f28277f2e850bfc39600ce61d02b518de/src/MurmurHash3.cpp#L81-L90">MurmurHash3's
   * last step</a>, since its low bits choose the slot of a hash set.
   */
  public static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  /** Of the whole task; NaN when not known. */
  public double task(Metric metric) {
    Double value = task.get(metric);
    return value == null ? Double.NaN : value;
  }

  /** Of the watched container; NaN when not known. */
  public double watched(Metric metric) {
    Double value = watched.get(metric);
    return value == null ? Double.NaN : value;
  }

  /** Whether the run was read at all. */
  public boolean hasMemory() {
    return !Double.isNaN(maxMemoryMiB());
  }

  /** The larger of what the containers' readings and the machine said; NaN when not known. */
  public double maxMemoryMiB() {
    return isMemoryOfMachine()
        ? machine.get(Metric.MAX_MEMORY_USED_MIB)
        : task(Metric.MAX_MEMORY_USED_MIB);
  }

  /** Whether the machine saw more than the readings. */
  public boolean isMemoryOfMachine() {
    Double ofMachine = machine.get(Metric.MAX_MEMORY_USED_MIB);
    return ofMachine != null && !(ofMachine <= task(Metric.MAX_MEMORY_USED_MIB));
  }

  /** Whether there were enough readings, of either source, to say something about its CPU. */
  public boolean hasCpu() {
    return hasCpuOfReadings() || hasCpuOfMachine();
  }

  private boolean hasCpuOfReadings() {
    return coveragePercent >= LEAST_COVERAGE_PERCENT
        && readings >= LEAST_READINGS
        && task.get(Metric.AVG_CPU_PERCENT) != null;
  }

  private boolean hasCpuOfMachine() {
    return machineReadings >= LEAST_READINGS
        && machine.get(Metric.CPU_TIME_MS) != null
        && durationMs() > 0;
  }

  /** Mean of the run, 100 is one vCPU; NaN when not known, or when too little was read. */
  public double avgCpuPercent() {
    if (hasCpuOfReadings()) {
      return task(Metric.AVG_CPU_PERCENT);
    }
    return hasCpuOfMachine() ? 100 * machine.get(Metric.CPU_TIME_MS) / durationMs() : Double.NaN;
  }

  /** The last part of an ARN, or null. */
  public String taskId() {
    return taskArn == null ? null : taskArn.substring(taskArn.lastIndexOf('/') + 1);
  }

  /** Mean CPU in percent of the size; NaN when not known, or when too little was read. */
  public double cpuUtilization() {
    double vcpu = task(Metric.CPU_SIZE_VCPU);
    return vcpu > 0 ? avgCpuPercent() / vcpu : Double.NaN;
  }

  /** The largest memory in percent of the size; NaN when not known. */
  public double maxMemoryUtilization() {
    return utilization(maxMemoryMiB());
  }

  /** The mean of memory in percent of the size; NaN when not known. */
  public double avgMemoryUtilization() {
    return utilization(task(Metric.AVG_MEMORY_USED_MIB));
  }

  private double utilization(double usedMiB) {
    double sizeMiB = task(Metric.MEMORY_SIZE_MIB);
    return sizeMiB > 0 ? 100 * usedMiB / sizeMiB : Double.NaN;
  }

  /** The watched container's own limit where that is below the task's; else NaN. */
  public double ownLimitMiB() {
    double own = watched(Metric.MEMORY_SIZE_MIB);
    return own > 0 && own < task(Metric.MEMORY_SIZE_MIB) ? own : Double.NaN;
  }

  /** Whether memory may have been what ended it, if it did not end well. */
  public boolean mayLackMemory() {
    return status == Status.OUT_OF_MEMORY
        || exitCode == KILLED
        || maxMemoryUtilization() > NEARLY_FULL_PERCENT
        || 100 * watched(Metric.MAX_MEMORY_USED_MIB)
            > NEARLY_FULL_PERCENT * watched(Metric.MEMORY_SIZE_MIB);
  }

  /** Of the task: that is what is sized and paid. NaN when not known. */
  public double durationMs() {
    double durationMs = task(Metric.DURATION_MS);
    return Double.isNaN(durationMs) ? watched(Metric.DURATION_MS) : durationMs;
  }
}
