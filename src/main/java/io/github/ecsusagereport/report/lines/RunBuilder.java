package io.github.ecsusagereport.report.lines;

import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.summary.Timestamps;
import io.github.ecsusagereport.summary.UsageCurve;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which fields of a line are wanted, and what they were. What is wrong is remembered, and said only
 * if the object turns out to be a report line.
 */
final class RunBuilder {
  /** The start of every {@code type}. */
  static final String TYPE_PREFIX = "ecs.task.";

  static final Set<String> TEXTS =
      Set.of(
          "taskArn",
          "family",
          "containerName",
          "job",
          "status",
          "launchType",
          "capacityProviderName",
          "cpuArchitecture",
          "revision",
          "startedAt",
          "finishedAt");

  /** Of the watched container; the rest is said of the task, which is what is sized and paid. */
  static final Set<String> WATCHED =
      Stream.of(Metric.DURATION_MS, Metric.MEMORY_SIZE_MIB, Metric.MAX_MEMORY_USED_MIB)
          .map(Metric::jsonName)
          .collect(Collectors.toUnmodifiableSet());

  static final Set<String> MACHINE =
      Set.of(Metric.CPU_TIME_MS.jsonName(), Metric.MAX_MEMORY_USED_MIB.jsonName(), "readings");

  static final String EXIT_CODE = "exitCode";
  static final String CURVE = "usageCurve";
  static final Set<String> SAMPLING = Set.of("readings", "coveragePercent");
  static final Map<String, Metric> METRICS =
      Stream.of(
              Metric.DURATION_MS,
              Metric.REQUEST_DELAY_MS,
              Metric.PULL_DURATION_MS,
              Metric.INIT_DURATION_MS,
              Metric.CPU_SIZE_VCPU,
              Metric.MEMORY_SIZE_MIB,
              Metric.AVG_CPU_PERCENT,
              Metric.CPU_SATURATED_MS,
              Metric.AVG_MEMORY_USED_MIB,
              Metric.MAX_MEMORY_USED_MIB)
          .collect(Collectors.toUnmodifiableMap(Metric::jsonName, Function.identity()));

  private static final int UNKNOWN = -1;

  /** Of a revision: there are never so many, and a long holds them. */
  private static final int MOST_DIGITS = 18;

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Map<String, Status> STATUSES =
      Stream.of(Status.values())
          .collect(Collectors.toUnmodifiableMap(Status::jsonName, Function.identity()));

  private final Metrics watched = new Metrics();
  private final Metrics task = new Metrics();
  private final Metrics machine = new Metrics();
  private final Map<Double, Double> msAtVcpu = new TreeMap<>();
  private String type;
  private String time;
  private boolean hasRecord;
  private String taskArn;
  private String family;
  private String container;
  private String job;
  private String status;
  private String launchType;
  private String capacityProvider;
  private String cpuArchitecture;
  private long revision = UNKNOWN;
  private int exitCode = UNKNOWN;
  private String startedAt;
  private String finishedAt;
  private double readings = Double.NaN;
  private double machineReadings = Double.NaN;
  private double coveragePercent = Double.NaN;
  private UsageCurve curve;
  private String problem;

  void type(String value) {
    if (value.startsWith(TYPE_PREFIX)) {
      type = value;
    }
  }

  /** As the sidecar writes it, or as a log system that takes this name for itself. */
  void time(String value) {
    time = value;
  }

  /** There is a {@code record}. */
  void record() {
    hasRecord = true;
  }

  /** A member of {@code record}: one of {@link #TEXTS}, others are passed over. */
  void text(String name, String value) {
    switch (name) {
      case "taskArn" -> taskArn = value;
      case "family" -> family = value;
      case "containerName" -> container = value;
      case "job" -> job = value;
      case "status" -> status = value;
      case "launchType" -> launchType = value;
      case "capacityProviderName" -> capacityProvider = value;
      case "cpuArchitecture" -> cpuArchitecture = value;
      case "revision" -> revision = revision(value);
      case "startedAt" -> startedAt = value;
      case "finishedAt" -> finishedAt = value;
      default -> {}
    }
  }

