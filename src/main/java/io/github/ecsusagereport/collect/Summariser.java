package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.TaskMetadata;
import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.Sampling;
import io.github.ecsusagereport.summary.TaskSummary;
import io.github.ecsusagereport.summary.TaskSummary.CollectorCost;
import io.github.ecsusagereport.summary.TaskSummary.ContainerIdentity;
import io.github.ecsusagereport.summary.TaskSummary.ContainerSummary;
import io.github.ecsusagereport.summary.TaskSummary.EndReason;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.ArrayList;
import java.util.List;

/** What is known of the task, as a line. */
final class Summariser {
  private final CollectConfig config;
  private final String version;
  private final TaskObserver observer;

  Summariser(CollectConfig config, String version, TaskObserver observer) {
    this.config = config;
    this.version = version;
    this.observer = observer;
  }

  /** A line about a task that goes on. */
  TaskSummary running(LineType type, long now) {
    return summary(type, Status.RUNNING, null, now);
  }

  /** The last line. */
  TaskSummary report(EndReason endReason, long now) {
    boolean wasTold = endReason == EndReason.SIGNAL;
    return summary(LineType.REPORT, Verdict.of(observer, wasTold), endReason, now);
  }

  private TaskSummary summary(LineType type, Status status, EndReason endReason, long now) {
    TaskMetadata task = observer.task();
    List<ContainerMetadata> watched = observer.watched();
    List<ContainerMetadata> all = new ArrayList<>(task.containers());
    all.sort(Summariser::byStart);
    Metrics taskMetrics =
        withTaskLevel(observer.usage().taskMetrics(task.isNetworkShared()), withoutPause(all), now);
    return new TaskSummary(
        now,
        type,
        status,
        endReason,
        task.task(),
        config.job(),
        watched.size() == 1 ? identity(watched.get(0)) : null,
        config.requestedAtEpochNanos(),
        task.pullStartedAtEpochNanos(),
        task.pullStoppedAtEpochNanos(),
        firstStart(watched),
        observer.hasEnded() ? lastEnd(watched) : UNKNOWN,
        withTaskLevel(observer.usage().watchedMetrics(task.isNetworkShared()), watched, now),
        taskMetrics,
        durationAtVcpu(taskMetrics),
        containerSummaries(all, now),
        sampling(watched, now),
        cost());
  }

  /** A pause container may start before the pull that the task's start is measured from. */
  private static List<ContainerMetadata> withoutPause(List<ContainerMetadata> containers) {
    List<ContainerMetadata> others = new ArrayList<>(containers);
    others.removeIf(ContainerMetadata::isPause);
    return others;
  }

  /** One that has not started comes last. Written out: Comparator's own lambdas cost 8 ms. */
  private static int byStart(ContainerMetadata one, ContainerMetadata other) {
    int order = Long.compareUnsigned(one.startedAtEpochNanos(), other.startedAtEpochNanos());
    return order != 0 ? order : one.name().compareTo(other.name());
  }

  private List<DurationAtVcpu> durationAtVcpu(Metrics taskMetrics) {
    Double durationMs = taskMetrics.get(Metric.DURATION_MS);
    return durationMs == null ? List.of() : observer.usage().durationAtVcpu(durationMs);
  }

  private static ContainerIdentity identity(ContainerMetadata container) {
    return new ContainerIdentity(
        container.name(),
        container.image(),
        container.imageId(),
        container.isStopped() ? container.exitCode() : null,
        container.restartCount());
  }

  private List<ContainerSummary> containerSummaries(List<ContainerMetadata> all, long now) {
    List<ContainerSummary> summaries = new ArrayList<>();
    for (ContainerMetadata each : all) {
      summaries.add(containerSummary(each, observer.isWatched(each), now));
    }
    return summaries;
  }

  private ContainerSummary containerSummary(
      ContainerMetadata container, boolean isWatched, long now) {
    Metrics metrics =
        observer.usage().containerMetrics(container.name(), observer.task().isNetworkShared());
    putTimes(metrics, List.of(container), now);
    return new ContainerSummary(
        identity(container),
        container.isNormal() ? null : container.type(),
        isWatched,
        container.knownStatus(),
        container.startedAtEpochNanos(),
        container.endEpochNanos(),
        metrics);
  }

