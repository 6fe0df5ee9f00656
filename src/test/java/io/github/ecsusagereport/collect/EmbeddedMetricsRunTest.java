package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.collect.CollectConfig.Format;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A run in embedded metric format; each line is one write and valid, as {@link TestLine} asserts.
 */
class EmbeddedMetricsRunTest {
  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();

  private final TestRun run = new TestRun(ENDPOINT).format(Format.EMF);

  @Test
  void reportAndLongRunning_haveMetrics_andCheckpointsNone() {
    List<TestLine> lines =
        run.checkpointInterval(Duration.ofSeconds(2))
            .maxDuration(Duration.ofSeconds(5))
            .good(1, 2, 3)
            .ended(1)
            .lines();

    assertEquals(
        List.of(
            "ecs.task.longRunning runs=null longRunning=1",
            "ecs.task.checkpoint runs=null longRunning=null",
            "ecs.task.report runs=1 longRunning=null"),
        lines.stream()
            .map(
                line ->
                    line.type()
                        + " runs="
                        + line.root("runs")
                        + " longRunning="
                        + line.root("longRunning"))
            .toList());
    TestLine report = lines.get(2);
    assertEquals("1", report.root("failures"));
    assertEquals(report.get("metrics.durationMs"), report.root("durationMs"));
    assertEquals(report.get("containerName"), report.root("containerName"));
    Instant time = Instant.parse(report.root("time"));
    assertEquals(String.valueOf(time.toEpochMilli()), report.root("_aws.Timestamp"));
  }

  @Test
  void severalWatched_haveNoContainerAsADimension() {
    TestLine report = run.containers("batch", "usage-report").good(1).atSignal(() -> {}).line();

    assertEquals("nightly-totals", report.root("family"));
    assertEquals(null, report.root("containerName"));
    assertEquals(null, report.root("_aws.CloudWatchMetrics.0.Dimensions.1.0"));
  }

  @Test
  void withoutATask_thereAreNoMetrics() {
    TestLine report = run.poll(() -> ENDPOINT.answer("/task", "")).line();

    assertEquals(null, report.root("_aws.Timestamp"));
  }
}
