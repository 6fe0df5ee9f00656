package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.TaskMetadata;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.List;

/** How a run ended. */
final class Verdict {
  private static final double NEAR_LIMIT_PERCENT = 95;

  /** By SIGKILL. */
  private static final int KILLED = 137;

  /** The worst one counts, in this order. */
  private static final List<Status> WORST_FIRST =
      List.of(Status.OUT_OF_MEMORY, Status.FAILURE, Status.STOPPED, Status.UNKNOWN, Status.SUCCESS);

  private Verdict() {}

  /**
   * The status of the run. Not decided by a container that stopped, or is to stop, because another
   * one had ended (a log router), nor by one that was never started, unless none was.
   *
   * @param observer what is known
   * @param wasTold whether the sidecar was told to stop
   */
  static Status of(TaskObserver observer, boolean wasTold) {
    List<ContainerMetadata> watched = observer.watched();
    if (isNeverStarted(watched)) {
      return Status.FAILURE;
    }
    Status worst = null;
    for (ContainerMetadata container : watched) {
      if (!container.isNeverStarted() && !wasStoppedByAnother(container, observer)) {
        Status status = of(container, observer, wasTold);
        boolean isWorse = worst == null || WORST_FIRST.indexOf(status) < WORST_FIRST.indexOf(worst);
        worst = isWorse ? status : worst;
      }
    }
    if (worst == null) {
      return watched.isEmpty() ? Status.UNKNOWN : Status.STOPPED;
    }
    return worst;
  }

  /** Whether there is something to watch, and nothing of it ever ran. */
  static boolean isNeverStarted(List<ContainerMetadata> watched) {
    for (ContainerMetadata container : watched) {
      if (!container.isNeverStarted()) {
        return false;
      }
    }
    return !watched.isEmpty();
  }

  /**
   * The agent notes the end of the first essential container, and then tells the others to stop.
   */
  private static boolean wasStoppedByAnother(ContainerMetadata container, TaskObserver observer) {
    TaskMetadata task = observer.task();
    if (!task.hasEssentialStopped()) {
      return false;
    }
    return container.isStopped()
        ? container.endEpochNanos() > task.executionStoppedAtEpochNanos()
        : container.isAlive();
  }

  private static Status of(ContainerMetadata container, TaskObserver observer, boolean wasTold) {
    if (!container.isStopped()) {
      boolean isKnownToRun = container.isAlive() && observer.isTaskCurrent();
      return wasTold && isKnownToRun ? Status.STOPPED : Status.UNKNOWN;
    }
    if (observer.wasStoppedFromOutside(container)) {
      return Status.STOPPED;
    }
    if (container.exitCode() == null) {
      return Status.UNKNOWN;
    }
    if (container.exitCode() == 0) {
      return Status.SUCCESS;
    }
    Metrics own = observer.usage().containerMetrics(container.name(), true);
    Metrics whole = observer.usage().taskMetrics(true);
    // A limit is also hit by page cache alone, which harms nobody: it counts for what was killed.
    boolean wasKilledAtLimit =
        container.exitCode() == KILLED && own.get(Metric.MEMORY_LIMIT_HITS) != null;
    return isNearLimit(own) || isNearLimit(whole) || wasKilledAtLimit
        ? Status.OUT_OF_MEMORY
        : Status.FAILURE;
  }

  private static boolean isNearLimit(Metrics metrics) {
    Double utilization = metrics.get(Metric.MAX_MEMORY_UTILIZATION);
    return utilization != null && utilization >= NEAR_LIMIT_PERCENT;
  }
}
