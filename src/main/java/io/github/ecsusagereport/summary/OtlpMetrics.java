package io.github.ecsusagereport.summary;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.TaskSummary.ContainerSummary;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The numbers of a line as OpenTelemetry's metrics: an ExportMetricsServiceRequest in <a
 * href="https://github.com/open-telemetry/opentelemetry-proto/blob/ac2c4b5d1f3a6079de62f9afec860158ecc8af09/docs/specification.md#json-protobuf-encoding">its
 * JSON</a>.
 *
 * <pre>
 * {"resourceMetrics":[{"resource":{"attributes":[…]},"scopeMetrics":[{"scope":{…},"metrics":[…]}]},…]}
 * </pre>
 *
 * <p>One resource for the task, whose metrics are this program's own ({@code ecs_usage_report.…}),
 * and one for each container, with the names of the <a
 * href="https://github.com/open-telemetry/semantic-conventions/blob/384d66161cb18704c729645fa8136a148df9571c/docs/system/container-metrics.md">conventions
 * for containers</a>. What the run adds up to is a delta from one request to the next, so that the
 * sum of all is the run's total.
 */
public final class OtlpMetrics {
  private static final int DELTA = 1;
  private static final int CUMULATIVE = 2;
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double BYTES_PER_MIB = 1024.0 * 1024.0;

  private static final String SECONDS = "s";
  private static final String BYTES = "By";
  private static final String CPUS = "{cpu}";

  private final JsonGenerator json;
  private final TaskSummary summary;
  private final TaskSummary before;
  private Metrics now = new Metrics();
  private Metrics then = new Metrics();
  private long startEpochNanos;

  private OtlpMetrics(JsonGenerator json, TaskSummary summary, TaskSummary before) {
    this.json = json;
    this.summary = summary;
    this.before = before;
  }

