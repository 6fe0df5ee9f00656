package io.github.ecsusagereport.summary;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.TaskSummary.CollectorCost;
import io.github.ecsusagereport.summary.TaskSummary.ContainerIdentity;
import io.github.ecsusagereport.summary.TaskSummary.ContainerSummary;
import io.github.ecsusagereport.summary.TaskSummary.EndReason;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.OutOfMemoryEvidence;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A summary with every field set. */
final class SummaryFixture {
  static final long START = Timestamps.parse("2026-01-05T03:00:12.25Z");
  static final TaskIdentity TASK =
      new TaskIdentity(
          "nightly",
          "arn:aws:ecs:eu-west-1:123456789012:task/nightly/8f03e41243824aea923aca126495f665",
          "8f03e41243824aea923aca126495f665",
          "import",
          "42",
          "FARGATE",
          "eu-west-1a",
          "importer");

  private static final Set<Metric> TASK_LEVEL =
      EnumSet.of(
          Metric.BILLED_DURATION_MS,
          Metric.REQUEST_DELAY_MS,
          Metric.PULL_DURATION_MS,
          Metric.SIDECAR_PULL_MS,
          Metric.EPHEMERAL_STORAGE_USED_MIB,
          Metric.EPHEMERAL_STORAGE_SIZE_MIB);
  private static final Metrics EVERY_METRIC = metrics(EnumSet.allOf(Metric.class));
  private static final Metrics CONTAINER_METRICS =
      metrics(EnumSet.complementOf(EnumSet.copyOf(TASK_LEVEL)));

  private SummaryFixture() {}

  static TaskSummary full() {
    return with(new ContainerIdentity("batch", "import:42", "sha256:0a1b", 0, 1), "nightly", 2);
  }

  static TaskSummary with(ContainerIdentity watched, String job, int containers) {
    long seconds = 1_000_000_000L;
    ContainerSummary container =
        new ContainerSummary(
            watched,
            "CNI_PAUSE",
            true,
            "STOPPED",
            "UNHEALTHY",
            START,
            START + 60 * seconds,
            CONTAINER_METRICS);
    return new TaskSummary(
        START + 61 * seconds,
        LineType.REPORT,
        Status.SUCCESS,
        EndReason.CONTAINER_EXITED,
        null,
        false,
        TASK,
        "ARM64",
        job,
        new BatchJob("5a1c2f0e-0d9b-4c3e-8f27-6b1d9e4a7c55:7", 2, 7, "nightly-queue"),
        watched,
        START - 20 * seconds,
        START - 15 * seconds,
        START - 5 * seconds,
        START,
        START + 60 * seconds,
        EVERY_METRIC,
        EVERY_METRIC,
        IntStream.range(0, 7).mapToObj(i -> new DurationAtVcpu((1 << i) / 4.0, 1.5 + i)).toList(),
        MACHINE,
        Collections.nCopies(containers, container),
        new Sampling(
            60,
            1,
            2,
            Sampling.Source.MIXED,
            7,
            3,
            10_000,
            10_001_500_000L,
            98.3333,
            1_000_000,
            4,
            5),
        new CollectorCost(
            "1.2.3", metrics(EnumSet.of(Metric.CPU_TIME_MS, Metric.MAX_MEMORY_USED_MIB))),
        new UsageCurve(1000, "12 101 -", "30 31 -"));
  }

  private static final MachineSummary MACHINE =
      new MachineSummary(
          metrics(
              EnumSet.of(
                  Metric.CPU_TIME_MS,
                  Metric.P95_CPU_PERCENT,
                  Metric.MAX_CPU_PERCENT,
                  Metric.MAX_MEMORY_USED_MIB,
                  Metric.LAST_MEMORY_USED_MIB,
                  Metric.NETWORK_RX_BYTES,
                  Metric.NETWORK_TX_BYTES)),
          1,
          601,
          6,
          -12.5,
          3.25,
          1.75,
          true,
          true);

  /** 1 for the first field, 2 for the second, with a fraction that only decimals keep. */
  private static Metrics metrics(Set<Metric> which) {
    Metrics metrics = new Metrics();
    double value = 0.25;
    for (Metric metric : Metric.values()) {
      value++;
      if (which.contains(metric)) {
        metrics.put(metric, value);
      }
    }
    if (which.contains(Metric.BILLED_DURATION_MS)) {
      metrics.put(Metric.BILLED_DURATION_MS, 62_000);
    }
    return metrics;
  }

  static TaskSummary empty() {
    return new TaskSummary(
        START,
        LineType.CHECKPOINT,
        Status.RUNNING,
        null,
        null,
        false,
        TaskIdentity.UNKNOWN,
        null,
        null,
        BatchJob.NONE,
        null,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        new Metrics(),
        new Metrics(),
        List.of(),
        null,
        List.of(),
        new Sampling(0, 0, 0, null, 0, 0, UNKNOWN, UNKNOWN, Double.NaN, UNKNOWN, 0, 0),
        new CollectorCost("1.2.3", new Metrics()),
        null);
  }

  /** The same line of another type. */
  static TaskSummary with(TaskSummary summary, LineType type, Status status) {
    return copy(summary, type, status, summary.task());
  }

  /** The same line of another task. */
  static TaskSummary with(TaskSummary summary, TaskIdentity task) {
    return copy(summary, summary.type(), summary.status(), task);
  }

  private static TaskSummary copy(
      TaskSummary summary, LineType type, Status status, TaskIdentity task) {
    return new TaskSummary(
        summary.timeEpochNanos(),
        type,
        status,
        summary.endReason(),
        status == Status.OUT_OF_MEMORY ? OutOfMemoryEvidence.KERNEL : null,
        summary.isNeverStarted(),
        task,
        summary.cpuArchitecture(),
        summary.job(),
        summary.batchJob(),
        summary.watched(),
        summary.requestedAtEpochNanos(),
        summary.pullStartedAtEpochNanos(),
        summary.pullStoppedAtEpochNanos(),
        summary.startedAtEpochNanos(),
        summary.finishedAtEpochNanos(),
        summary.metrics(),
        summary.taskMetrics(),
        summary.durationAtVcpu(),
        summary.machine(),
        summary.containers(),
        summary.sampling(),
        summary.collector(),
        summary.curve());
  }
}
