package io.github.ecsusagereport.docker;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The counters of a container that was restarted by its policy: the agent adds what it had counted
 * before (<a
 * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/stats/queue.go#L582-L627">queue.go</a>,
 * <a
 * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/stats/queue_unix.go#L35-L75">queue_unix.go</a>).
 */
final class Restarted {
  private static final List<String> COUNTERS =
      List.of("/cpu_stats/cpu_usage", "/cpu_stats/throttling_data", "/networks/eth0");

  private static final String DISK = "/blkio_stats/io_service_bytes_recursive";

  private Restarted() {}

  /**
   * @param frame of this life; it is changed
   * @param before the last frame of the life before, itself added up
   */
  static void addUp(ObjectNode frame, JsonNode before) {
    for (String counters : COUNTERS) {
      addNumbers(frame.at(counters), before.at(counters));
    }
    for (JsonNode now : frame.at(DISK)) {
      for (JsonNode then : before.at(DISK)) {
        if (isSameOperation(now, then)) {
          ((ObjectNode) now).put("value", now.get("value").asLong() + then.get("value").asLong());
        }
      }
    }
    addMemory((ObjectNode) frame.get("memory_stats"), before.get("memory_stats"));
  }

  private static void addNumbers(JsonNode now, JsonNode then) {
    for (String field : List.copyOf(now.propertyNames())) {
      if (now.get(field).isIntegralNumber()) {
        ((ObjectNode) now).put(field, now.get(field).asLong() + then.path(field).asLong(0));
      }
    }
  }

  private static boolean isSameOperation(JsonNode one, JsonNode other) {
    return List.of("major", "minor", "op").stream()
        .allMatch(field -> one.get(field).equals(other.get(field)));
  }

  /** Of the peaks the highest, of the hits of the limit the sum; 0 is left out. */
  private static void addMemory(ObjectNode now, JsonNode then) {
    long peak = Math.max(now.path("max_usage").asLong(0), then.path("max_usage").asLong(0));
    if (peak > 0) {
      now.put("max_usage", peak);
    }
    long hits = now.path("failcnt").asLong(0) + then.path("failcnt").asLong(0);
    if (hits > 0) {
      now.put("failcnt", hits);
    }
  }
}
