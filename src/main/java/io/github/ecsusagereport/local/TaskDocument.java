package io.github.ecsusagereport.local;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON of a task and of its containers, in the shape of ECS.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html">Task
 *     metadata version 4</a>
 * @see <a
 *     href="https://github.com/aws/amazon-ecs-agent/blob/v1.105.1/ecs-agent/tmds/handlers/v2/response.go">the
 *     agent's types</a>
 */
final class TaskDocument {
  private static final String RUNNING = "RUNNING";
  private static final String STOPPED = "STOPPED";

  /** The agent shows 2 where a task definition gives no CPU shares: the least that Linux knows. */
  private static final int NO_CPU_SHARES = 2;

  private TaskDocument() {}

  static String ofTask(LocalTaskState task, EndpointVersion version) {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("Cluster", LocalTaskState.CLUSTER);
          json.writeStringProperty("TaskARN", task.arn());
          json.writeStringProperty("Family", task.family());
          json.writeStringProperty("Revision", LocalTaskState.REVISION);
          json.writeStringProperty("DesiredStatus", desiredStatus(task));
          // The task runs for as long as one of its containers does, and this program is one.
          json.writeStringProperty("KnownStatus", RUNNING);
          json.writeObjectPropertyStart("Limits");
          json.writeNumberProperty("CPU", task.size().vcpu());
          json.writeNumberProperty("Memory", task.size().memoryMib());
          json.writeEndObject();
          // There is no image to pull. The task begins with this program, before which is nothing.
          writeTime("PullStartedAt", task.usageReport().startedAt(), json);
          writeTime("PullStoppedAt", task.usageReport().startedAt(), json);
          writeTime("ExecutionStoppedAt", task.executionStoppedAt(), json);
          if (version == EndpointVersion.V4) {
            json.writeStringProperty("LaunchType", "EXTERNAL");
          }
          json.writeArrayPropertyStart("Containers");
          task.containers().forEach(container -> write(task, container, json));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  static String ofContainer(LocalTaskState task, LocalContainer container) {
    return Json.write(json -> write(task, container, json));
  }

  private static void write(LocalTaskState task, LocalContainer container, JsonGenerator json) {
    LocalContainer.Identity identity = container.identity();
    Optional<LocalContainer.Exit> exit = container.exit();
    json.writeStartObject();
    json.writeStringProperty("DockerId", identity.id());
    json.writeStringProperty("Name", identity.name());
    json.writeStringProperty("DockerName", "ecs-" + task.family() + "-1-" + identity.name());
    json.writeStringProperty("Image", identity.image());
    json.writeStringProperty("ImageID", "");
    writeLabels(task, identity.name(), json);
    json.writeStringProperty("DesiredStatus", desiredStatus(task));
    json.writeStringProperty("KnownStatus", knownStatus(container));
    exit.ifPresent(end -> json.writeNumberProperty("ExitCode", end.code()));
    json.writeObjectPropertyStart("Limits");
    json.writeNumberProperty("CPU", NO_CPU_SHARES);
    json.writeNumberProperty("Memory", 0);
    json.writeEndObject();
    writeTime("CreatedAt", container.startedAt(), json);
    writeTime("StartedAt", container.startedAt(), json);
    writeTime("FinishedAt", exit.map(LocalContainer.Exit::at), json);
    json.writeStringProperty("Type", "NORMAL");
    writeHostNetwork(json);
    json.writeEndObject();
  }

  private static void writeLabels(LocalTaskState task, String name, JsonGenerator json) {
    json.writeObjectPropertyStart("Labels");
    json.writeStringProperty("com.amazonaws.ecs.cluster", LocalTaskState.CLUSTER);
    json.writeStringProperty("com.amazonaws.ecs.container-name", name);
    json.writeStringProperty("com.amazonaws.ecs.task-arn", task.arn());
    json.writeStringProperty("com.amazonaws.ecs.task-definition-family", task.family());
    json.writeStringProperty("com.amazonaws.ecs.task-definition-version", LocalTaskState.REVISION);
    json.writeEndObject();
  }

  private static void writeHostNetwork(JsonGenerator json) {
    json.writeArrayPropertyStart("Networks");
    json.writeStartObject();
    json.writeStringProperty("NetworkMode", "host");
    json.writeArrayPropertyStart("IPv4Addresses");
    json.writeString("");
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void writeTime(String name, Optional<Instant> time, JsonGenerator json) {
    time.ifPresent(at -> json.writeStringProperty(name, at.toString()));
  }

  private static String knownStatus(LocalContainer container) {
    if (container.exit().isPresent()) {
      return STOPPED;
    }
    return container.startedAt().isPresent() ? RUNNING : "CREATED";
  }

  private static String desiredStatus(LocalTaskState task) {
    return task.executionStoppedAt().isPresent() ? STOPPED : RUNNING;
  }
}
