package io.github.ecsusagereport.report.print;

import io.github.ecsusagereport.report.fleet.RunCounts;
import io.github.ecsusagereport.report.fleet.RunsPerMonth;
import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.fleet.TimeStats;
import io.github.ecsusagereport.report.fleet.TimeStep;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.Architecture;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.PricedSize;
import io.github.ecsusagereport.report.sizing.Sizing;
import io.github.ecsusagereport.report.sizing.SizingOptions;
import io.github.ecsusagereport.report.sizing.Spending;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The report as data, one line of JSON: {@code docs/REPORT.md}. */
public final class JsonReport {
  private static final int SCHEMA_VERSION = 1;

  private final JsonGenerator json;
  private final JsonFields fields;
  private final JsonCharts charts;
  private final JsonRuns runs;
  private final Sizing sizing;

  private JsonReport(JsonGenerator json, Sizing sizing) {
    this.json = json;
    this.sizing = sizing;
    this.runs = new JsonRuns(json);
    this.fields = new JsonFields(json);
    this.charts = new JsonCharts(json);
  }

  /**
   * The report.
   *
   * @param advices those that are shown, in their order
   * @param taskDefinitions what {@link PatchReport} says of them
   * @param money of all
   * @param sizing for the sizes that were weighed, where a task is shown as a whole
   */
  public static String of(
      List<Advice> advices,
      String taskDefinitions,
      Totals totals,
      MoneyTotals money,
      SizingOptions options,
      Sizing sizing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      new JsonReport(json, sizing).write(advices, taskDefinitions, totals, money, options);
      json.writeRaw('\n');
    }
    return text.toString();
  }

  private void write(
      List<Advice> advices,
      String taskDefinitions,
      Totals totals,
      MoneyTotals money,
      SizingOptions options) {
    json.writeStartObject();
    json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
    input(totals);
    fields.time("newestLineAt", totals.newestEpochMs());
    options(options);
    totals(money);
    if (!advices.isEmpty()) {
      TimeStep step = advices.get(0).workload().charts().history().step();
      json.writeNumberProperty("historyStepMs", step.ms());
    }
    json.writeArrayPropertyStart("tasks");
    advices.forEach(this::task);
    json.writeEndArray();
    json.writeArrayPropertyStart("taskDefinitions");
    taskDefinitions.lines().forEach(json::writeRawValue);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void input(Totals totals) {
    json.writeObjectPropertyStart("input");
    json.writeNumberProperty("lines", totals.lines());
    json.writeNumberProperty("reportLines", totals.reportLines());
    json.writeNumberProperty("repeats", totals.repeats());
    json.writeNumberProperty("passedOver", totals.passedOver());
    json.writeNumberProperty("broken", totals.broken());
    json.writeEndObject();
  }

  private void options(SizingOptions options) {
    json.writeStringProperty("goal", options.goal().toString());
    fields.number("slowdown", options.slowdown());
    fields.text("architecture", options.architecture().map(Architecture::toString).orElse(null));
    fields.number("spot", options.spot());
    fields.number("discount", options.discount());
  }

  private void totals(MoneyTotals money) {
    json.writeObjectPropertyStart("usd");
    fields.usd("spent", money.spentUsd());
    fields.usd("onFailures", money.onFailuresUsd());
    fields.usd("savingPerMonth", money.savingUsdPerMonth());
    json.writeNumberProperty("tasks", money.tasks());
    json.writeNumberProperty("tasksToChange", money.tasksToChange());
    json.writeEndObject();
  }

  private void task(Advice advice) {
    Workload workload = advice.workload();
    json.writeStartObject();
    fields.text("family", workload.key().family());
    fields.text("containerName", workload.key().container());
    fields.text("job", workload.key().job());
    fields.text("accountId", workload.key().account());
    fields.text("region", workload.key().region());
    json.writeStringProperty("architecture", advice.architecture().toString());
    runs(workload);
    used(advice);
    usd(advice.spending());
    if (advice.now() != null) {
      json.writeObjectPropertyStart("now");
      option(advice.now());
      json.writeEndObject();
    }
    fields.number("memoryNeedMiB", advice.needMiB());
    json.writeStringProperty("verdict", advice.verdict().jsonName());
    if (advice.take() != null) {
      take(advice);
    }
    alternatives(advice);
    json.writeArrayPropertyStart("notes");
    advice.notes().forEach(note -> json.writeString(note.jsonName()));
    json.writeEndArray();
    json.writeStringProperty("text", String.join(" ", Sentences.of(advice)));
    charts.write(workload.charts(), advice.times());
    if (workload.singleRuns() != null) {
      weighed(workload);
      runs.write(workload.singleRuns());
    }
    json.writeEndObject();
  }

  private void weighed(Workload workload) {
    json.writeArrayPropertyStart("weighed");
    for (PricedSize option : sizing.weighed(workload)) {
      json.writeStartObject();
      option(option);
      fields.number("timesAsLong", option.timesAsLong());
      json.writeEndObject();
    }
    json.writeEndArray();
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
    fields.time("firstStartedAt", workload.firstStartEpochMs());
    fields.time("lastStartedAt", workload.lastStartEpochMs());
    fields.number("perMonth", RunsPerMonth.of(workload));
    json.writeEndObject();
  }

  private void used(Advice advice) {
    Workload workload = advice.workload();
    Size now = advice.now() == null ? null : advice.now().size();
    TimeStats times = advice.times();
    fields.number("medianDurationMs", times.durationMs().median());
    fields.number("p95DurationMs", times.durationMs().p95());
    fields.number("medianStartDelayMs", times.startDelayMs().median());
    fields.number("medianAvgCpuPercent", times.avgCpuPercent().median());
    fields.number("maxMemoryUsedMiB", workload.maxMemoryMiB());
    if (now != null) {
      fields.number("cpuUtilization", times.avgCpuPercent().median() / now.vcpu());
    }
    fields.number("memoryUtilization", workload.maxMemoryPercent());
  }

  private void usd(Spending spending) {
    if (spending.runs() > 0) {
      json.writeObjectPropertyStart("usd");
      fields.usd("spent", spending.usd());
      fields.usd("onFailures", spending.onFailuresUsd());
      json.writeEndObject();
    }
  }

  private void alternatives(Advice advice) {
    if (Double.isFinite(advice.onArmUsd())) {
      json.writeObjectPropertyStart("also");
      json.writeStringProperty("architecture", Architecture.ARM.toString());
      fields.usd("usdPerRun", advice.onArmUsd());
      fields.usd("savingUsdPerMonth", advice.savingOnArmUsdPerMonth());
      json.writeEndObject();
    }
    advice
        .nextSmaller()
        .ifPresent(
            smaller -> {
              json.writeObjectPropertyStart("nextSmaller");
              option(smaller.option());
              fields.number("timesAsLong", smaller.option().timesAsLong());
              json.writeStringProperty("reason", smaller.reason().jsonName());
              json.writeEndObject();
            });
  }

  private void take(Advice advice) {
    json.writeObjectPropertyStart("take");
    option(advice.take());
    fields.number("timesAsLong", advice.take().timesAsLong());
    json.writeStringProperty("pricesOf", advice.region());
    fields.usd("savingUsdPerMonth", advice.savingUsdPerMonth());
    json.writeEndObject();
  }

  private void option(PricedSize option) {
    json.writeNumberProperty("cpu", option.size().cpuUnits());
    json.writeNumberProperty("memoryMiB", option.size().memoryMiB());
    fields.number("durationMs", option.durationMs());
    fields.usd("usdPerRun", option.usd());
  }
}
