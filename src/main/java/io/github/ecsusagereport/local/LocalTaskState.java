package io.github.ecsusagereport.local;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The task the endpoint tells of.
 *
 * @param id 32 hexadecimal digits
 * @param family the file name of COMMAND
 * @param size its limits
 * @param batch the container whose end is the task's end
 * @param usageReport the container this program is
 */
record LocalTaskState(
    String id, String family, TaskSize size, LocalContainer batch, LocalContainer usageReport) {
  static final String CLUSTER = "local";
  static final String REVISION = "1";

  String arn() {
    return "arn:aws:ecs:local:000000000000:task/" + CLUSTER + "/" + id;
  }

  List<LocalContainer> containers() {
    return List.of(batch, usageReport);
  }

  /** When the first essential container stopped, which is when ECS wants all of them to. */
  Optional<Instant> executionStoppedAt() {
    return batch.exit().map(LocalContainer.Exit::at);
  }
}
