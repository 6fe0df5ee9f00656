package io.github.ecsusagereport.report;

import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.summary.Timestamps;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The report as data, one line of JSON: {@code docs/REPORT.md}. */
final class JsonReport {
  private static final int SCHEMA_VERSION = 1;
  private static final int MILLIS = 3;
  private static final int USD_DIGITS = 6;
  private static final int DIGITS = 3;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  static String of(List<Advice> advices, Totals totals, ReportOptions options) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      new JsonReport(json).write(advices, totals, options);
      json.writeRaw('\n');
    }
    return text.toString();
  }

  private void write(List<Advice> advices, Totals totals, ReportOptions options) {
    json.writeStartObject();
    json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
    json.writeObjectPropertyStart("input");
    json.writeNumberProperty("lines", totals.lines());
    json.writeNumberProperty("reportLines", totals.reportLines());
    json.writeNumberProperty("repeats", totals.repeats());
    json.writeNumberProperty("passedOver", totals.passedOver());
    json.writeNumberProperty("broken", totals.broken());
    json.writeEndObject();
    json.writeStringProperty("goal", options.goal().toString());
    number("slowdown", options.slowdown(), DIGITS);
    json.writeStringProperty("architecture", options.architecture().toString());
    json.writeArrayPropertyStart("tasks");
    advices.forEach(this::task);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void task(Advice advice) {
    Workload workload = advice.workload();
    json.writeStartObject();
    text("family", workload.key().family());
    text("containerName", workload.key().container());
    text("job", workload.key().job());
    text("region", workload.region());
    runs(workload);
    used(advice);
    if (advice.now() != null) {
      json.writeObjectPropertyStart("now");
      option(advice.now());
      json.writeEndObject();
    }
    number("memoryNeedMiB", advice.needMiB(), DIGITS);
    json.writeStringProperty("verdict", advice.verdict().jsonName());
    if (advice.take() != null) {
      take(advice);
    }
    json.writeArrayPropertyStart("notes");
    advice.notes().forEach(note -> json.writeString(note.jsonName()));
    json.writeEndArray();
    json.writeStringProperty("text", String.join(" ", Sentences.of(advice)));
    json.writeEndObject();
  }

  private void runs(Workload workload) {
    RunCounts counts = workload.counts();
    json.writeObjectPropertyStart("runs");
    json.writeNumberProperty("all", counts.all());
    for (Status status : Status.values()) {
      if (status != Status.RUNNING) {
        json.writeNumberProperty(status.jsonName(), counts.of(status));
      }
    }
    json.writeNumberProperty("unfinished", counts.unfinished());
    json.writeNumberProperty("running", counts.running());
    json.writeNumberProperty("withoutReadings", counts.withoutReadings());
    time("firstStartedAt", workload.firstStartEpochMs());
    time("lastStartedAt", workload.lastStartEpochMs());
    number("perMonth", Rate.runsPerMonth(workload), DIGITS);
    json.writeEndObject();
  }

  private void used(Advice advice) {
    Workload workload = advice.workload();
    Size now = advice.now() == null ? null : advice.now().size();
    TimeStats times = workload.times(now == null ? Double.NaN : now.vcpu());
    number("medianDurationMs", times.durationMs().median(), DIGITS);
    number("p95DurationMs", times.durationMs().p95(), DIGITS);
    number("medianStartDelayMs", times.startDelayMs().median(), DIGITS);
    number("medianAvgCpuPercent", times.avgCpuPercent().median(), DIGITS);
    number("maxMemoryUsedMiB", workload.maxMemoryMiB(), DIGITS);
    if (now != null) {
      number("cpuUtilization", times.avgCpuPercent().median() / now.vcpu(), DIGITS);
      number("memoryUtilization", 100 * workload.maxMemoryMiB() / now.memoryMiB(), DIGITS);
    }
  }

  private void take(Advice advice) {
    json.writeObjectPropertyStart("take");
    option(advice.take());
    number("timesAsLong", advice.take().timesAsLong(), DIGITS);
    json.writeStringProperty("pricesOf", advice.region());
    number("savingUsdPerMonth", advice.savingUsdPerMonth(), USD_DIGITS);
    json.writeEndObject();
  }

  private void option(Option option) {
    json.writeNumberProperty("cpu", option.size().cpuUnits());
    json.writeNumberProperty("memoryMiB", option.size().memoryMiB());
    number("durationMs", option.durationMs(), DIGITS);
    number("usdPerRun", option.usd(), USD_DIGITS);
  }

  private void text(String name, String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  private void time(String name, long epochMs) {
    if (epochMs != Metrics.UNKNOWN) {
      json.writeStringProperty(name, Timestamps.format(epochMs * NANOS_PER_MILLI, MILLIS));
    }
  }

  private void number(String name, double value, int digits) {
    if (Double.isFinite(value)) {
      json.writeNumberProperty(name, new BigDecimal(value).setScale(digits, RoundingMode.HALF_UP));
    }
  }
}
