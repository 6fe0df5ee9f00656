package io.github.ecsusagereport.metadata;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import java.util.Locale;

/**
 * One container as {@code /task} tells it. Texts that are not known are null, times and numbers
 * {@code UNKNOWN}.
 *
 * @param id the key into {@code /task/stats}; null for a container that is only pulled
 * @param name as in the task definition
 * @param type NORMAL, CNI_PAUSE, …
 * @param knownStatus RUNNING, STOPPED, …
 * @param exitCode null until it has one
 * @param restartCount null without a restart policy
 * @param memoryLimitMiB the hard limit, UNKNOWN when it has none
 * @param startedAtEpochNanos the first start
 * @param finishedAtEpochNanos the last end, also of a container that was restarted and runs
 * @param networkMode awsvpc, bridge, host or none
 */
public record ContainerMetadata(
    String id,
    String name,
    String image,
    String imageId,
    String type,
    String knownStatus,
    Integer exitCode,
    Integer restartCount,
    long memoryLimitMiB,
    long startedAtEpochNanos,
    long finishedAtEpochNanos,
    String networkMode) {

  /** KnownStatus, not FinishedAt: a restarted container keeps the end of its last life. */
  public boolean isStopped() {
    return "STOPPED".equals(knownStatus);
  }

  /** A container of the user, and not one that ECS adds. */
  public boolean isNormal() {
    return type == null || "NORMAL".equals(type);
  }

  /** Holds the network of the task, and does nothing. */
  public boolean isPause() {
    return (type != null && type.toUpperCase(Locale.ROOT).endsWith("_PAUSE"))
        || name.startsWith("~internal~ecs~pause");
  }

  /** The end, once it has ended. */
  public long endEpochNanos() {
    return isStopped() ? finishedAtEpochNanos : UNKNOWN;
  }
}
