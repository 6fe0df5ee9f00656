package io.github.ecsusagereport.metadata;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import io.github.ecsusagereport.usage.Limits;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /task}, as far as it is used.
 *
 * @param task names and numbers, as ECS gives them
 * @param isStarting whether containers may still come that are not listed yet
 * @param isToStop whether ECS wants it to stop: told from outside, or since an essential container
 *     has stopped
 * @param limits the task's size
 * @param pullStartedAtEpochNanos when the first image pull began
 * @param pullStoppedAtEpochNanos when the last image pull ended
 * @param executionStoppedAtEpochNanos when the first essential container stopped
 * @param ephemeralStorageUsedMiB Fargate only
 * @param ephemeralStorageSizeMiB Fargate only
 * @param containers those with a name, in the random order in which they come
 */
public record TaskMetadata(
    TaskIdentity task,
    boolean isStarting,
    boolean isToStop,
    Limits limits,
    long pullStartedAtEpochNanos,
    long pullStoppedAtEpochNanos,
    long executionStoppedAtEpochNanos,
    long ephemeralStorageUsedMiB,
    long ephemeralStorageSizeMiB,
    List<ContainerMetadata> containers) {

  /**
   * The agent notes the end of an essential container (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/api/task/task.go">task.go,
   * RecordExecutionStoppedAt</a>) when it hears of it: 24 to 101 ms later in 50 tasks. Of one that
   * never started no end is told, so only what ended so shortly before is known to be the reason.
   */
  private static final long UNTIL_NOTED_NANOS = 110_000_000;

  /** Before `/task` was ever answered. */
  public static final TaskMetadata UNKNOWN_TASK =
      new TaskMetadata(
          TaskIdentity.UNKNOWN,
          true,
          false,
          Limits.NONE,
          UNKNOWN,
          UNKNOWN,
          UNKNOWN,
          UNKNOWN,
          UNKNOWN,
          List.of());

  public TaskMetadata {
    containers = List.copyOf(containers);
  }

  /**
   * The same, with the first start of each container, and with the containers that were there
   * before and are no longer: ECS lists a container that has stopped, but AWS's endpoints for local
   * work do not.
   */
  public TaskMetadata after(TaskMetadata before) {
    List<ContainerMetadata> all = new ArrayList<>();
    for (ContainerMetadata container : containers) {
      ContainerMetadata old = before.byName(container.name());
      all.add(old == null ? container : container.startedAsIn(old));
    }
    for (ContainerMetadata old : before.containers) {
      if (byName(old.name()) == null) {
        all.add(old.lost());
      }
    }
    return new TaskMetadata(
        task,
        isStarting,
        isToStop,
        limits,
        pullStartedAtEpochNanos,
        pullStoppedAtEpochNanos,
        executionStoppedAtEpochNanos,
        ephemeralStorageUsedMiB,
        ephemeralStorageSizeMiB,
        all);
  }

  /** The container with this id, or null. */
  public ContainerMetadata byId(String id) {
    for (ContainerMetadata container : containers) {
      if (id.equals(container.id())) {
        return container;
      }
    }
    return null;
  }

  /** Whether the containers share one network, and with it its counters. */
  public boolean isNetworkShared() {
    for (ContainerMetadata container : containers) {
      if ("awsvpc".equals(container.networkMode())) {
        return true;
      }
    }
    return false;
  }

  /** Whether an essential container has ended; then all others are told to stop. */
  public boolean hasEssentialStopped() {
    return executionStoppedAtEpochNanos != UNKNOWN;
  }

  private ContainerMetadata byName(String name) {
    for (ContainerMetadata container : containers) {
      if (container.name().equals(name)) {
        return container;
      }
    }
    return null;
  }

  /** Whether a container that was listed has stopped. */
  public boolean hasStopped(String name) {
    ContainerMetadata container = byName(name);
    return container != null && container.isStopped();
  }

  /** Whether this is the container that had ended last when an essential one was seen to have. */
  public boolean isEndOfExecution(ContainerMetadata container) {
    long end = container.endEpochNanos();
    if (end == UNKNOWN || end > executionStoppedAtEpochNanos) {
      return false;
    }
    for (ContainerMetadata other : containers) {
      long otherEnd = other.endEpochNanos();
      if (otherEnd > end && otherEnd <= executionStoppedAtEpochNanos) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the end of an essential container was noted later than of one that ended by then, or
   * not yet.
   *
   * @param time of that end
   * @param now when the task was looked at
   */
  public boolean isNotedAfter(long time, long now) {
    long notedAt = hasEssentialStopped() ? executionStoppedAtEpochNanos : now;
    return notedAt > time + UNTIL_NOTED_NANOS;
  }

  /** Whether the essential container that ended is one that ran, and none that never started. */
  public boolean isEndedByOneThatRan() {
    for (ContainerMetadata container : containers) {
      long untilNoted = executionStoppedAtEpochNanos - container.endEpochNanos();
      if (container.endEpochNanos() != UNKNOWN
          && untilNoted >= 0
          && untilNoted <= UNTIL_NOTED_NANOS) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether it is to stop for another reason: StopTask, a deployment, Spot. The agent notes the end
   * of an essential container before it wants the task to stop (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/engine/task_manager.go#L512-L550">task_manager.go</a>).
   */
  public boolean isStoppedFromOutside() {
    return isToStop && !hasEssentialStopped();
  }

  public boolean isFargate() {
    return "FARGATE".equals(task.launchType());
  }
}
