package io.github.ecsusagereport.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The repository's own {@code task-definition.json} with the tests' images put in, to be changed
 * for one life.
 */
final class Definition {
  static final String BATCH = "batch";
  static final String SIDECAR = "usage-report";

  private static final String AWAIT = "await";

  private final ObjectNode json;
  private boolean isEndpointUnkind;

  private Definition(ObjectNode json) {
    this.json = json;
  }

  /**
   * As shipped, with a batch that does these steps, see {@code load.pl}, when the sidecar has begun
   * to look.
   */
  static Definition ofBatch(String... steps) {
    List<String> all = new ArrayList<>(List.of(AWAIT));
    all.addAll(List.of(steps));
    return ofBatchAtOnce(all.toArray(new String[0]));
  }

  /** The same for a batch that does not know of the sidecar. */
  static Definition ofBatchAtOnce(String... steps) {
    try {
      ObjectNode json =
          (ObjectNode) Engine.JSON.readTree(Files.readString(Path.of("task-definition.json")));
      Definition definition = new Definition(json);
      definition.container(SIDECAR).put("image", Images.SIDECAR);
      definition.hardenSidecar();
      // Nothing that is asserted may depend on how busy this machine is.
      definition.withSetting("USAGE_REQUEST_TIMEOUT", "10s");
      // The endpoint is on 127.0.0.1 of this machine.
      json.put("networkMode", "host");
      return definition.doing(BATCH, steps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With less than the shipped one allows: what works here works there. */
  private void hardenSidecar() {
    container(SIDECAR).put("memory", 64);
    container(SIDECAR).putArray("dockerSecurityOptions").add("no-new-privileges");
  }

  private Definition doing(String name, String... steps) {
    ArrayNode command = container(name).put("image", Images.LOAD).putArray("command");
    for (String step : steps) {
      command.add(step);
    }
    return this;
  }

  /** One more container, which the sidecar does not depend on. */
  Definition withAnother(String name, String... steps) {
    ObjectNode container = ((ArrayNode) json.get("containerDefinitions")).addObject();
    container.put("name", name).put("essential", false).put("stopTimeout", 2);
    return doing(name, steps);
  }

  Definition with(String container, String field, Object value) {
    container(container).set(field, Engine.JSON.valueToTree(value));
    return this;
  }

  Definition without(String container, String field) {
    container(container).remove(field);
    return this;
  }

  /** One that has to be ready, as the condition says, before the batch starts. */
  Definition withBefore(String condition, String name, String... steps) {
    withAnother(name, steps);
    return with(BATCH, "dependsOn", List.of(Map.of("containerName", name, "condition", condition)));
  }

  /** The endpoint drops connections, and answers that there were too many requests. */
  Definition withUnkindEndpoint() {
    isEndpointUnkind = true;
    return this;
  }

  boolean isEndpointUnkind() {
    return isEndpointUnkind;
  }

  /** Of the sidecar. */
  Definition withSetting(String name, String value) {
    container(SIDECAR).withArray("environment").addObject().put("name", name).put("value", value);
    return this;
  }

  /** Process ids are shared, and all run as the user that the sidecar has by itself. */
  Definition withPidsOfOneUser() {
    json.put("pidMode", "task");
    for (ObjectNode each : containers()) {
      each.put("user", "65532:65532");
    }
    return this;
  }

  /** Process ids are shared, and the sidecar is root with the one capability that it needs. */
  Definition withPidsAndSysPtrace() {
    json.put("pidMode", "task");
    ObjectNode sidecar = container(SIDECAR);
    sidecar.put("user", "0:0");
    ObjectNode capabilities = sidecar.withObject("linuxParameters").withObject("capabilities");
    capabilities.putArray("add").add("SYS_PTRACE");
    capabilities.putArray("drop").add("ALL");
    return this;
  }

  /** Process ids are shared, and nobody may read anything. */
  Definition withPidsAlone() {
    json.put("pidMode", "task");
    return this;
  }

  boolean isPidShared() {
    return json.path("pidMode").asString("").equals("task");
  }

  /** Turns the dependency round: the batch starts after the sidecar. */
  Definition withSidecarFirst() {
    JsonNode dependency =
        Engine.JSON
            .createArrayNode()
            .addObject()
            .put("containerName", SIDECAR)
            .put("condition", "START");
    return without(SIDECAR, "dependsOn").with(BATCH, "dependsOn", List.of(dependency));
  }

  /** The containers on a network where their bytes are counted, the sidecar on the host's. */
  Definition withBridge() {
    json.put("networkMode", "bridge");
    return this;
  }

  /** All containers on the network of the task, the sidecar too. */
  Definition withAwsvpc() {
    json.put("networkMode", "awsvpc");
    return this;
  }

  String networkMode() {
    return json.get("networkMode").asString();
  }

  ObjectNode container(String name) {
    for (JsonNode container : json.get("containerDefinitions")) {
      if (container.get("name").asString().equals(name)) {
        return (ObjectNode) container;
      }
    }
    throw new IllegalArgumentException("No container " + name);
  }

  List<ObjectNode> containers() {
    List<ObjectNode> containers = new ArrayList<>();
    json.get("containerDefinitions").forEach(each -> containers.add((ObjectNode) each));
    return containers;
  }

  boolean isBatchWaiting() {
    return container(BATCH).get("command").get(0).asString().equals(AWAIT);
  }

  String family() {
    return json.get("family").asString();
  }

  /** The task's size: 1.0 is one vCPU. */
  double cpuVcpu() {
    return Integer.parseInt(json.get("cpu").asString()) / 1024.0;
  }

  int memoryMiB() {
    return Integer.parseInt(json.get("memory").asString());
  }
}
