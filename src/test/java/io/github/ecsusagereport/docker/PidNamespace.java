package io.github.ecsusagereport.docker;

import java.io.IOException;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The process ids of a task with {@code "pidMode": "task"}: a pause container has them, and all
 * others share them (<a
 * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/api/task/task.go">task.go</a>).
 */
final class PidNamespace implements AutoCloseable {
  private final Engine engine;
  private final Platform platform;
  private final String id;
  private final String dockerId;
  private final Instant startedAt = Instant.now();

  PidNamespace(Engine engine, Platform platform, String endpointId, String cgroupParent)
      throws IOException {
    this.engine = engine;
    this.platform = platform;
    ObjectNode request = Engine.JSON.createObjectNode().put("Image", Images.LOAD);
    request.putArray("Cmd").add("pause");
    request.putObject("HostConfig").put("NetworkMode", "none").put("CgroupParent", cgroupParent);
    dockerId = engine.post("/containers/create", request).get("Id").asString();
    id = platform == Platform.FARGATE ? endpointId : dockerId;
    engine.post("/containers/" + dockerId + "/start", null);
  }

  /** Docker's word for sharing them. */
  String mode() {
    return "container:" + dockerId;
  }

  String id() {
    return id;
  }

  /** As a container of the task. */
  JsonNode document() {
    boolean isFargate = platform == Platform.FARGATE;
    String name = isFargate ? "aws-fargate-pause" : "~internal~ecs~pause~namespace";
    ObjectNode json = Engine.JSON.createObjectNode();
    json.put("DockerId", id).put("Name", name).put("DockerName", name);
    json.put("Image", "amazon/amazon-ecs-pause:0.1.0").put("ImageID", "");
    json.put("Type", isFargate ? "NORMAL" : "NAMESPACE_PAUSE");
    json.put("StartedAt", startedAt.toString());
    return json.put("DesiredStatus", "RUNNING").put("KnownStatus", "RUNNING");
  }

  @Override
  public void close() throws IOException {
    engine.delete("/containers/" + dockerId + "?force=1&v=1");
  }
}
