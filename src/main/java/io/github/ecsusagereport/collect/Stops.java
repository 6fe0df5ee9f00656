package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.TaskMetadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the looks at {@code /task} showed of how its containers came to stop. */
final class Stops {
  private final Set<String> stoppedFromOutside = new HashSet<>();
  private final Set<String> endedAtTheStop = new HashSet<>();
  private final Map<String, Long> stoppedAlone = new HashMap<>();
  private long lastLookAt;

  /**
   * Takes a look, and the one before.
   *
   * @param now by the host's clock, as ECS tells times
   */
  void add(TaskMetadata task, TaskMetadata before, long now) {
    lastLookAt = now;
    for (ContainerMetadata container : task.containers()) {
      if (container.isStopped() && !task.hasEssentialStopped()) {
        stoppedAlone.putIfAbsent(container.name(), now);
      }
      if (task.isStoppedFromOutside() && container.isAlive()) {
        stoppedFromOutside.add(container.name());
      } else if (task.isStoppedFromOutside() && !before.hasStopped(container.name())) {
        endedAtTheStop.add(container.name());
      }
    }
  }

  /**
   * Whether the container still ran when the task was told to stop, and by no container's end; or
   * both were seen at once, and it did not end well.
   */
  boolean wasFromOutside(ContainerMetadata container) {
    boolean hasSucceeded = container.exitCode() != null && container.exitCode() == 0;
    return wasAliveAtTheStop(container)
        || (endedAtTheStop.contains(container.name()) && !hasSucceeded);
  }

  /** Whether the container was seen not to have stopped when the task was told to, from outside. */
  boolean wasAliveAtTheStop(ContainerMetadata container) {
    return stoppedFromOutside.contains(container.name());
  }

  /**
   * Whether the container was seen to have stopped, and its end was not noted as that of an
   * essential one.
   */
  boolean isNotEssential(ContainerMetadata container, TaskMetadata task) {
    Long seenAt = stoppedAlone.get(container.name());
    return seenAt != null && task.isNotedAfter(seenAt, lastLookAt);
  }
}
