package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.TaskMetadata;
import java.util.List;

/** Which containers' end is the end of the run. */
final class WatchedContainers {
  private WatchedContainers() {}

  /**
   * Those named; else the only other container of type NORMAL, else all the others. Never the
   * sidecar itself nor a pause container.
   *
   * @param self null while the endpoint has not told
   * @param names from {@code USAGE_CONTAINER}, may be empty
   */
  static List<ContainerMetadata> of(TaskMetadata task, ContainerMetadata self, List<String> names) {
    List<ContainerMetadata> others =
        task.containers().stream()
            .filter(each -> self == null || !each.name().equals(self.name()))
            .filter(each -> !each.isPause())
            .toList();
    if (!names.isEmpty()) {
      return others.stream().filter(each -> names.contains(each.name())).toList();
    }
    List<ContainerMetadata> normal = others.stream().filter(ContainerMetadata::isNormal).toList();
    return normal.isEmpty() ? others : normal;
  }
}
