package io.github.ecsusagereport.report;

import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.summary.Timestamps;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One report line, field by field, in any order. Fields that are not known are skipped, so later
 * versions of the schema can be read as far as they are understood. What is wrong is remembered,
 * and said only if the object turns out to be a report line.
 */
final class RunParser {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private static final Map<String, Metric> METRICS =
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

  private static final Map<String, Status> STATUSES =
      Stream.of(Status.values())
          .collect(Collectors.toUnmodifiableMap(Status::jsonName, Function.identity()));

  private final Metrics watched = new Metrics();
  private final Metrics task = new Metrics();
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
  private String startedAt;
  private double readings = Double.NaN;
  private double coveragePercent = Double.NaN;
  private String problem;

  void type(String value) {
    type = value;
  }

  void time(String value) {
    time = value;
  }

  /** Whether the object had what makes a report line. */
  boolean isLine() {
    return type != null && hasRecord;
  }

  Run run() throws BrokenLineException {
    long timeNanos = time == null ? Metrics.UNKNOWN : Timestamps.parse(time);
    if (problem == null && timeNanos == Metrics.UNKNOWN) {
      problem = time == null ? "no time" : "time is no timestamp";
    }
    if (problem != null) {
      throw new BrokenLineException(problem);
    }
    long startedNanos = startedAt == null ? Metrics.UNKNOWN : Timestamps.parse(startedAt);
    return new Run(
        LineType.REPORT.jsonName().equals(type),
        taskArn,
        new WorkloadKey(family, container, job),
        STATUSES.getOrDefault(status == null ? "" : status, Status.UNKNOWN),
        launchType,
        timeNanos / NANOS_PER_MILLI,
        (startedNanos == Metrics.UNKNOWN ? timeNanos : startedNanos) / NANOS_PER_MILLI,
        watched,
        task,
        msAtVcpu,
        readings,
        coveragePercent);
  }

  /** Reads {@code record}; the parser stands at its START_OBJECT. */
  void record(JsonParser json) {
    hasRecord = true;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      switch (name) {
        case "taskArn" -> taskArn = text(json, token, name);
        case "family" -> family = text(json, token, name);
        case "containerName" -> container = text(json, token, name);
        case "job" -> job = text(json, token, name);
        case "status" -> status = text(json, token, name);
        case "launchType" -> launchType = text(json, token, name);
        case "startedAt" -> startedAt = text(json, token, name);
        case "metrics" -> metrics(json, token, name, watched);
        case "taskMetrics" -> metrics(json, token, name, task);
        case "sampling" -> sampling(json, token, name);
        default -> json.skipChildren();
      }
    }
  }

  private void metrics(JsonParser json, JsonToken start, String path, Metrics into) {
    if (!isObject(json, start, path)) {
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      Metric metric = METRICS.get(name);
      if (metric != null) {
        into.put(metric, number(json, token, path + "." + metric.jsonName()));
      } else if (name.equals("durationAtVcpu") && token == JsonToken.START_ARRAY) {
        durations(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void durations(JsonParser json) {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      double vcpu = Double.NaN;
      double durationMs = Double.NaN;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken token = json.nextToken();
        switch (name) {
          case "vcpu" -> vcpu = number(json, token, "durationAtVcpu.vcpu");
          case "durationMs" -> durationMs = number(json, token, "durationAtVcpu.durationMs");
          default -> json.skipChildren();
        }
      }
      if (vcpu > 0 && durationMs >= 0) {
        msAtVcpu.put(vcpu, durationMs);
      }
    }
  }

  private void sampling(JsonParser json, JsonToken start, String path) {
    if (!isObject(json, start, path)) {
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      switch (name) {
        case "readings" -> readings = number(json, token, "sampling.readings");
        case "coveragePercent" -> coveragePercent = number(json, token, "sampling.coveragePercent");
        default -> json.skipChildren();
      }
    }
  }

  private boolean isObject(JsonParser json, JsonToken token, String path) {
    if (token != JsonToken.START_OBJECT) {
      refuse(json, token, path, "an object");
    }
    return token == JsonToken.START_OBJECT;
  }

  private String text(JsonParser json, JsonToken token, String path) {
    if (token == JsonToken.VALUE_STRING) {
      return json.getString();
    }
    refuse(json, token, path, "a text");
    return null;
  }

  private double number(JsonParser json, JsonToken token, String path) {
    if (token != null && token.isNumeric()) {
      double value = json.getDoubleValue();
      if (value >= 0) {
        return value;
      }
      problem = problem == null ? "record." + path + " is below 0" : problem;
      return Double.NaN;
    }
    refuse(json, token, path, "a number");
    return Double.NaN;
  }

  /** A null is as good as absent: some indexers write it. */
  private void refuse(JsonParser json, JsonToken token, String path, String wanted) {
    json.skipChildren();
    if (problem == null && token != JsonToken.VALUE_NULL) {
      problem = "record." + path + " is not " + wanted;
    }
  }
}
