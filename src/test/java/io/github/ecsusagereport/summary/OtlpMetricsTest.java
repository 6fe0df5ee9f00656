package io.github.ecsusagereport.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.summary.TaskSummary.CollectorCost;
import io.github.ecsusagereport.summary.TaskSummary.ContainerIdentity;
import io.github.ecsusagereport.summary.TaskSummary.ContainerSummary;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OtlpMetricsTest {
  private static final long START = 1_767_582_000_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final ContainerIdentity BATCH =
      new ContainerIdentity("batch", "import:42", null, null, null);

  private static TaskSummary summary(LineType type, int second, double cpuTimeMs) {
    Metrics metrics = new Metrics();
    metrics.put(Metric.DURATION_MS, second * 1000.0);
    metrics.put(Metric.CPU_TIME_MS, cpuTimeMs);
    metrics.put(Metric.LAST_MEMORY_USED_MIB, 1.5);
    metrics.put(Metric.MAX_MEMORY_USED_MIB, 2);
    metrics.putCount(Metric.DISK_READ_BYTES, second * 4096L);
    return new TaskSummary(
        START + second * SECOND,
        type,
        type == LineType.REPORT ? Status.FAILURE : Status.RUNNING,
        null,
        null,
        false,
        SummaryFixture.TASK,
        null,
        "nightly",
        BatchJob.NONE,
        BATCH,
        Metrics.UNKNOWN,
        Metrics.UNKNOWN,
        Metrics.UNKNOWN,
        START,
        Metrics.UNKNOWN,
        metrics,
        metrics,
        List.of(),
        null,
        List.of(
            new ContainerSummary(
                BATCH, null, true, "RUNNING", null, START, Metrics.UNKNOWN, metrics)),
        Sampling.ofPolls(1, 0),
        new CollectorCost("0.0.0", new Metrics()),
        null);
  }

  private static JsonNode resources(TaskSummary summary, TaskSummary before) {
    return new JsonMapper().readTree(OtlpMetrics.encode(summary, before)).at("/resourceMetrics");
  }

  private static JsonNode metric(JsonNode resource, String name) {
    for (JsonNode metric : resource.at("/scopeMetrics/0/metrics")) {
      if (metric.at("/name").asString().equals(name)) {
        return metric;
      }
    }
    return resource.at("/none");
  }

  private static String attribute(JsonNode resource, String key) {
    for (JsonNode each : resource.at("/resource/attributes")) {
      if (each.at("/key").asString().equals(key)) {
        return each.at("/value/stringValue").asString();
      }
    }
    return null;
  }

  @Test
  void taskAndEachContainer_areResources() {
    JsonNode resources = resources(summary(LineType.REPORT, 60, 20_182), null);

    assertEquals(2, resources.size());
    JsonNode task = resources.get(0);
    assertEquals("import", attribute(task, "aws.ecs.task.family"));
    assertEquals("42", attribute(task, "aws.ecs.task.revision"));
    assertEquals("fargate", attribute(task, "aws.ecs.launchtype"));
    assertEquals("eu-west-1", attribute(task, "cloud.region"));
    assertEquals(
        "arn:aws:ecs:eu-west-1:123456789012:cluster/nightly",
        attribute(task, "aws.ecs.cluster.arn"));
    assertEquals(null, attribute(task, "container.name"));
    assertEquals("batch", attribute(resources.get(1), "container.name"));
  }

  @Test
  void report_countsTheRun_byItsStatus() {
    JsonNode task = resources(summary(LineType.REPORT, 60, 20_182), null).get(0);

    assertEquals(
        "{\"aggregationTemporality\":1,\"isMonotonic\":true,\"dataPoints\":[{\"attributes\":"
            + "[{\"key\":\"ecs_usage_report.status\",\"value\":{\"stringValue\":\"failure\"}}],"
            + "\"startTimeUnixNano\":\"1767582000000000000\","
            + "\"timeUnixNano\":\"1767582060000000000\",\"asInt\":\"1\"}]}",
        metric(task, "ecs_usage_report.runs").at("/sum").toString());
  }

  @Test
  void firstDelta_beginsWithTheStart_theNextWithTheOneBefore() {
    TaskSummary first = summary(LineType.CHECKPOINT, 20, 5_000);
    JsonNode one = metric(resources(first, null).get(1), "container.cpu.time").at("/sum");
    JsonNode two =
        metric(resources(summary(LineType.REPORT, 60, 20_182), first).get(1), "container.cpu.time")
            .at("/sum");

    assertEquals(1, two.at("/aggregationTemporality").asInt());
    assertEquals(5.0, one.at("/dataPoints/0/asDouble").asDouble());
    assertEquals("1767582000000000000", one.at("/dataPoints/0/startTimeUnixNano").asString());
    assertEquals(15.182, two.at("/dataPoints/0/asDouble").asDouble());
    assertEquals(one.at("/dataPoints/0/timeUnixNano"), two.at("/dataPoints/0/startTimeUnixNano"));
  }

  @Test
  void deltaIsNeverNegative() {
    TaskSummary first = summary(LineType.CHECKPOINT, 20, 5_000);
    JsonNode metric =
        metric(
            resources(summary(LineType.REPORT, 60, 4_000), first).get(0),
            "ecs_usage_report.cpu.time");

    assertEquals(0.0, metric.at("/sum/dataPoints/0/asDouble").asDouble());
  }

  @Test
  void memory_isInBytes_andWhatIsNotKnownIsAbsent() {
    JsonNode batch = resources(summary(LineType.CHECKPOINT, 60, 20_182), null).get(1);

    JsonNode memory = metric(batch, "container.memory.usage").at("/sum");
    assertEquals("1572864", memory.at("/dataPoints/0/asInt").asString());
    assertEquals(2, memory.at("/aggregationTemporality").asInt());
    assertEquals(true, metric(batch, "container.network.io").isMissingNode());
    assertEquals(
        "245760", metric(batch, "container.disk.io").at("/sum/dataPoints/0/asInt").asString());
  }

  @Test
  void checkpoint_countsNoRun() {
    JsonNode task = resources(summary(LineType.CHECKPOINT, 60, 20_182), null).get(0);

    assertEquals(true, metric(task, "ecs_usage_report.runs").isMissingNode());
  }
}
