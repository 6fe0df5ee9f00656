package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.metadata.ContainerMetadata;
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
   * The status of the run.
   *
   * @param observer what is known
   * @param wasTold whether the sidecar was told to stop
   */
  static Status of(TaskObserver observer, boolean wasTold) {
    List<ContainerMetadata> watched = observer.watched();
    boolean endedByItself = observer.task().hasEssentialStopped() && isAnyStopped(watched);
    Status worst = null;
    for (ContainerMetadata container : watched) {
      // A log router that outlives the batch was not what the run was about.
      if (container.isStopped() || !endedByItself) {
        Status status = of(container, observer, wasTold);
        boolean isWorse = worst == null || WORST_FIRST.indexOf(status) < WORST_FIRST.indexOf(worst);
        worst = isWorse ? status : worst;
      }
    }
    return worst == null ? Status.UNKNOWN : worst;
  }

  private static boolean isAnyStopped(List<ContainerMetadata> watched) {
    for (ContainerMetadata container : watched) {
      if (container.isStopped()) {
        return true;
      }
    }
    return false;
  }

  private static Status of(ContainerMetadata container, TaskObserver observer, boolean wasTold) {
    if (!container.isStopped()) {
      boolean isKnownToRun = container.isAlive() && observer.isTaskCurrent();
      return wasTold && isKnownToRun ? Status.STOPPED : Status.UNKNOWN;
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
