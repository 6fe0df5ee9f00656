package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.TaskSummary.OutOfMemoryEvidence.KERNEL;
import static io.github.ecsusagereport.summary.TaskSummary.OutOfMemoryEvidence.USAGE;

import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.TaskMetadata;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.TaskSummary.OutOfMemoryEvidence;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run ended.
 *
 * @param evidence what speaks for a kill for memory; null when it was none
 */
record Verdict(Status status, OutOfMemoryEvidence evidence) {
  private static final double NEAR_LIMIT_PERCENT = 95;

  /** By SIGKILL. */
  private static final int KILLED = 137;

  /** By SIGTERM, as ECS stops a container. The kernel sends none. */
  private static final int TERMINATED = 143;

  /** The worst one counts, in this order. */
  private static final List<Status> WORST_FIRST =
      List.of(Status.OUT_OF_MEMORY, Status.FAILURE, Status.STOPPED, Status.UNKNOWN, Status.SUCCESS);

  private static Verdict of(Status status) {
    return new Verdict(status, null);
  }

  /**
   * The verdict on the run. Not decided by a container that stopped, or is to stop, because another
   * one had ended (a log router). One that was never started fails the run, unless the task ended
   * for another reason.
   *
   * @param observer what is known
   * @param machine what the machine tells
   * @param wasTold whether the sidecar was told to stop
   */
  static Verdict of(TaskObserver observer, MachineObserver machine, boolean wasTold) {
    Verdict worst = neverStarted(observer, wasTold).isEmpty() ? null : of(Status.FAILURE);
    for (ContainerMetadata container : observer.watched()) {
      if (!container.isNeverStarted() && !wasStoppedByAnother(container, observer)) {
        Verdict verdict = of(container, observer, machine, wasTold);
        worst = worst == null || verdict.isWorseThan(worst) ? verdict : worst;
      }
    }
    if (worst == null) {
      return of(observer.watched().isEmpty() ? Status.UNKNOWN : Status.STOPPED);
    }
    return worst;
  }

  private boolean isWorseThan(Verdict other) {
    return WORST_FIRST.indexOf(status) < WORST_FIRST.indexOf(other.status);
  }

  /** The watched containers that never started, and failed the run by it. */
  static List<ContainerMetadata> neverStarted(TaskObserver observer, boolean wasTold) {
    List<ContainerMetadata> never = new ArrayList<>();
    for (ContainerMetadata container : observer.watched()) {
      if (container.isNeverStarted() && !hasOtherEnd(container, observer, wasTold)) {
        never.add(container);
      }
    }
    return never;
  }

  /**
   * Whether the task ended from outside, or by a container that ran. {@code /task} does not tell
   * which are essential, but notes the end of the first of those.
   */
  private static boolean hasOtherEnd(
      ContainerMetadata container, TaskObserver observer, boolean wasTold) {
    for (ContainerMetadata each : observer.watched()) {
      if (observer.stops().wasAliveAtTheStop(each)) {
        return true;
      }
    }
    boolean isOtherEnd =
        observer.task().hasEssentialStopped() ? observer.task().isEndedByOneThatRan() : wasTold;
    return isOtherEnd
        || (hasStarted(observer) && observer.stops().isNotEssential(container, observer.task()));
  }

  private static boolean hasStarted(TaskObserver observer) {
    for (ContainerMetadata each : observer.watched()) {
      if (!each.isNeverStarted()) {
        return true;
      }
    }
    return false;
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

  private static Verdict of(
      ContainerMetadata container,
      TaskObserver observer,
      MachineObserver machine,
      boolean wasTold) {
    if (!container.isStopped()) {
      boolean isKnownToRun = container.isAlive() && observer.isTaskCurrent();
      return of(wasTold && isKnownToRun ? Status.STOPPED : Status.UNKNOWN);
    }
    boolean wasKilled = hasEndedWith(container, KILLED);
    boolean wasTerminated = hasEndedWith(container, TERMINATED);
    OomKills kills = machine.oomKills();
    // It may be gone before /task shows that it was told to.
    boolean wasTerminatedFirst = wasTerminated && observer.task().isEndOfExecution(container);
    if (wasTerminatedFirst || observer.stops().wasFromOutside(container)) {
      boolean isKill = wasKilled && kills != null && kills.isAnySinceStop();
      return isKill ? outOfMemory(KERNEL) : of(Status.STOPPED);
    }
    if (container.exitCode() == null) {
      return of(Status.UNKNOWN);
    }
    if (hasEndedWith(container, 0)) {
      return of(Status.SUCCESS);
    }
    if (observer.usage().container(container.name()).oomKills() > 0) {
      return outOfMemory(KERNEL);
    }
    long end = observer.usage().container(container.name()).endEpochNanos();
    if (kills != null && kills.count() > killsOfOthers(container, observer)) {
      boolean isOwn = wasKilled && kills.isLastAround(end);
      return outOfMemory(isOwn || isAlone(container, observer) ? KERNEL : USAGE);
    }
    boolean isKillForMemory = wasKilled ? !machine.isNotKilledForMemory(end) : !wasTerminated;
    boolean wasAtLimit =
        wasAtLimit(container, observer)
            || (wasKilled && observer.usage().wasAtLimit(container.name()));
    return isKillForMemory && wasAtLimit ? outOfMemory(USAGE) : of(Status.FAILURE);
  }

  /** Those of other containers that ended by one, before anything told them to. */
  private static int killsOfOthers(ContainerMetadata container, TaskObserver observer) {
    int kills = 0;
    for (ContainerMetadata each : observer.task().containers()) {
      boolean isOther = !each.name().equals(container.name());
      if (isOther
          && hasEndedWith(each, KILLED)
          && !wasStoppedByAnother(each, observer)
          && !observer.stops().wasFromOutside(each)) {
        kills++;
      }
    }
    return kills;
  }

  /** Whether no other container but the sidecar can have lost a process. */
  private static boolean isAlone(ContainerMetadata container, TaskObserver observer) {
    for (ContainerMetadata each : observer.task().containers()) {
      boolean isSelf = observer.self() != null && each.name().equals(observer.self().name());
      if (!isSelf
          && !each.isPause()
          && !each.isNeverStarted()
          && !each.name().equals(container.name())) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasEndedWith(ContainerMetadata container, int exitCode) {
    return container.exitCode() != null && container.exitCode() == exitCode;
  }

  private static Verdict outOfMemory(OutOfMemoryEvidence evidence) {
    return new Verdict(Status.OUT_OF_MEMORY, evidence);
  }

  /** Likely, and never certain. */
  private static boolean wasAtLimit(ContainerMetadata container, TaskObserver observer) {
    Metrics own = observer.usage().containerMetrics(container.name(), true);
    Metrics whole = observer.usage().taskMetrics(true);
    // A limit is also hit by page cache alone, which harms nobody: it counts for what was killed.
    boolean wasKilledAtLimit =
        hasEndedWith(container, KILLED) && own.get(Metric.MEMORY_LIMIT_HITS) != null;
    return isNearLimit(own) || isNearLimit(whole) || wasKilledAtLimit;
  }

  private static boolean isNearLimit(Metrics metrics) {
    Double utilization = metrics.get(Metric.MAX_MEMORY_UTILIZATION);
    return utilization != null && utilization >= NEAR_LIMIT_PERCENT;
  }
}