  private Metrics withTaskLevel(Metrics metrics, List<ContainerMetadata> containers, long now) {
    TaskMetadata task = observer.task();
    putTimes(metrics, containers, now);
    if (task.isFargate()) {
      metrics.putCount(
          Metric.BILLED_DURATION_MS, Billing.billedMillis(task.pullStartedAtEpochNanos(), now));
    }
    putDifference(
        metrics,
        Metric.REQUEST_DELAY_MS,
        config.requestedAtEpochNanos(),
        task.pullStartedAtEpochNanos());
    putDifference(
        metrics,
        Metric.PULL_DURATION_MS,
        task.pullStartedAtEpochNanos(),
        task.pullStoppedAtEpochNanos());
    metrics.putCount(Metric.EPHEMERAL_STORAGE_USED_MIB, observer.ephemeralStorageUsedMiB());
    metrics.putCount(Metric.EPHEMERAL_STORAGE_SIZE_MIB, task.ephemeralStorageSizeMiB());
    return metrics;
  }

  private void putTimes(Metrics metrics, List<ContainerMetadata> containers, long now) {
    long start = firstStart(containers);
    putDifference(metrics, Metric.DURATION_MS, start, end(containers, now));
    putDifference(
        metrics, Metric.INIT_DURATION_MS, observer.task().pullStartedAtEpochNanos(), start);
  }

  /** Unless it is below 0: of two clocks, or of a clock that was set back. */
  private static void putDifference(Metrics metrics, Metric metric, long from, long to) {
    if (from != UNKNOWN && to >= from) {
      metrics.put(metric, (to - from) / 1e6);
    }
  }

  private static long firstStart(List<ContainerMetadata> containers) {
    long first = UNKNOWN;
    for (ContainerMetadata container : containers) {
      long start = container.startedAtEpochNanos();
      if (start != UNKNOWN && (first == UNKNOWN || start < first)) {
        first = start;
      }
    }
    return first;
  }

  private static long lastEnd(List<ContainerMetadata> containers) {
    long last = UNKNOWN;
    for (ContainerMetadata container : containers) {
      last = Math.max(last, container.endEpochNanos());
    }
    return last;
  }

  /** The last end where all have ended, else now. */
  private static long end(List<ContainerMetadata> containers, long now) {
    for (ContainerMetadata container : containers) {
      if (container.endEpochNanos() == UNKNOWN) {
        return now;
      }
    }
    return lastEnd(containers);
  }

  private Sampling sampling(List<ContainerMetadata> watched, long now) {
    var usage = observer.usage();
    return new Sampling(
        observer.endpoint().polls(),
        observer.endpoint().missedPolls(),
        observer.endpoint().missedTaskReads(),
        usage.readings(),
        observer.droppedReadings(),
        usage.resolutionMs(),
        usage.longestGapNanos(),
        coveragePercent(watched, now),
        lastReadingAge(watched, now),
        usage.resets(),
        usage.clockSteps());
  }

  private double coveragePercent(List<ContainerMetadata> watched, long now) {
    long duration = 0;
    for (ContainerMetadata each : watched) {
      if (each.startedAtEpochNanos() != UNKNOWN) {
        duration += end(List.of(each), now) - each.startedAtEpochNanos();
      }
    }
    return duration <= 0
        ? Double.NaN
        : Math.min(100, 100.0 * observer.usage().sampledNanos() / duration);
  }

  /** The oldest one's, of several. */
  private long lastReadingAge(List<ContainerMetadata> watched, long now) {
    long age = UNKNOWN;
    for (ContainerMetadata container : watched) {
      long read = observer.usage().container(container.name()).lastReadEpochNanos();
      if (read != UNKNOWN) {
        age = Math.max(age, Math.max(0, end(List.of(container), now) - read));
      }
    }
    return age;
  }

  private CollectorCost cost() {
    Metrics cost = new Metrics();
    ContainerMetadata self = observer.self();
    if (self != null && observer.usage().container(self.name()) != null) {
      Metrics own = observer.usage().containerMetrics(self.name(), true);
      copy(own, cost, Metric.CPU_TIME_MS);
      copy(own, cost, Metric.MAX_MEMORY_USED_MIB);
    }
    return new CollectorCost(version, cost);
  }

  private static void copy(Metrics from, Metrics to, Metric metric) {
    if (from.get(metric) != null) {
      to.put(metric, from.get(metric));
    }
  }
}
