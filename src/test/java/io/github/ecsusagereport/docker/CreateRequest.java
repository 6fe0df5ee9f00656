package io.github.ecsusagereport.docker;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A container definition of ECS in the words of Docker's API. */
final class CreateRequest {
  /** Nothing in a task definition says it for Linux; it is Docker's {@code --cpus}. */
  private static final long SIDECAR_NANO_CPUS = 250_000_000;

  /** The same in percent of one processor. */
  static final double SIDECAR_PERCENT = SIDECAR_NANO_CPUS / 1e7;

  private static final int LEAST_CPU_SHARES = 2;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Of these alone a definition may consist: nothing in it is passed over in silence. */
  private static final Set<String> KNOWN =
      Set.of(
          "name",
          "image",
          "command",
          "user",
          "environment",
          "essential",
          "dependsOn",
          "cpu",
          "memory",
          "memoryReservation",
          "stopTimeout",
          "readonlyRootFilesystem",
          "linuxParameters",
          "dockerSecurityOptions",
          "logConfiguration",
          "restartPolicy",
          "healthCheck",
          "pullMillis",
          "zerosMillis",
          "version3Only");

  private CreateRequest() {}

  /**
   * @param processes whose process ids it shares, or null
   */
  static ObjectNode of(
      JsonNode definition,
      Map<String, String> environment,
      String network,
      String processes,
      String cgroupParent) {
    definition
        .propertyNames()
        .forEach(
            field -> {
              if (!KNOWN.contains(field)) {
                throw new IllegalArgumentException("Not played here: " + field);
              }
            });
    ObjectNode body = Engine.JSON.createObjectNode();
    body.set("Image", definition.get("image"));
    copy(definition, "command", body, "Cmd");
    copy(definition, "user", body, "User");
    if (definition.has("healthCheck")) {
      ObjectNode check = body.putObject("Healthcheck");
      copy(definition.get("healthCheck"), "command", check, "Test");
      check.put("Interval", NANOS_PER_SECOND).put("Retries", 1);
    }
    ArrayNode variables = body.putArray("Env");
    environment.forEach((name, value) -> variables.add(name + "=" + value));
    for (JsonNode each : definition.path("environment")) {
      variables.add(each.get("name").asString() + "=" + each.get("value").asString());
    }
    ObjectNode host = body.putObject("HostConfig");
    host.put("CgroupParent", cgroupParent);
    host.put("NetworkMode", network);
    if (processes != null) {
      host.put("PidMode", processes);
    }
    host.put("CpuShares", Math.max(LEAST_CPU_SHARES, definition.path("cpu").asInt(0)));
    host.put("MemoryReservation", mebibytes(definition, "memoryReservation"));
    host.put("Memory", mebibytes(definition, "memory"));
    host.put("MemorySwap", mebibytes(definition, "memory"));
    copy(definition, "readonlyRootFilesystem", host, "ReadonlyRootfs");
    copy(definition, "dockerSecurityOptions", host, "SecurityOpt");
    copy(definition.path("linuxParameters").path("capabilities"), "drop", host, "CapDrop");
    copy(definition.path("linuxParameters").path("capabilities"), "add", host, "CapAdd");
    if (definition.get("name").asString().equals(Definition.SIDECAR)) {
      host.put("NanoCpus", SIDECAR_NANO_CPUS);
    }
    return body;
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String nameThere) {
    if (from.has(name)) {
      to.set(nameThere, from.get(name));
    }
  }

  private static long mebibytes(JsonNode definition, String name) {
    return definition.path(name).asLong(0) << 20;
  }
}
