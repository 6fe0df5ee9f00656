package io.github.ecsusagereport.metadata;

import static io.github.ecsusagereport.metadata.LenientJson.count;
import static io.github.ecsusagereport.metadata.LenientJson.decimal;
import static io.github.ecsusagereport.metadata.LenientJson.entersArray;
import static io.github.ecsusagereport.metadata.LenientJson.entersObject;
import static io.github.ecsusagereport.metadata.LenientJson.nextField;
import static io.github.ecsusagereport.metadata.LenientJson.text;
import static io.github.ecsusagereport.metadata.LenientJson.timestamp;
import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import io.github.ecsusagereport.usage.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Decodes {@code /task}: <a
 * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/ecs-agent/tmds/handlers/v4/state/response.go#L32-L101">its
 * Go types</a>. One reader for one document.
 */
final class TaskReader {
  private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

  /**
   * Before RUNNING (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/ecs-agent/api/task/status/taskstatus.go#L51-L67">taskstatus.go</a>).
   */
  private static final Set<String> STARTING = Set.of("NONE", "MANIFEST_PULLED", "CREATED");

  private String cluster;
  private String taskArn;
  private String family;
  private String revision;
  private String desiredStatus;
  private String knownStatus = "";
  private String launchType;
  private String availabilityZone;
  private String serviceName;
  private Limits limits = Limits.NONE;
  private long pullStartedAt = UNKNOWN;
  private long pullStoppedAt = UNKNOWN;
  private long executionStoppedAt = UNKNOWN;
  private long ephemeralUsed = UNKNOWN;
  private long ephemeralSize = UNKNOWN;
  private final List<ContainerMetadata> containers = new ArrayList<>();

  static TaskMetadata read(JsonParser json) {
    return new TaskReader().task(json);
  }

  private TaskMetadata task(JsonParser json) {
    while (nextField(json)) {
      switch (json.currentName()) {
        case "Cluster" -> cluster = text(json);
        case "TaskARN" -> taskArn = text(json);
        case "Family" -> family = text(json);
        case "Revision" -> revision = text(json);
        case "DesiredStatus" -> desiredStatus = text(json);
        case "KnownStatus" -> knownStatus = String.valueOf(text(json));
        case "LaunchType" -> launchType = text(json);
        case "AvailabilityZone" -> availabilityZone = text(json);
        case "ServiceName" -> serviceName = text(json);
        case "Limits" -> limits = limits(json);
        case "PullStartedAt" -> pullStartedAt = timestamp(json);
        case "PullStoppedAt" -> pullStoppedAt = timestamp(json);
        case "ExecutionStoppedAt" -> executionStoppedAt = timestamp(json);
        case "EphemeralStorageMetrics" -> ephemeralStorage(json);
        case "Containers" -> containers(json);
        default -> json.skipChildren();
      }
    }
    TaskIdentity identity =
        new TaskIdentity(
            afterLastSlash(cluster),
            taskArn,
            afterLastSlash(taskArn),
            family,
            revision,
            launchType,
            availabilityZone,
            serviceName);
    boolean isToStop = "STOPPED".equals(desiredStatus);
    return new TaskMetadata(
        identity,
        !isToStop && STARTING.contains(knownStatus),
        isToStop,
        limits,
        pullStartedAt,
        pullStoppedAt,
        executionStoppedAt,
        ephemeralUsed,
        ephemeralSize,
        containers);
  }

  private static Limits limits(JsonParser json) {
    double cpuVcpu = Double.NaN;
    long memoryMiB = UNKNOWN;
    if (entersObject(json)) {
      while (nextField(json)) {
        switch (json.currentName()) {
          case "CPU" -> cpuVcpu = decimal(json);
          case "Memory" -> memoryMiB = count(json);
          default -> json.skipChildren();
        }
      }
    }
    boolean hasCpu = cpuVcpu > 0 && Double.isFinite(cpuVcpu);
    return new Limits(hasCpu ? cpuVcpu : Double.NaN, memoryMiB > 0 ? memoryMiB : UNKNOWN);
  }

