package io.github.ecsusagereport.metadata;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ecsusagereport.Allocation;
import io.github.ecsusagereport.metadata.MetadataException.Kind;
import io.github.ecsusagereport.summary.BatchJob;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.Sampling;
import io.github.ecsusagereport.summary.SummaryLine;
import io.github.ecsusagereport.summary.TaskSummary;
import io.github.ecsusagereport.summary.TaskSummary.CollectorCost;
import io.github.ecsusagereport.summary.TaskSummary.ContainerIdentity;
import io.github.ecsusagereport.summary.TaskSummary.ContainerSummary;
import io.github.ecsusagereport.summary.TaskSummary.EndReason;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.summary.TextLine;
import io.github.ecsusagereport.usage.ContainerSample;
import io.github.ecsusagereport.usage.ContainerUsage;
import io.github.ecsusagereport.usage.TaskUsage;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Any bytes as the endpoint's answer: a value whose line is right, or MALFORMED. */
@Timeout(10)
class DecoderFuzzTest {
  private static final int MOST_BYTES_FOR_EACH = 100;
  private static final int MOST_LINE_BYTES = 16_000;
  private static final long NOW = 1_800_000_000_000_000_000L;

  static Stream<byte[]> tasks() throws IOException {
    return bodies(
        "task-after-exit",
        "task-anywhere",
        "task-ec2-awsvpc-v3",
        "task-ec2-bridge",
        "task-fargate-1.4");
  }

  static Stream<byte[]> stats() throws IOException {
    return bodies(
        "all-empty",
        "all-null",
        "ec2-cgroup-v1",
        "ec2-cgroup-v2",
        "fargate-1.3",
        "fargate-1.4",
        "first-sample",
        "managed-instances",
        "pause-only",
        "windows-docker",
        "windows-fargate",
        "zero-read");
  }

