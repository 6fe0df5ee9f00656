package io.github.ecsusagereport.docker;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of a task and of its containers, with the fields that the agent fills on EC2 (<a
 * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/ecs-agent/tmds/handlers/v4/state/response.go#L32-L101">response.go</a>)
 * or that a recording from Fargate has (<a
 * href="https://github.com/prometheus-community/ecs_exporter/blob/848b33fbb4e76cf3a81f087dd7acaea135f21931/ecscollector/testdata/fixtures/fargate_task_metadata.json">recording</a>).
 */
final class TaskDocument {
  /** In a label and in an option of the log: what may not be in any line. */
  static final String SECRET = "not-for-the-line";

  private static final String REVISION = "7";
  private static final int LEAST_CPU_SHARES = 2;

  private TaskDocument() {}

  static JsonNode ofTask(AgentTask task, boolean isV4) throws IOException {
    boolean isFargate = task.platform() == Platform.FARGATE;
    ObjectNode json = Engine.JSON.createObjectNode();
    json.put("Cluster", isFargate ? arn("cluster/tests") : "tests");
    json.put("TaskARN", arn("task/tests/" + task.id()));
    json.put("Family", task.definition().family());
    json.put("Revision", REVISION);
    json.put("DesiredStatus", task.isToStop() ? "STOPPED" : "RUNNING");
    json.put("KnownStatus", knownStatus(task));
    json.putObject("Limits")
        .put("CPU", task.definition().cpuVcpu())
        .put("Memory", task.definition().memoryMiB());
    putTime(json, "PullStartedAt", task.pullStartedAt());
    putTime(json, "PullStoppedAt", task.pullStoppedAt());
    putTime(json, "ExecutionStoppedAt", task.executionStoppedAt());
    json.put("AvailabilityZone", "local");
    if (isV4) {
      json.put("LaunchType", task.platform().launchType());
    }
    if (isFargate) {
      json.putObject("EphemeralStorageMetrics").put("Utilized", 242).put("Reserved", 20496);
      json.putObject("ClockDrift").put("ClockSynchronizationStatus", "SYNCHRONIZED");
    }
    ArrayNode containers = json.putArray("Containers");
    List<AgentContainer> listed = new ArrayList<>(task.containers());
    // The agent has another order each time.
    Collections.shuffle(listed);
    for (AgentContainer each : listed) {
      if (!each.id().isEmpty() || (isV4 && each.isPulled())) {
        containers.add(ofContainer(task, each, isV4));
      }
    }
    if (task.network() != null) {
      containers.add(task.network().document());
    }
    if (task.processes() != null) {
      containers.add(task.processes().document());
    }
    return json;
  }

  static JsonNode ofContainer(AgentTask task, AgentContainer container, boolean isV4)
      throws IOException {
    boolean isFargate = task.platform() == Platform.FARGATE;
    ObjectNode json = Engine.JSON.createObjectNode();
    json.put("DockerId", container.id());
    json.put("Name", container.name());
    json.put("DockerName", isFargate ? container.name() : "ecs-tests-" + container.name());
    json.set("Image", container.definition().get("image"));
    json.put("ImageID", imageId(container));
    json.putObject("Labels").put("secret", SECRET);
    json.put("DesiredStatus", task.isToStop() ? "STOPPED" : "RUNNING");
    json.put("KnownStatus", container.knownStatus());
    if (container.exitCode() != null) {
      json.put("ExitCode", container.exitCode());
    }
    putLimits(json, container, isFargate);
    // In recordings from Fargate both are the same.
    putTime(json, "CreatedAt", isFargate ? container.startedAt() : container.createdAt());
    putTime(json, "StartedAt", container.startedAt());
    putTime(json, "FinishedAt", container.finishedAt());
    json.put("Type", "NORMAL");
    if (isV4) {
      json.put("LogDriver", "awslogs");
      json.putObject("LogOptions").put("awslogs-group", SECRET);
      json.put("ContainerARN", arn("container/tests/" + task.id() + "/" + container.name()));
      if (container.definition().at("/restartPolicy/enabled").asBoolean(false)) {
        json.put("RestartCount", container.restartCount());
      }
    }
    putNetwork(json, task);
    if (container.definition().has("healthCheck") && container.hasStarted()) {
      json.putObject("Health").put("status", container.health());
    }
    return json;
  }

  /** The task lives for as long as one of its containers does. */
  private static String knownStatus(AgentTask task) {
    if (task.containers().stream().allMatch(AgentContainer::isStopped)) {
      return "STOPPED";
    }
    if (task.containers().stream().anyMatch(AgentContainer::isPulled)) {
      return "MANIFEST_PULLED";
    }
    // The agent's task is CREATED until all have been started.
    boolean isStarting =
        task.containers().stream().anyMatch(each -> !each.hasStarted() && !each.isStopped());
    return isStarting ? "CREATED" : "RUNNING";
  }

  private static String imageId(AgentContainer container) {
    return container.inspected() == null ? "" : container.inspected().get("Image").asString();
  }

  private static void putLimits(ObjectNode json, AgentContainer container, boolean isFargate) {
    JsonNode definition = container.definition();
    ObjectNode limits = json.putObject("Limits");
    limits.put("CPU", Math.max(LEAST_CPU_SHARES, definition.path("cpu").asInt(0)));
    if (!isFargate || definition.has("memory")) {
      limits.put("Memory", definition.path("memory").asInt(0));
    }
  }

  private static void putNetwork(ObjectNode json, AgentTask task) {
    ObjectNode network = json.putArray("Networks").addObject();
    network.put("NetworkMode", task.definition().networkMode());
    network.putArray("IPv4Addresses").add("");
  }

  private static void putTime(ObjectNode json, String name, Instant time) {
    if (time != null) {
      json.put(name, time.toString());
    }
  }

  private static String arn(String resource) {
    return "arn:aws:ecs:eu-west-1:123456789012:" + resource;
  }
}
