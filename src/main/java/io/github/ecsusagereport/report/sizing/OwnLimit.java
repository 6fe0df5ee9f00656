package io.github.ecsusagereport.report.sizing;

import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.fleet.Workload;
import java.util.OptionalInt;

/**
 * A memory limit of the watched container's own. ECS refuses a task definition whose containers
 * have <a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#container_definition_memory">more
 * than the task</a>, and a limit that is too low makes more memory of the task useless.
 */
public final class OwnLimit {
  private static final double HEADROOM = 1.2;
  private static final double LEAST_OTHERS_MIB = 64;

  private OwnLimit() {}

  /** The limit to write beside a size of the task; empty when it can stay as it is. */
  public static OptionalInt beside(Workload workload, Size size) {
    double limitMiB = workload.ownLimitMiB();
    if (Double.isNaN(limitMiB)) {
      return OptionalInt.empty();
    }
    double othersMiB = Math.max(LEAST_OTHERS_MIB, HEADROOM * workload.maxOthersMemoryMiB());
    double mostMiB = Math.floor(size.memoryMiB() - othersMiB);
    double needMiB = Math.max(limitMiB, workload.ownOutOfMemoryNeedMiB());
    double newMiB = Math.min(Math.ceil(needMiB), mostMiB);
    return newMiB == limitMiB ? OptionalInt.empty() : OptionalInt.of((int) newMiB);
  }
}