  private void ephemeralStorage(JsonParser json) {
    if (entersObject(json)) {
      while (nextField(json)) {
        switch (json.currentName()) {
          case "Utilized" -> ephemeralUsed = count(json);
          case "Reserved" -> ephemeralSize = count(json);
          default -> json.skipChildren();
        }
      }
    }
  }

  private void containers(JsonParser json) {
    if (entersArray(json)) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        ContainerMetadata container = entersObject(json) ? container(json) : null;
        if (container != null && container.name() != null) {
          containers.add(container);
        }
      }
    }
  }

  /** One container: an element of {@code Containers}, or the endpoint's root. */
  static ContainerMetadata container(JsonParser json) {
    String id = null;
    String name = null;
    String image = null;
    String imageId = null;
    String type = null;
    String knownStatus = null;
    Integer exitCode = null;
    long restartCount = UNKNOWN;
    long memoryLimitMiB = UNKNOWN;
    long createdAt = UNKNOWN;
    long startedAt = UNKNOWN;
    long finishedAt = UNKNOWN;
    String networkMode = null;
    String health = null;
    while (nextField(json)) {
      switch (json.currentName()) {
        case "DockerId" -> id = text(json);
        case "Name" -> name = text(json);
        case "Image" -> image = text(json);
        case "ImageID" -> imageId = text(json);
        case "Type" -> type = text(json);
        case "KnownStatus" -> knownStatus = text(json);
        case "ExitCode" -> exitCode = exitCode(json);
        case "RestartCount" -> restartCount = count(json);
        case "Limits" -> memoryLimitMiB = limits(json).memoryMiB();
        case "CreatedAt" -> createdAt = timestamp(json);
        case "StartedAt" -> startedAt = timestamp(json);
        case "FinishedAt" -> finishedAt = timestamp(json);
        case "Networks" -> networkMode = networkMode(json);
        case "Health" -> health = health(json);
        default -> json.skipChildren();
      }
    }
    return new ContainerMetadata(
        id,
        name,
        image,
        imageId,
        type,
        knownStatus,
        exitCode,
        boxed(restartCount),
        memoryLimitMiB,
        createdAt,
        startedAt,
        finishedAt,
        networkMode,
        health);
  }

  /** Of the first network: a container is in one mode. */
  private static String networkMode(JsonParser json) {
    String mode = null;
    if (entersArray(json)) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (entersObject(json)) {
          while (nextField(json)) {
            if (json.currentName().equals("NetworkMode") && mode == null) {
              mode = text(json);
            } else {
              json.skipChildren();
            }
          }
        }
      }
    }
    return mode;
  }

  private static String health(JsonParser json) {
    String status = null;
    if (entersObject(json)) {
      while (nextField(json)) {
        if (json.currentName().equals("status")) {
          status = text(json);
        } else {
          json.skipChildren();
        }
      }
    }
    return status;
  }

  /**
   * Any number of 32 bits: Docker on Windows gives an unsigned one, and 0xC0000005 is a crash (<a
   * href="https://github.com/moby/moby/issues/40328">moby 40328</a>).
   */
  private static Integer exitCode(JsonParser json) {
    boolean isLong =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    if (!isLong) {
      json.skipChildren();
      return null;
    }
    long value = json.getLongValue();
    boolean has32Bits = value >= Integer.MIN_VALUE && value <= MAX_UNSIGNED_INT;
    return has32Bits ? (Integer) (int) value : null;
  }

  private static Integer boxed(long value) {
    return value == UNKNOWN || value > Integer.MAX_VALUE ? null : (Integer) (int) value;
  }

  private static String afterLastSlash(String arn) {
    return arn == null ? null : arn.substring(arn.lastIndexOf('/') + 1);
  }
}
