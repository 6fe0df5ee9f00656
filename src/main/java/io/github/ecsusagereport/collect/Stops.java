package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.TaskMetadata;
import java.util.HashSet;
import java.util.Set;

/** What the looks at {@code /task} showed of how its containers came to stop. */
final class Stops {
  private final Set<String> stoppedFromOutside = new HashSet<>();
  private final Set<String> endedAtTheStop = new HashSet<>();
  private final Set<String> notEssential = new HashSet<>();

  /** Takes a look, and the one before. */
  void add(TaskMetadata task, TaskMetadata before) {
    for (ContainerMetadata container : task.containers()) {
      if (container.isStopped() && !task.hasEssentialStopped()) {
        notEssential.add(container.name());
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

  /** Whether the container was seen to have stopped before an essential one had. */
  boolean isNotEssential(ContainerMetadata container) {
    return notEssential.contains(container.name());
  }
}