  private static Stream<byte[]> bodies(String... names) throws IOException {
    byte[][] bodies = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      bodies[i] = Bodies.resource(names[i] + ".json");
    }
    return Stream.of(bodies);
  }

  @MethodSource("tasks")
  @FuzzTest
  void task(byte[] body) {
    TaskMetadata task =
        Allocation.limited(
            body, Allocation.MIB, MOST_BYTES_FOR_EACH, () -> orNull(() -> Bodies.task(body)));
    if (task == null) {
      return;
    }
    TaskMetadata again = task.after(task);
    assertEquals(again, again.after(again));
    TaskUsage usage = new TaskUsage(task.limits(), Double.NaN, true);
    for (ContainerMetadata container : task.containers()) {
      describe(usage, container.name(), container.memoryLimitMiB(), container);
    }
    TaskSummary summary = summary(task, usage);
    assertIsOneLine(SummaryLine.encode(summary));
    assertIsJson(SummaryLine.encode(summary));
    assertIsOneLine(TextLine.encode(summary));
  }

  /** Each entry is taken as a later reading of one container, too. */
  @MethodSource("stats")
  @FuzzTest
  void taskStats(byte[] body) {
    TaskStats stats =
        Allocation.limited(
            body, Allocation.MIB, MOST_BYTES_FOR_EACH, () -> orNull(() -> Bodies.stats(body)));
    if (stats == null) {
      return;
    }
    TaskUsage usage = new TaskUsage(TaskMetadata.UNKNOWN_TASK.limits(), Double.NaN, true);
    describe(usage, "batch", UNKNOWN, null);
    stats.samples().keySet().forEach(id -> describe(usage, "/" + id, UNKNOWN, null));
    stats
        .samples()
        .forEach(
            (id, sample) -> {
              usage.add("batch", sample, sample.readEpochNanos());
              usage.add("/" + id, sample, sample.readEpochNanos());
              usage.endPoll();
              assertUsable(sample, usage);
            });
    TaskSummary summary = summary(TaskMetadata.UNKNOWN_TASK, usage);
    assertIsJson(SummaryLine.encode(summary));
    assertIsOneLine(TextLine.encode(summary));
  }

  private static void describe(
      TaskUsage usage, String name, long memoryLimitMiB, ContainerMetadata container) {
    ContainerUsage described = usage.describe(name, memoryLimitMiB);
    if (container != null) {
      described.startedAt(container.startedAtEpochNanos());
    }
    described.state(true, UNKNOWN);
    usage.watch(described, true, true);
  }

  private interface Reading<T> {
    T read() throws MetadataException;
  }

  /** Null when it is malformed. */
  private static <T> T orNull(Reading<T> reading) {
    try {
      return reading.read();
    } catch (MetadataException e) {
      assertEquals(Kind.MALFORMED, e.kind());
      return null;
    }
  }

  private static void assertUsable(ContainerSample sample, TaskUsage usage) {
    assertTrue(sample.readEpochNanos() >= 0, sample::toString);
    assertTrue(sample.cpuTimeNanos() != UNKNOWN || sample.memoryUsedBytes() != UNKNOWN);
    for (Metrics metrics :
        List.of(usage.taskMetrics(false), usage.containerMetrics("batch", true))) {
      for (Metric metric : Metric.values()) {
        Double value = metrics.get(metric);
        assertTrue(value == null || value >= 0, () -> metric.jsonName() + " " + value);
      }
      assertOrdered(metrics, Metric.P95_CPU_PERCENT, Metric.MAX_CPU_PERCENT);
      assertOrdered(metrics, Metric.P95_MEMORY_USED_MIB, Metric.MAX_MEMORY_USED_MIB);
      assertOrdered(metrics, Metric.LAST_MEMORY_USED_MIB, Metric.MAX_MEMORY_USED_MIB);
    }
  }

  private static void assertOrdered(Metrics metrics, Metric low, Metric high) {
    if (metrics.get(low) != null) {
      assertTrue(metrics.get(low) <= metrics.get(high), metrics::toString);
    }
  }

  private static TaskSummary summary(TaskMetadata task, TaskUsage usage) {
    List<ContainerSummary> containers =
        task.containers().stream()
            .map(
                each ->
                    new ContainerSummary(
                        identity(each),
                        each.type(),
                        each.isNormal(),
                        each.knownStatus(),
                        each.health(),
                        each.startedAtEpochNanos(),
                        each.endEpochNanos(),
                        usage.containerMetrics(each.name(), false)))
            .toList();
    return new TaskSummary(
        NOW,
        LineType.REPORT,
        Status.UNKNOWN,
        EndReason.SIGNAL,
        null,
        false,
        task.task(),
        null,
        null,
        BatchJob.NONE,
        containers.isEmpty() ? null : containers.get(0).container(),
        UNKNOWN,
        task.pullStartedAtEpochNanos(),
        task.pullStoppedAtEpochNanos(),
        UNKNOWN,
        task.executionStoppedAtEpochNanos(),
        usage.watchedMetrics(task.isNetworkShared()),
        usage.taskMetrics(task.isNetworkShared()),
        usage.durationAtVcpu(1000),
        null,
        containers,
        Sampling.ofPolls(1, 0),
        new CollectorCost("0", new Metrics()),
        usage.curve(0));
  }

  private static ContainerIdentity identity(ContainerMetadata container) {
    return new ContainerIdentity(
        container.name(),
        container.image(),
        container.imageId(),
        container.exitCode(),
        container.restartCount());
  }

  private static void assertIsOneLine(byte[] line) {
    assertTrue(line.length <= MOST_LINE_BYTES, () -> line.length + " bytes");
    String text = new String(line, UTF_8);
    assertTrue(text.endsWith("\n"), text);
    assertEquals(1, text.lines().count(), text);
  }

  private static void assertIsJson(byte[] line) {
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
      while (json.nextToken() != null) {
        // to the end
      }
    }
  }
}