  /** ECS counts them, and gives the number as a text. */
  private static long revision(String value) {
    if (value.isEmpty() || value.length() > MOST_DIGITS) {
      return UNKNOWN;
    }
    long number = 0;
    for (int i = 0; i < value.length(); i++) {
      char digit = value.charAt(i);
      if (digit < '0' || digit > '9') {
        return UNKNOWN;
      }
      number = 10 * number + digit - '0';
    }
    return number;
  }

  /** The member {@link #EXIT_CODE} of {@code record}. */
  void exitCode(double value) {
    exitCode = value >= 0 ? (int) value : UNKNOWN;
  }

  /** Which numbers of an object within {@code record} are wanted; null when that is none. */
  static Set<String> numbersOf(String object) {
    return switch (object) {
      case "metrics" -> WATCHED;
      case "taskMetrics" -> METRICS.keySet();
      case "machine" -> MACHINE;
      case "sampling" -> SAMPLING;
      default -> null;
    };
  }

  /** A number of an object within {@code record}: one that is wanted. */
  void number(String object, String name, double value) {
    if (value < 0) {
      problem("record." + object + "." + name + " is below 0");
    } else if (object.equals("machine")) {
      machine(name, value);
    } else if (name.equals("readings")) {
      readings = value;
    } else if (name.equals("coveragePercent")) {
      coveragePercent = value;
    } else {
      (object.equals("metrics") ? watched : task).put(METRICS.get(name), value);
    }
  }

  private void machine(String name, double value) {
    switch (name) {
      case "readings" -> machineReadings = value;
      case "cpuTimeMs" -> machine.put(Metric.CPU_TIME_MS, value);
      default -> machine.put(Metric.MAX_MEMORY_USED_MIB, value);
    }
  }

  /** An entry of {@code durationAtVcpu}. */
  void durationAtVcpu(double vcpu, double durationMs) {
    if (vcpu > 0 && durationMs >= 0) {
      msAtVcpu.put(vcpu, durationMs);
    }
  }

  /** The member {@link #CURVE} of {@code record}; one that has not all of it is none. */
  void curve(double stepMs, String cpuPercent, String memoryMib) {
    if (stepMs >= 1 && cpuPercent != null && memoryMib != null) {
      curve = new UsageCurve((long) stepMs, cpuPercent, memoryMib);
    }
  }

  /** The first one counts. */
  void problem(String what) {
    problem = problem == null ? what : problem;
  }

  /** Whether the object had what makes a report line. */
  boolean isLine() {
    return type != null && hasRecord;
  }

  Run run() throws BrokenLineException {
    long startedNanos = nanos(startedAt);
    long timeNanos = timeNanos(startedNanos);
    if (timeNanos == Metrics.UNKNOWN) {
      problem(time == null ? "no time" : "time is no timestamp");
    }
    if (problem != null) {
      throw new BrokenLineException(problem);
    }
    return new Run(
        LineType.REPORT.jsonName().equals(type),
        taskArn,
        taskArn == null ? 0 : Run.hash(taskArn),
        WorkloadKey.of(taskArn, family, container, job),
        STATUSES.getOrDefault(status == null ? "" : status, Status.UNKNOWN),
        launchType,
        Tariff.of(launchType, capacityProvider, cpuArchitecture),
        revision,
        exitCode,
        timeNanos / NANOS_PER_MILLI,
        (startedNanos == Metrics.UNKNOWN ? timeNanos : startedNanos) / NANOS_PER_MILLI,
        watched,
        task,
        machine,
        machineReadings,
        msAtVcpu,
        readings,
        coveragePercent,
        curve);
  }

  /** Of the line, else of the end or the start of the run. */
  private long timeNanos(long startedNanos) {
    long written = nanos(time);
    if (written == Metrics.UNKNOWN && time != null) {
      written = EpochTime.nanos(time);
    }
    long finished = written == Metrics.UNKNOWN ? nanos(finishedAt) : written;
    return finished == Metrics.UNKNOWN ? startedNanos : finished;
  }

  private static long nanos(String timestamp) {
    return timestamp == null ? Metrics.UNKNOWN : Timestamps.parse(timestamp);
  }
}
