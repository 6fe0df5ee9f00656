package io.github.ecsusagereport.summary;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.TaskSummary.CollectorCost;
import io.github.ecsusagereport.summary.TaskSummary.ContainerIdentity;
import io.github.ecsusagereport.summary.TaskSummary.ContainerSummary;
import io.github.ecsusagereport.summary.TaskSummary.EndReason;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import java.util.Collections;
import java.util.List;
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

  private SummaryFixture() {}

  static TaskSummary full() {
    return with(new ContainerIdentity("batch", "import:42", "sha256:0a1b", 0, 1), "nightly", 2);
  }

  static TaskSummary with(ContainerIdentity watched, String job, int containers) {
    long seconds = 1_000_000_000L;
    ContainerSummary container =
        new ContainerSummary(
            watched, "CNI_PAUSE", true, "STOPPED", START, START + 60 * seconds, everyMetric());
    return new TaskSummary(
        START + 61 * seconds,
        LineType.REPORT,
        Status.SUCCESS,
        EndReason.CONTAINER_EXITED,
        TASK,
        job,
        watched,
        START - 20 * seconds,
        START - 15 * seconds,
        START - 5 * seconds,
        START,
        START + 60 * seconds,
        everyMetric(),
        everyMetric(),
        IntStream.rangeClosed(1, 7).mapToObj(i -> new DurationAtVcpu(i / 4.0, 0.5 + i)).toList(),
        Collections.nCopies(containers, container),
        new Sampling(60, 1, 2, 7, 3, 10_000, 10_001_500_000L, 98.3333, 1_000_000, 4, 5),
        new CollectorCost("1.2.3", everyMetric()));
  }

  /** 1 for the first field, 2 for the second, with a fraction that only decimals keep. */
  private static Metrics everyMetric() {
    Metrics metrics = new Metrics();
    double value = 0.25;
    for (Metric metric : Metric.values()) {
      metrics.put(metric, ++value);
    }
    return metrics;
  }

  static TaskSummary empty() {
    return new TaskSummary(
        START,
        LineType.CHECKPOINT,
        Status.RUNNING,
        null,
        TaskIdentity.UNKNOWN,
        null,
        null,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        new Metrics(),
        new Metrics(),
        List.of(),
        List.of(),
        Sampling.ofPolls(UNKNOWN, UNKNOWN),
        new CollectorCost("1.2.3", new Metrics()));
  }
}
