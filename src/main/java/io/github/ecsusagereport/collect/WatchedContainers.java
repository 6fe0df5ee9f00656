package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.TaskMetadata;
import java.util.ArrayList;
import java.util.List;

/** Which containers' end is the end of the run. */
final class WatchedContainers {
  private WatchedContainers() {}

  /**
   * Those named; else the only other container of type NORMAL, else all the others. Never the
   * sidecar itself, and what AWS has put into the task only by its name.
   *
   * @param self null while the endpoint has not told
   * @param names from {@code USAGE_CONTAINER}, may be empty
   */
  static List<ContainerMetadata> of(TaskMetadata task, ContainerMetadata self, List<String> names) {
    List<ContainerMetadata> others = new ArrayList<>();
    List<ContainerMetadata> normal = new ArrayList<>();
    List<ContainerMetadata> named = new ArrayList<>();
    for (ContainerMetadata container : task.containers()) {
      if (self != null && container.name().equals(self.name())) {
        continue;
      }
      if (names.contains(container.name())) {
        named.add(container);
      }
      if (!container.isOfAws()) {
        others.add(container);
        if (container.isNormal()) {
          normal.add(container);
        }
      }
    }
    if (!names.isEmpty()) {
      return named;
    }
    return normal.isEmpty() ? others : normal;
  }

  static List<String> names(List<ContainerMetadata> containers) {
    List<String> names = new ArrayList<>();
    for (ContainerMetadata container : containers) {
      names.add(container.name());
    }
    return names;
  }
}
