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
 * @param knownStatus RUNNING, STOPPED, …; null for one that was listed before and is no longer
 * @param exitCode null until it has one
 * @param restartCount null without a restart policy
 * @param memoryLimitMiB the hard limit, UNKNOWN when it has none
 * @param createdAtEpochNanos before its start; on Fargate the same as it
 * @param startedAtEpochNanos the first start
 * @param finishedAtEpochNanos the last end, also of a container that was restarted and runs
 * @param networkMode awsvpc, bridge, host or none
 * @param health HEALTHY, UNHEALTHY, …; null without a health check
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
    long createdAtEpochNanos,
    long startedAtEpochNanos,
    long finishedAtEpochNanos,
    String networkMode,
    String health) {

  /** The same, no longer listed: how it fares is not known. */
  ContainerMetadata lost() {
    return with(isStopped() ? knownStatus : null, startedAtEpochNanos);
  }

  /** The same, with the first start that was told of it: a later one is that of a restart. */
  ContainerMetadata startedAsIn(ContainerMetadata before) {
    return before.startedAtEpochNanos == UNKNOWN
        ? this
        : with(knownStatus, before.startedAtEpochNanos);
  }

  private ContainerMetadata with(String otherStatus, long otherStart) {
    return new ContainerMetadata(
        id,
        name,
        image,
        imageId,
        type,
        otherStatus,
        exitCode,
        restartCount,
        memoryLimitMiB,
        createdAtEpochNanos,
        otherStart,
        finishedAtEpochNanos,
        networkMode,
        health);
  }

  /** Listed, and not stopped. */
  public boolean isAlive() {
    return knownStatus != null && !isStopped();
  }

  /** KnownStatus, not FinishedAt: a restarted container keeps the end of its last life. */
  public boolean isStopped() {
    return "STOPPED".equals(knownStatus);
  }

  /** A container of the user, and not one that ECS adds. */
  public boolean isNormal() {
    return type == null || "NORMAL".equals(type);
  }

  /** Holds the network or the process ids of the task, and does nothing. */
  public boolean isPause() {
    return (type != null && type.toUpperCase(Locale.ROOT).endsWith("_PAUSE"))
        || name.startsWith("~internal~ecs~pause")
        || name.equals("aws-fargate-pause");
  }

  /**
   * Put into the task by AWS, whatever its type says: what the agent itself adds (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/api/task/task.go">task.go</a>),
   * GuardDuty's Runtime Monitoring (<a
   * href="https://docs.aws.amazon.com/guardduty/latest/ug/how-runtime-monitoring-works-ecs-fargate.html">documentation</a>)
   * and Service Connect's proxy (<a
   * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html">documentation</a>).
   */
  public boolean isOfAws() {
    return isPause()
        || name.startsWith("~internal~")
        || name.startsWith("aws-guardduty-agent")
        || name.startsWith("ecs-service-connect-");
  }

  /** Stopped without ever having run. */
  public boolean isNeverStarted() {
    return isStopped() && startedAtEpochNanos == UNKNOWN && finishedAtEpochNanos == UNKNOWN;
  }

  /** The end, once it has ended. */
  public long endEpochNanos() {
    return isStopped() ? finishedAtEpochNanos : UNKNOWN;
  }
}
