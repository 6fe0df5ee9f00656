package io.github.ecsusagereport.report.print;

import io.github.ecsusagereport.report.fleet.SingleRuns;
import io.github.ecsusagereport.report.fleet.SingleRuns.Ended;
import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.UsageCurve;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The runs of a task that are looked at one by one, with the curves of their use. */
final class JsonRuns {
  private final JsonGenerator json;
  private final JsonFields fields;

  JsonRuns(JsonGenerator json) {
    this.json = json;
    this.fields = new JsonFields(json);
  }

  void write(SingleRuns runs) {
    List<Ended> last = runs.last();
    List<Ended> failed = runs.failed();
    json.writeArrayPropertyStart("singleRuns");
    for (Ended each : runs.all()) {
      json.writeStartObject();
      json.writeArrayPropertyStart("because");
      because("last", last.contains(each));
      because("largest", each.equals(runs.largest()));
      because("failed", failed.contains(each));
      json.writeEndArray();
      run(each);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void because(String word, boolean isSo) {
    if (isSo) {
      json.writeString(word);
    }
  }

  private void run(Ended ended) {
    Run run = ended.run();
    fields.text("taskId", run.taskId());
    fields.time("startedAt", run.startedAtEpochMs());
    json.writeStringProperty("status", ended.how());
    if (run.exitCode() >= 0) {
      json.writeNumberProperty("exitCode", run.exitCode());
    }
    fields.number("durationMs", run.durationMs());
    fields.number("cpuSizeVcpu", run.task(Metric.CPU_SIZE_VCPU));
    fields.number("memorySizeMiB", run.task(Metric.MEMORY_SIZE_MIB));
    fields.number("avgCpuPercent", run.avgCpuPercent());
    fields.number("maxMemoryUsedMiB", run.maxMemoryMiB());
    UsageCurve curve = run.curve();
    if (curve != null) {
      json.writeObjectPropertyStart("usageCurve");
      json.writeNumberProperty("stepMs", curve.stepMs());
      json.writeStringProperty("cpuPercent", curve.cpuPercent());
      json.writeStringProperty("memoryMiB", curve.memoryMiB());
      json.writeEndObject();
    }
  }
}
