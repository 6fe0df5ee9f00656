package io.github.ecsusagereport.summary;

import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * What makes a line CloudWatch's embedded metric format as well (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">specification</a>).
 * A reference in that format is the name of a member of the root and never a path, so the values
 * stand beside {@code record} once more:
 *
 * <pre>{"time":…,"record":{…},"cluster":"nightly","family":"import","containerName":"batch",
 * "runs":1,…,"_aws":{"Timestamp":1767582066710,"CloudWatchMetrics":[{"Namespace":"EcsUsageReport",
 * "Dimensions":[["cluster","family"],["cluster","family","containerName"]],"Metrics":[…]}]}}
 * </pre>
 */
final class EmbeddedMetrics {
  static final String NAMESPACE = "EcsUsageReport";

  /** An ECS name has this length at most. */
  private static final int MAX_DIMENSION = 255;

  private static final Metric[] OF_A_RUN = {
    Metric.DURATION_MS,
    Metric.REQUEST_DELAY_MS,
    Metric.INIT_DURATION_MS,
    Metric.AVG_CPU_UTILIZATION,
    Metric.MAX_CPU_UTILIZATION,
    Metric.MAX_MEMORY_USED_MIB,
    Metric.MAX_MEMORY_UTILIZATION
  };

  private final JsonGenerator json;
  private final List<String> names = new ArrayList<>();
  private final List<String> units = new ArrayList<>();

  private EmbeddedMetrics(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Writes the members, into the open root object. None for a checkpoint, since each one repeats
   * the run so far and a sum over them would count it many times; none where cluster or family is
   * not known, since a dimension must have a value.
   */
  static void write(JsonGenerator json, TaskSummary summary) {
    String cluster = summary.task().cluster();
    String family = summary.task().family();
    if (summary.type() == LineType.CHECKPOINT || !isDimension(cluster) || !isDimension(family)) {
      return;
    }
    EmbeddedMetrics members = new EmbeddedMetrics(json);
    json.writeStringProperty("cluster", cluster);
    json.writeStringProperty("family", family);
    String container = summary.watched() == null ? null : summary.watched().name();
    if (isDimension(container)) {
      json.writeStringProperty("containerName", container);
    }
    if (summary.type() == LineType.REPORT) {
      members.run(summary);
    } else {
      members.count("longRunning", true);
    }
    members.directive(summary.timeEpochNanos(), isDimension(container));
  }

  /**
   * What CloudWatch takes as a <a
   * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html">value</a>:
   * ASCII, no colon in front. Whole, since a part of a name would be another metric.
   */
  private static boolean isDimension(String value) {
    if (value == null || value.isEmpty() || value.length() > MAX_DIMENSION) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
        return false;
      }
    }
    return value.charAt(0) != ':';
  }

  private void run(TaskSummary summary) {
    boolean isOutOfMemory = summary.status() == Status.OUT_OF_MEMORY;
    count("runs", true);
    count("failures", isOutOfMemory || summary.status() == Status.FAILURE);
    count("outOfMemory", isOutOfMemory);
    for (Metric metric : OF_A_RUN) {
      Double value = summary.metrics().get(metric);
      if (value != null) {
        names.add(metric.jsonName());
        units.add(unit(metric));
        json.writeName(metric.jsonName());
        json.writeNumber(Decimals.format(value));
      }
    }
  }

  private void count(String name, boolean is) {
    names.add(name);
    units.add("Count");
    json.writeNumberProperty(name, is ? 1 : 0);
  }

  /** In CloudWatch's words; its megabytes are what ECS itself calls so, 1,048,576 bytes. */
  private static String unit(Metric metric) {
    if (metric.jsonName().endsWith("Ms")) {
      return "Milliseconds";
    }
    return metric.jsonName().endsWith("MiB") ? "Megabytes" : "Percent";
  }

  private void directive(long timeEpochNanos, boolean hasContainer) {
    json.writeObjectPropertyStart("_aws");
    json.writeNumberProperty("Timestamp", timeEpochNanos / 1_000_000);
    json.writeArrayPropertyStart("CloudWatchMetrics");
    json.writeStartObject();
    json.writeStringProperty("Namespace", NAMESPACE);
    json.writeArrayPropertyStart("Dimensions");
    dimensions("cluster", "family");
    if (hasContainer) {
      dimensions("cluster", "family", "containerName");
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("Metrics");
    for (int i = 0; i < names.size(); i++) {
      json.writeStartObject();
      json.writeStringProperty("Name", names.get(i));
      json.writeStringProperty("Unit", units.get(i));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void dimensions(String... references) {
    json.writeStartArray();
    for (String reference : references) {
      json.writeString(reference);
    }
    json.writeEndArray();
  }
}
