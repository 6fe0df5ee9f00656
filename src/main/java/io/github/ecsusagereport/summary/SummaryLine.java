package io.github.ecsusagereport.summary;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecsusagereport.summary.TaskSummary.ContainerIdentity;
import io.github.ecsusagereport.summary.TaskSummary.ContainerSummary;
import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The line as JSON, schema version 1, ended by one newline:
 *
 * <pre>{"time":"2026-01-05T03:07:41.120Z","type":"ecs.task.report","record":{"schemaVersion":1,…}}
 * </pre>
 */
public final class SummaryLine {
  /**
   * Docker's log path cuts a line at 16 KiB (<a
   * href="https://github.com/moby/moby/blob/b985e2313a8676e18072b442911fc8f64f17d440/daemon/logger/copier.go#L15-L22">copier.go</a>).
   */
  static final int MAX_BYTES = 16_000;

  private static final int SCHEMA_VERSION = 1;
  private static final int MAX_TEXT = 512;

  /** As fine as the durations, so that these can be computed again from the times. */
  private static final int MICROS = 6;

  /** Ten containers with names of this length stay below the bound even when all is escaped. */
  private static final int MAX_TEXT_WHEN_TOO_LONG = 64;

  private final JsonGenerator json;
  private final int maxText;
  private boolean truncated;

  private SummaryLine(JsonGenerator json, int maxText) {
    this.json = json;
    this.maxText = maxText;
  }

  /** UTF-8, newline included, never longer than 16,000 bytes. */
  public static byte[] encode(TaskSummary summary) {
    return encode(summary, false);
  }

  /** The same line, embedded metric format as well. */
  public static byte[] encodeWithMetrics(TaskSummary summary) {
    return encode(summary, true);
  }

  /** What is too long is shortened: the texts, then the curve goes, then the last containers. */
  private static byte[] encode(TaskSummary summary, boolean withMetrics) {
    int containers = summary.containers().size();
    byte[] line = encode(summary, withMetrics, MAX_TEXT, summary.curve(), containers);
    if (line.length > MAX_BYTES) {
      line = encode(summary, withMetrics, MAX_TEXT_WHEN_TOO_LONG, summary.curve(), containers);
    }
    for (int keep = containers; line.length > MAX_BYTES && keep >= 0; keep--) {
      line = encode(summary, withMetrics, MAX_TEXT_WHEN_TOO_LONG, null, keep);
    }
    return line;
  }

