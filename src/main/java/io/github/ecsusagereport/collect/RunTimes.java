package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.usage.ContainerUsage;
import java.util.List;

/** When containers began and ended, and how long that was; steps of the host's clock left out. */
final class RunTimes {
  private final TaskObserver observer;
  private final long now;

  /**
   * @param now by the host's clock
   */
  RunTimes(TaskObserver observer, long now) {
    this.observer = observer;
    this.now = now - observer.hostClock().stepsNanos();
  }

  /** Duration, and what came before the start. */
  void put(Metrics metrics, List<ContainerMetadata> containers) {
    putDifference(metrics, Metric.DURATION_MS, start(containers), end(containers));
    long start = firstStart(containers);
    putDifference(metrics, Metric.INIT_DURATION_MS, beginning(containers), start);
  }

  /** What only the task has, told of the start of these. */
  void putTaskLevel(Metrics metrics, List<ContainerMetadata> containers, long requestedAt) {
    long pullStarted = observer.task().pullStartedAtEpochNanos();
    long pullStopped = observer.task().pullStoppedAtEpochNanos();
    long start = firstStart(containers);
    if (observer.task().isFargate()) {
      metrics.putCount(Metric.BILLED_DURATION_MS, Billing.billedMillis(pullStarted, now));
    }
    putDifference(metrics, Metric.REQUEST_DELAY_MS, requestedAt, beginning(containers));
    long lastStart = lastStart(observer.watched());
    if (lastStart == UNKNOWN || pullStopped <= lastStart) {
      putDifference(metrics, Metric.PULL_DURATION_MS, pullStarted, pullStopped);
    } else {
      putDifference(metrics, Metric.SIDECAR_PULL_MS, start, pullStopped);
    }
  }

  /**
   * Where the start began: with the pull, or, where the images were there (then there is no pull,
   * or it is that of another container, later), with the creation of the container.
   */
  private long beginning(List<ContainerMetadata> containers) {
    long pullStarted = observer.task().pullStartedAtEpochNanos();
    long start = firstStart(containers);
    if (pullStarted != UNKNOWN && (start == UNKNOWN || pullStarted <= start)) {
      return pullStarted;
    }
    long first = UNKNOWN;
    for (ContainerMetadata container : containers) {
      first = earlier(first, container.createdAtEpochNanos());
    }
    return first;
  }

  /** Unless it is below 0: of two clocks, or of a clock that was set back. */
  private static void putDifference(Metrics metrics, Metric metric, long from, long to) {
    if (from != UNKNOWN && to >= from) {
      metrics.put(metric, (to - from) / 1e6);
    }
  }

  static long firstStart(List<ContainerMetadata> containers) {
    long first = UNKNOWN;
    for (ContainerMetadata container : containers) {
      first = earlier(first, container.startedAtEpochNanos());
    }
    return first;
  }

  private static long lastStart(List<ContainerMetadata> containers) {
    long last = UNKNOWN;
    for (ContainerMetadata container : containers) {
      last = Math.max(last, container.startedAtEpochNanos());
    }
    return last;
  }

  static long earlier(long one, long other) {
    return one == UNKNOWN || (other != UNKNOWN && other < one) ? other : one;
  }

  /** As ECS tells it. */
  static long lastEnd(List<ContainerMetadata> containers) {
    long last = UNKNOWN;
    for (ContainerMetadata container : containers) {
      last = Math.max(last, container.endEpochNanos());
    }
    return last;
  }

  /** The last end where all have ended, else now. */
  long end(List<ContainerMetadata> containers) {
    long end = UNKNOWN;
    for (ContainerMetadata container : containers) {
      long one = usage(container).endEpochNanos();
      if (one == UNKNOWN && !container.isNeverStarted()) {
        return now;
      }
      end = Math.max(end, one);
    }
    return end == UNKNOWN ? now : end;
  }

  /** The first start. */
  long start(List<ContainerMetadata> containers) {
    long start = UNKNOWN;
    for (ContainerMetadata container : containers) {
      start = earlier(start, usage(container).startedAtEpochNanos());
    }
    return start;
  }

  private ContainerUsage usage(ContainerMetadata container) {
    return observer.usage().container(container.name());
  }
}
