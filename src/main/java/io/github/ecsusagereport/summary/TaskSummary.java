package io.github.ecsusagereport.summary;

import java.util.List;

/**
 * One line, as a value: everything that {@code docs/FIELDS.md} promises. A text that is not known
 * is null, a number {@link Metrics#UNKNOWN}; the line leaves both out. Times are nanoseconds since
 * 1970.
 *
 * @param timeEpochNanos when the line was made
 * @param type which of the three lines this is
 * @param status how the watched container ended
 * @param endReason why the sidecar ended; null while it runs
 * @param outOfMemoryEvidence what speaks for it; null unless the status is OUT_OF_MEMORY
 * @param isNeverStarted whether the run failed since a watched container was never started
 * @param task what ECS calls the task
 * @param cpuArchitecture in ECS's words, or null
 * @param job text from {@code USAGE_JOB}
 * @param batchJob what AWS Batch calls it
 * @param watched the watched container; null when several are watched or none is known
 * @param requestedAtEpochNanos from {@code USAGE_REQUESTED_AT}
 * @param pullStartedAtEpochNanos from {@code /task}
 * @param pullStoppedAtEpochNanos from {@code /task}
 * @param startedAtEpochNanos the first start of a watched container
 * @param finishedAtEpochNanos the last end of a watched container, once all have ended
 * @param metrics of the watched containers together
 * @param taskMetrics of the whole task
 * @param durationAtVcpu how long the task would have taken with fewer vCPUs
 * @param machine what the machine told; null where it is not the task's own
 * @param containers each container, in the order of their start
 * @param sampling how good the numbers are
 * @param collector what the sidecar itself cost
 * @param curve the course of the run; null where it is not kept
 */
public record TaskSummary(
    long timeEpochNanos,
    LineType type,
    Status status,
    EndReason endReason,
    OutOfMemoryEvidence outOfMemoryEvidence,
    boolean isNeverStarted,
    TaskIdentity task,
    String cpuArchitecture,
    String job,
    BatchJob batchJob,
    ContainerIdentity watched,
    long requestedAtEpochNanos,
    long pullStartedAtEpochNanos,
    long pullStoppedAtEpochNanos,
    long startedAtEpochNanos,
    long finishedAtEpochNanos,
    Metrics metrics,
    Metrics taskMetrics,
    List<DurationAtVcpu> durationAtVcpu,
    MachineSummary machine,
    List<ContainerSummary> containers,
    Sampling sampling,
    CollectorCost collector,
    UsageCurve curve) {

  public TaskSummary {
    durationAtVcpu = List.copyOf(durationAtVcpu);
    containers = List.copyOf(containers);
  }

  /** The report line of a sidecar that failed so badly that it has no numbers: better than none. */
  public static TaskSummary withoutNumbers(
      long timeEpochNanos,
      TaskIdentity task,
      String job,
      BatchJob batchJob,
      Sampling polls,
      String version) {
    return new TaskSummary(
        timeEpochNanos,
        LineType.REPORT,
        Status.UNKNOWN,
        EndReason.INTERNAL_ERROR,
        null,
        false,
        task,
        null,
        job,
        batchJob,
        null,
        Metrics.UNKNOWN,
        Metrics.UNKNOWN,
        Metrics.UNKNOWN,
        Metrics.UNKNOWN,
        Metrics.UNKNOWN,
        new Metrics(),
        new Metrics(),
        List.of(),
        null,
        List.of(),
        polls,
        new CollectorCost(version, new Metrics()),
        null);
  }

  /** The types of line. */
  public enum LineType {
    REPORT("ecs.task.report", "REPORT"),
    CHECKPOINT("ecs.task.checkpoint", "CHECKPOINT"),
    LONG_RUNNING("ecs.task.longRunning", "LONG_RUNNING");

    private final String jsonName;
    private final String label;

    LineType(String jsonName, String label) {
      this.jsonName = jsonName;
      this.label = label;
    }

    public String jsonName() {
      return jsonName;
    }

    String label() {
      return label;
    }
  }

  /**
   * How the watched container ended. How certain {@code OUT_OF_MEMORY} is, its evidence says: ECS
   * does not tell the task.
   */
  public enum Status {
    SUCCESS("success"),
    FAILURE("failure"),
    OUT_OF_MEMORY("outOfMemory"),
    STOPPED("stopped"),
    RUNNING("running"),
    UNKNOWN("unknown");

    private final String jsonName;

    Status(String jsonName) {
      this.jsonName = jsonName;
    }

    public String jsonName() {
      return jsonName;
    }
  }

  /** What speaks for a kill for memory. */
  public enum OutOfMemoryEvidence {
    /** The kernel counted it: certain. */
    KERNEL("kernel"),
    /** A failed exit with memory near its limit: likely. */
    USAGE("usage");

    private final String jsonName;

    OutOfMemoryEvidence(String jsonName) {
      this.jsonName = jsonName;
    }

    String jsonName() {
      return jsonName;
    }
  }

  /** Why the sidecar ended. */
  public enum EndReason {
    CONTAINER_EXITED("containerExited"),
    SIGNAL("signal"),
    ENDPOINT_LOST("endpointLost"),
    INTERNAL_ERROR("internalError");

    private final String jsonName;

    EndReason(String jsonName) {
      this.jsonName = jsonName;
    }

    String jsonName() {
      return jsonName;
    }
  }

  /** What ECS calls the task; texts as ECS gives them. */
  public record TaskIdentity(
      String cluster,
      String taskArn,
      String taskId,
      String family,
      String revision,
      String launchType,
      String availabilityZone,
      String serviceName) {
    /** Before `/task` was ever answered. */
    public static final TaskIdentity UNKNOWN =
        new TaskIdentity(null, null, null, null, null, null, null, null);

    /** From the ARN, or null. */
    String region() {
      return Arn.region(taskArn);
    }

    /** From the ARN, or null. */
    String accountId() {
      return Arn.accountId(taskArn);
    }
  }

  /**
   * A container and how it ended.
   *
   * @param exitCode null until there is one
   * @param restartCount null unless the container has a restart policy
   */
  public record ContainerIdentity(
      String name, String image, String imageId, Integer exitCode, Integer restartCount) {}

  /**
   * One container of {@code containers[]}.
   *
   * @param type null for a plain container (NORMAL)
   * @param watched whether its end is the end of the run
   * @param status KnownStatus, as ECS gives it
   * @param health of its health check; null without one
   */
  public record ContainerSummary(
      ContainerIdentity container,
      String type,
      boolean watched,
      String status,
      String health,
      long startedAtEpochNanos,
      long finishedAtEpochNanos,
      Metrics metrics) {}

  /** What this sidecar cost, by the same measure as the others. */
  public record CollectorCost(String version, Metrics metrics) {}
}