  private static byte[] encode(
      TaskSummary summary, boolean withMetrics, int maxText, UsageCurve curve, int containers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (JsonGenerator json =
        new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
      SummaryLine line = new SummaryLine(json, maxText);
      line.truncated =
          containers < summary.containers().size() || (curve == null && summary.curve() != null);
      json.writeStartObject();
      line.write(summary, curve, summary.containers().subList(0, containers));
      if (withMetrics) {
        EmbeddedMetrics.write(json, summary);
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  private void write(TaskSummary summary, UsageCurve curve, List<ContainerSummary> containers) {
    time("time", summary.timeEpochNanos(), 3);
    text("type", summary.type().jsonName());
    json.writeObjectPropertyStart("record");
    whole("schemaVersion", SCHEMA_VERSION);
    text("status", summary.status().jsonName());
    text("endReason", summary.endReason() == null ? null : summary.endReason().jsonName());
    text(
        "outOfMemoryEvidence",
        summary.outOfMemoryEvidence() == null ? null : summary.outOfMemoryEvidence().jsonName());
    flag("neverStarted", summary.isNeverStarted());
    task(summary.task());
    text("cpuArchitecture", summary.cpuArchitecture());
    text("job", summary.job());
    batchJob(summary.batchJob());
    watched(summary.watched());
    time("requestedAt", summary.requestedAtEpochNanos(), MICROS);
    time("pullStartedAt", summary.pullStartedAtEpochNanos(), MICROS);
    time("pullStoppedAt", summary.pullStoppedAtEpochNanos(), MICROS);
    time("startedAt", summary.startedAtEpochNanos(), MICROS);
    time("finishedAt", summary.finishedAtEpochNanos(), MICROS);
    metrics("metrics", summary.metrics(), List.of());
    metrics("taskMetrics", summary.taskMetrics(), summary.durationAtVcpu());
    machine(summary.machine());
    containers(containers);
    sampling(summary.sampling());
    collector(summary.collector());
    curve(curve);
    flag("truncated", truncated);
    json.writeEndObject();
  }

  private void task(TaskIdentity task) {
    text("cluster", task.cluster());
    text("taskArn", task.taskArn());
    text("taskId", task.taskId());
    text("family", task.family());
    text("revision", task.revision());
    text("launchType", task.launchType());
    text("availabilityZone", task.availabilityZone());
    text("serviceName", task.serviceName());
    text("region", task.region());
    text("accountId", task.accountId());
  }

  private void batchJob(BatchJob job) {
    text("batchJobId", job.id());
    whole("batchJobAttempt", job.attempt());
    whole("batchArrayIndex", job.arrayIndex());
    text("batchQueue", job.queue());
  }

  private void watched(ContainerIdentity container) {
    if (container == null) {
      return;
    }
    text("containerName", container.name());
    text("image", container.image());
    text("imageId", container.imageId());
    exit(container);
  }

  private void exit(ContainerIdentity container) {
    if (container.exitCode() != null) {
      json.writeNumberProperty("exitCode", container.exitCode());
    }
    if (container.restartCount() != null) {
      whole("restartCount", container.restartCount());
    }
  }

  private void containers(List<ContainerSummary> containers) {
    json.writeArrayPropertyStart("containers");
    for (ContainerSummary container : containers) {
      json.writeStartObject();
      text("name", container.container().name());
      text("type", container.type());
      flag("watched", container.watched());
      text("status", container.status());
      text("health", container.health());
      exit(container.container());
      time("startedAt", container.startedAtEpochNanos(), MICROS);
      time("finishedAt", container.finishedAtEpochNanos(), MICROS);
      metrics("metrics", container.metrics(), List.of());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void metrics(String name, Metrics metrics, List<DurationAtVcpu> durationAtVcpu) {
    json.writeObjectPropertyStart(name);
    values(metrics);
    if (!durationAtVcpu.isEmpty()) {
      durations(durationAtVcpu);
    }
    json.writeEndObject();
  }

  private void durations(List<DurationAtVcpu> durationAtVcpu) {
    json.writeArrayPropertyStart("durationAtVcpu");
    for (DurationAtVcpu each : durationAtVcpu) {
      json.writeStartObject();
      decimal("vcpu", each.vcpu());
      decimal("durationMs", each.durationMs());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void values(Metrics metrics) {
    for (Metric metric : Metric.values()) {
      Double value = metrics.get(metric);
      if (value != null && metric.kind() == Metric.Kind.WHOLE) {
        whole(metric.jsonName(), value.longValue());
      } else if (value != null) {
        decimal(metric.jsonName(), value);
      }
    }
  }

  private void machine(MachineSummary machine) {
    if (machine == null) {
      return;
    }
    json.writeObjectPropertyStart("machine");
    values(machine.metrics());
    whole("oomKills", machine.oomKills());
    whole("readings", machine.readings());
    whole("calibrations", machine.calibrations());
    decimal("offsetMemoryMiB", machine.offsetMemoryMiB());
    decimal("offsetMemorySpreadMiB", machine.offsetMemorySpreadMiB());
    decimal("offsetCpuPercent", machine.offsetCpuPercent());
    flag("bound", machine.isCpuUpperBound() || machine.isMemoryUpperBound());
    flag("cpuUpperBound", machine.isCpuUpperBound());
    flag("memoryUpperBound", machine.isMemoryUpperBound());
    json.writeEndObject();
  }

  private void sampling(Sampling sampling) {
    json.writeObjectPropertyStart("sampling");
    whole("polls", sampling.polls());
    whole("missedPolls", sampling.missedPolls());
    whole("missedTaskReads", sampling.missedTaskReads());
    text("source", sampling.source() == null ? null : sampling.source().jsonName());
    whole("readings", sampling.readings());
    whole("droppedReadings", sampling.droppedReadings());
    whole("resolutionMs", sampling.resolutionMs());
    millis("longestGapMs", sampling.longestGapNanos());
    decimal("coveragePercent", sampling.coveragePercent());
    millis("lastReadingAgeMs", sampling.lastReadingAgeNanos());
    whole("resets", sampling.resets());
    whole("clockSteps", sampling.clockSteps());
    json.writeEndObject();
  }

  private void collector(TaskSummary.CollectorCost collector) {
    json.writeObjectPropertyStart("collector");
    text("version", collector.version());
    values(collector.metrics());
    json.writeEndObject();
  }

  private void curve(UsageCurve curve) {
    if (curve == null) {
      return;
    }
    json.writeObjectPropertyStart("usageCurve");
    whole("stepMs", curve.stepMs());
    json.writeStringProperty("cpuPercent", curve.cpuPercent());
    json.writeStringProperty("memoryMiB", curve.memoryMiB());
    json.writeEndObject();
  }

  /** Absent unless it is so. */
  private void flag(String name, boolean value) {
    if (value) {
      json.writeBooleanProperty(name, true);
    }
  }

  private void text(String name, String value) {
    if (value == null) {
      return;
    }
    String shown = value;
    if (value.length() > maxText) {
      truncated = true;
      shown = value.substring(0, maxText - 1) + '…';
    }
    // Half of a surrogate pair, cut here or sent so, is no UTF-8, and Jackson would not write it.
    json.writeStringProperty(name, new String(shown.getBytes(UTF_8), UTF_8));
  }

  private void time(String name, long epochNanos, int fractionDigits) {
    if (epochNanos != UNKNOWN) {
      json.writeStringProperty(name, Timestamps.format(epochNanos, fractionDigits));
    }
  }

  private void whole(String name, long value) {
    if (value != UNKNOWN) {
      json.writeNumberProperty(name, value);
    }
  }

  private void millis(String name, long nanos) {
    if (nanos != UNKNOWN) {
      decimal(name, nanos / 1e6);
    }
  }

  private void decimal(String name, double value) {
    if (Double.isFinite(value)) {
      json.writeName(name);
      json.writeNumber(Decimals.format(value));
    }
  }
}
