package io.github.ecsusagereport.report.lines;

import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.summary.UsageCurve;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A run to be changed before it is built: the worked example of docs/REPORT.md at first. */
public final class TestRun {
  public static final WorkloadKey KEY = key(null);
  public static final long DAY_MS = 86_400_000;
  public static final long FIRST_MS = 1_767_582_000_000L;

  private final Map<Double, Double> msAtVcpu =
      new TreeMap<>(Map.of(0.25, 1_002_000.0, 0.5, 546_000.0, 1.0, 318_000.0));
  private final Metrics task = new Metrics();
  private final Metrics machine = new Metrics();
  private final Metrics watched = new Metrics();
  private String taskArn = TestLines.ARN + "0";
  private String launchType = "FARGATE";
  private String capacityProvider;
  private String cpuArchitecture = "X86_64";
  private long revision = 7;
  private int exitCode;
  private Status status = Status.SUCCESS;
  private double readings = 210;
  private double machineReadings = Double.NaN;
  private double coveragePercent = 99;
  private UsageCurve curve;
  private boolean isReport = true;
  private boolean hasMemory = true;
  private boolean isRead = true;
  private long startedAtEpochMs = FIRST_MS;

  public TestRun() {
    size(2, 4096);
    with(Metric.DURATION_MS, 210_000);
    with(Metric.AVG_CPU_PERCENT, 115.7);
    with(Metric.CPU_SATURATED_MS, 0);
    with(Metric.MAX_MEMORY_USED_MIB, 700);
  }

  public TestRun with(Metric metric, double value) {
    task.put(metric, value);
    watched.put(metric, value);
    return this;
  }

  /** As a run that ended before the first reading; what the machine told may be there. */
  public TestRun unread() {
    isRead = false;
    return sampled(0, Double.NaN);
  }

  private Metrics unreadTask() {
    Metrics known = new Metrics();
    for (Metric metric :
        List.of(Metric.DURATION_MS, Metric.CPU_SIZE_VCPU, Metric.MEMORY_SIZE_MIB)) {
      known.put(metric, task.get(metric));
    }
    return known;
  }

  /** As a run of which nothing at all is known. */
  public TestRun withoutMemory() {
    hasMemory = false;
    return this;
  }

  /** On Fargate, what its machine told. */
  public TestRun machine(double cpuTimeMs, double maxMemoryUsedMiB, double itsReadings) {
    machine.put(Metric.CPU_TIME_MS, cpuTimeMs);
    machine.put(Metric.MAX_MEMORY_USED_MIB, maxMemoryUsedMiB);
    machineReadings = itsReadings;
    return this;
  }

  public TestRun watched(Metric metric, double value) {
    watched.put(metric, value);
    return this;
  }

  public TestRun size(double vcpu, int memoryMiB) {
    with(Metric.CPU_SIZE_VCPU, vcpu);
    return with(Metric.MEMORY_SIZE_MIB, memoryMiB);
  }

  public TestRun status(Status value) {
    status = value;
    return this;
  }

  public TestRun launchType(String value) {
    launchType = value;
    return this;
  }

  public TestRun spot() {
    capacityProvider = "FARGATE_SPOT";
    return this;
  }

  public TestRun arm() {
    cpuArchitecture = "ARM64";
    return this;
  }

  public TestRun revision(long value) {
    revision = value;
    return this;
  }

  public TestRun exitCode(int value) {
    exitCode = value;
    return this;
  }

  /** As if it were of another account, cluster or task: {@code us-east-1:123456789012:task/…}. */
  public TestRun arn(String restOfArn) {
    taskArn = "arn:aws:ecs:" + restOfArn;
    return this;
  }

  public TestRun isReport(boolean value) {
    isReport = value;
    return this;
  }

  public TestRun region(String region) {
    taskArn = TestLines.ARN.replace("us-east-1", region) + "0";
    return this;
  }

  public TestRun startedAt(long epochMs) {
    startedAtEpochMs = epochMs;
    return this;
  }

  public TestRun sampled(double newReadings, double newCoveragePercent) {
    readings = newReadings;
    coveragePercent = newCoveragePercent;
    return this;
  }

  public TestRun curve(String cpuPercent, String memoryMib) {
    curve = new UsageCurve(16_000, cpuPercent, memoryMib);
    return this;
  }

  public TestRun msAtVcpu(Map<Double, Double> values) {
    msAtVcpu.clear();
    msAtVcpu.putAll(values);
    return this;
  }

  public static WorkloadKey key(String job) {
    return WorkloadKey.of(TestLines.ARN, "import", "batch", job);
  }

  public Run build() {
    return new Run(
        isReport,
        taskArn,
        Run.hash(taskArn),
        WorkloadKey.of(taskArn, "import", "batch", null),
        status,
        launchType,
        Tariff.of(launchType, capacityProvider, cpuArchitecture),
        revision,
        exitCode,
        startedAtEpochMs + 211_000,
        startedAtEpochMs,
        watched,
        !hasMemory ? new Metrics() : isRead ? task : unreadTask(),
        machine,
        machineReadings,
        Map.copyOf(msAtVcpu),
        readings,
        coveragePercent,
        curve);
  }
}
