package io.github.ecsusagereport.docker;

import java.io.IOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The network of a task with awsvpc: a pause container has it, and all others share it. The agent
 * shows its counters on each of them, for the first time after 10 s and anew every 10 s (<a
 * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/stats/task.go#L143-L176">task.go</a>).
 */
final class AwsvpcNetwork implements AutoCloseable {
  private static final String NAME = "~internal~ecs~pause";
  private static final long REFRESH_MILLIS = 10_000;

  private final Engine engine;
  private final String dockerId;
  private volatile boolean isOpen = true;
  private volatile JsonNode latest;

  AwsvpcNetwork(Engine engine) throws IOException {
    this.engine = engine;
    ObjectNode request = Engine.JSON.createObjectNode().put("Image", Images.LOAD);
    request.putArray("Cmd").add("sleep:600000");
    request.putObject("HostConfig").put("NetworkMode", "bridge");
    dockerId = engine.post("/containers/create", request).get("Id").asString();
    engine.post("/containers/" + dockerId + "/start", null);
    Thread refresher = new Thread(this::refresh, "network of " + dockerId);
    refresher.setDaemon(true);
    refresher.start();
  }

  /**
   * Where the host is to be found from within. Only a container that runs is sure to know: the
   * network itself does not say it on every engine.
   */
  String host() throws IOException {
    return engine
        .get("/containers/" + dockerId + "/json")
        .at("/NetworkSettings/Gateway")
        .asString();
  }

  private void refresh() {
    try {
      while (isOpen) {
        Thread.sleep(REFRESH_MILLIS);
        latest = engine.get("/containers/" + dockerId + "/stats?stream=false");
      }
    } catch (IOException | InterruptedException e) {
      // The task has gone.
    }
  }

  /** Docker's word for sharing it. */
  String mode() {
    return "container:" + dockerId;
  }

  String dockerId() {
    return dockerId;
  }

  /** As a container of the task. */
  JsonNode document() {
    ObjectNode json = Engine.JSON.createObjectNode();
    json.put("DockerId", dockerId).put("Name", NAME).put("DockerName", NAME);
    json.put("Image", "amazon/amazon-ecs-pause:0.1.0").put("ImageID", "").put("Type", "CNI_PAUSE");
    return json.put("DesiredStatus", "RESOURCES_PROVISIONED")
        .put("KnownStatus", "RESOURCES_PROVISIONED");
  }

  /** The pause container's own frame, or null while there is none. */
  JsonNode stats() {
    return latest;
  }

  /** The frame of another container, with the counters of the network as they are known. */
  JsonNode with(JsonNode frame) {
    JsonNode known = latest;
    if (frame == null || known == null) {
      return frame;
    }
    ObjectNode copy = ((ObjectNode) frame).deepCopy();
    copy.set("networks", known.get("networks"));
    return copy;
  }

  @Override
  public void close() throws IOException {
    isOpen = false;
    engine.delete("/containers/" + dockerId + "?force=1&v=1");
  }
}
