package io.github.ecsusagereport.report.print;

import io.github.ecsusagereport.report.fleet.BoxPlot;
import io.github.ecsusagereport.report.fleet.History;
import io.github.ecsusagereport.report.fleet.LaunchSplit;
import io.github.ecsusagereport.report.fleet.MeanUse;
import io.github.ecsusagereport.report.fleet.RunCharts;
import io.github.ecsusagereport.report.fleet.TimeStats;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The part of a task in {@code --format json} that can be drawn. */
final class JsonCharts {
  private final JsonGenerator json;
  private final JsonFields fields;

  JsonCharts(JsonGenerator json) {
    this.json = json;
    this.fields = new JsonFields(json);
  }

  void write(RunCharts charts, TimeStats times) {
    launch(times.launch());
    spread("cpuSpread", charts.cpu().box());
    spread("memorySpread", charts.memory().box());
    json.writeArrayPropertyStart("history");
    charts.history().columns().forEach(this::column);
    json.writeEndArray();
    hours(charts.hours());
  }

  private void launch(LaunchSplit split) {
    json.writeObjectPropertyStart("launch");
    fields.number("medianRequestDelayMs", split.requestMs().median());
    fields.number("medianPullDurationMs", split.pullMs().median());
    fields.number("medianAfterPullMs", split.afterPullMs().median());
    json.writeEndObject();
  }

  private void spread(String name, BoxPlot.Box box) {
    if (box.values().count() == 0) {
      return;
    }
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("runs", box.values().count());
    fields.number("min", box.values().least());
    fields.number("low", box.low());
    fields.number("p25", box.p25());
    fields.number("median", box.median());
    fields.number("p75", box.p75());
    fields.number("high", box.high());
    fields.number("max", box.values().most());
    json.writeNumberProperty("outliers", box.outliers());
    json.writeArrayPropertyStart("outlierRuns");
    for (BoxPlot.Point point : box.outlierRuns()) {
      json.writeStartObject();
      fields.number("utilization", point.value());
      fields.text("taskId", point.taskId());
      fields.time("startedAt", point.startedAtEpochMs());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void column(long start, History.Column column) {
    json.writeStartObject();
    fields.time("from", start);
    for (Status status : Status.values()) {
      if (status != Status.RUNNING) {
        fields.count(status.jsonName(), column.counts().of(status));
      }
    }
    fields.count("unfinished", column.counts().unfinished());
    fields.count("running", column.counts().running());
    fields.number("medianDurationMs", column.durationMs().median());
    fields.number("p95DurationMs", column.durationMs().p95());
    fields.number("maxDurationMs", column.durationMs().most());
    use(column.use());
    json.writeEndObject();
  }

  private void hours(List<MeanUse> hours) {
    json.writeArrayPropertyStart("hours");
    for (int hour = 0; hour < hours.size(); hour++) {
      MeanUse use = hours.get(hour);
      if (use.runs() > 0) {
        json.writeStartObject();
        json.writeNumberProperty("hour", hour);
        json.writeNumberProperty("runs", use.runs());
        use(use);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void use(MeanUse use) {
    fields.number("avgCpuUtilization", use.cpuUtilization());
    fields.number("avgMemoryUtilization", use.memoryUtilization());
  }
}