  /**
   * UTF-8.
   *
   * @param before what was sent last, with which the deltas begin; null: nothing was
   */
  public static byte[] encode(TaskSummary summary, TaskSummary before) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
    try (JsonGenerator json =
        new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
      new OtlpMetrics(json, summary, before).request();
    }
    return bytes.toByteArray();
  }

  private void request() {
    json.writeStartObject();
    json.writeArrayPropertyStart("resourceMetrics");
    task();
    for (ContainerSummary container : summary.containers()) {
      container(container);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void task() {
    now = summary.taskMetrics();
    then = before == null ? new Metrics() : before.taskMetrics();
    start(summary.startedAtEpochNanos());
    resourceStart(null);
    if (summary.type() == LineType.REPORT) {
      metricStart("ecs_usage_report.runs", "{run}");
      sumStart(DELTA, true);
      pointStart("ecs_usage_report.status", summary.status().jsonName());
      json.writeStringProperty("asInt", "1");
      pointEnd();
    }
    delta("ecs_usage_report.cpu.time", SECONDS, Metric.CPU_TIME_MS, MILLIS_PER_SECOND);
    delta("ecs_usage_report.cpu.saturated", SECONDS, Metric.CPU_SATURATED_MS, MILLIS_PER_SECOND);
    gauge("ecs_usage_report.duration", SECONDS, Metric.DURATION_MS, 1 / MILLIS_PER_SECOND);
    gauge("ecs_usage_report.billed", SECONDS, Metric.BILLED_DURATION_MS, 1 / MILLIS_PER_SECOND);
    gauge("ecs_usage_report.cpu.size", CPUS, Metric.CPU_SIZE_VCPU, 1);
    gauge("ecs_usage_report.cpu.usage.max", CPUS, Metric.MAX_CPU_PERCENT, 0.01);
    gauge("ecs_usage_report.memory.size", BYTES, Metric.MEMORY_SIZE_MIB, BYTES_PER_MIB);
    gauge("ecs_usage_report.memory.usage.max", BYTES, Metric.MAX_MEMORY_USED_MIB, BYTES_PER_MIB);
    resourceEnd();
  }

  private void container(ContainerSummary container) {
    now = container.metrics();
    then = metricsBefore(container.container().name());
    start(container.startedAtEpochNanos());
    resourceStart(container.container().name());
    delta("container.cpu.time", SECONDS, Metric.CPU_TIME_MS, MILLIS_PER_SECOND);
    memoryUsage();
    deltas("container.network.io", "network.io.direction", "receive", Metric.NETWORK_RX_BYTES);
    deltas("container.network.io", "network.io.direction", "transmit", Metric.NETWORK_TX_BYTES);
    deltas("container.disk.io", "disk.io.direction", "read", Metric.DISK_READ_BYTES);
    deltas("container.disk.io", "disk.io.direction", "write", Metric.DISK_WRITE_BYTES);
    gauge("container.uptime", SECONDS, Metric.DURATION_MS, 1 / MILLIS_PER_SECOND);
    resourceEnd();
  }

  private Metrics metricsBefore(String name) {
    if (before != null) {
      for (ContainerSummary container : before.containers()) {
        if (container.container().name().equals(name)) {
          return container.metrics();
        }
      }
    }
    return new Metrics();
  }

  private void start(long startedAtEpochNanos) {
    startEpochNanos = before == null ? startedAtEpochNanos : before.timeEpochNanos();
  }

  /** An UpDownCounter, as the conventions have it: its value is the sum of all changes. */
  private void memoryUsage() {
    Double used = now.get(Metric.LAST_MEMORY_USED_MIB);
    if (used != null) {
      metricStart("container.memory.usage", BYTES);
      sumStart(CUMULATIVE, false);
      pointStart(null, null);
      json.writeStringProperty("asInt", Long.toString(Math.round(used * BYTES_PER_MIB)));
      pointEnd();
    }
  }

  private void delta(String name, String unit, Metric metric, double divisor) {
    Double value = sinceThen(metric);
    if (value != null) {
      metricStart(name, unit);
      sumStart(DELTA, true);
      pointStart(null, null);
      json.writeNumberProperty("asDouble", value / divisor);
      pointEnd();
    }
  }

  private void deltas(String name, String attribute, String is, Metric metric) {
    Double value = sinceThen(metric);
    if (value != null) {
      metricStart(name, BYTES);
      sumStart(DELTA, true);
      pointStart(attribute, is);
      json.writeStringProperty("asInt", Long.toString(value.longValue()));
      pointEnd();
    }
  }

  /** Never below 0, as a counter must be. Null when it is not known. */
  private Double sinceThen(Metric metric) {
    Double value = now.get(metric);
    Double last = then.get(metric);
    return value == null || last == null ? value : (Double) Math.max(0, value - last);
  }

  private void gauge(String name, String unit, Metric metric, double factor) {
    Double value = now.get(metric);
    if (value != null) {
      metricStart(name, unit);
      json.writeObjectPropertyStart("gauge");
      json.writeArrayPropertyStart("dataPoints");
      pointStart(null, null);
      json.writeNumberProperty("asDouble", value * factor);
      pointEnd();
    }
  }

  private void metricStart(String name, String unit) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeStringProperty("unit", unit);
  }

  private void sumStart(int temporality, boolean isMonotonic) {
    json.writeObjectPropertyStart("sum");
    json.writeNumberProperty("aggregationTemporality", temporality);
    json.writeBooleanProperty("isMonotonic", isMonotonic);
    json.writeArrayPropertyStart("dataPoints");
  }

  /** 64-bit numbers are texts. */
  private void pointStart(String attribute, String is) {
    json.writeStartObject();
    if (attribute != null) {
      json.writeArrayPropertyStart("attributes");
      attribute(attribute, is);
      json.writeEndArray();
    }
    if (startEpochNanos != UNKNOWN) {
      json.writeStringProperty("startTimeUnixNano", Long.toString(startEpochNanos));
    }
    json.writeStringProperty("timeUnixNano", Long.toString(summary.timeEpochNanos()));
  }

  /** Of the point, and of its metric. */
  private void pointEnd() {
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void resourceStart(String container) {
    json.writeStartObject();
    json.writeObjectPropertyStart("resource");
    json.writeArrayPropertyStart("attributes");
    taskAttributes(summary.task());
    attribute("ecs_usage_report.job", summary.job());
    attribute("container.name", container);
    json.writeEndArray();
    json.writeEndObject();
    json.writeArrayPropertyStart("scopeMetrics");
    json.writeStartObject();
    json.writeObjectPropertyStart("scope");
    json.writeStringProperty("name", "ecs-usage-report");
    json.writeStringProperty("version", summary.collector().version());
    json.writeEndObject();
    json.writeArrayPropertyStart("metrics");
  }

  private void resourceEnd() {
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Names: <a
   * href="https://github.com/open-telemetry/semantic-conventions/blob/384d66161cb18704c729645fa8136a148df9571c/docs/resource/cloud-provider/aws/ecs.md">ECS</a>,
   * <a
   * href="https://github.com/open-telemetry/semantic-conventions/blob/384d66161cb18704c729645fa8136a148df9571c/docs/registry/attributes/cloud.md">cloud</a>.
   */
  private void taskAttributes(TaskIdentity task) {
    attribute("service.name", task.family());
    attribute("cloud.provider", "aws");
    attribute("cloud.platform", "aws_ecs");
    attribute("cloud.region", task.region());
    attribute("cloud.account.id", task.accountId());
    attribute("cloud.availability_zone", task.availabilityZone());
    attribute("aws.ecs.cluster.arn", clusterArn(task));
    attribute("aws.ecs.task.arn", task.taskArn());
    attribute("aws.ecs.task.id", task.taskId());
    attribute("aws.ecs.task.family", task.family());
    attribute("aws.ecs.task.revision", task.revision());
    String launchType = task.launchType();
    attribute(
        "aws.ecs.launchtype", launchType == null ? null : launchType.toLowerCase(Locale.ROOT));
  }

  /** From the task's, which begins in the same way. */
  private static String clusterArn(TaskIdentity task) {
    int kind = task.taskArn() == null ? -1 : task.taskArn().indexOf(":task/");
    return kind < 0 || task.cluster() == null
        ? null
        : task.taskArn().substring(0, kind) + ":cluster/" + task.cluster();
  }

  private void attribute(String key, String value) {
    if (value != null) {
      json.writeStartObject();
      json.writeStringProperty("key", key);
      json.writeObjectPropertyStart("value");
      json.writeStringProperty("stringValue", value);
      json.writeEndObject();
      json.writeEndObject();
    }
  }
}
