package io.github.ecsusagereport.docker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The task metadata endpoint of one task, versions 3 and 4, on an address of this machine. */
final class TaskEndpoint implements AutoCloseable {
  private static final int TOO_MANY_REQUESTS = 429;

  /**
   * In its words (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/vendor/github.com/didip/tollbooth/limiter/limiter.go#L18-L20">limiter.go</a>).
   */
  private static final String REFUSAL = "You have reached maximum request limit.";

  /** Of this many requests one is dropped and another is one too many. */
  private static final int FAULT_EVERY = 5;

  private final AgentTask task;
  private final Set<AgentContainer> askers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final String host;
  private final int port;
  private HttpServer server;

  /**
   * @param host the address that the containers find it at
   */
  TaskEndpoint(AgentTask task, String host) throws IOException {
    this.task = task;
    this.host = host;
    listenAt(0);
    port = server.getAddress().getPort();
  }

  /** Refuses connections from now on, as while the agent restarts. */
  void refuse() {
    server.stop(0);
  }

  /** Answers again. */
  void listen() throws IOException {
    listenAt(port);
  }

  private void listenAt(int atPort) throws IOException {
    server = HttpServer.create(new InetSocketAddress(host, atPort), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "endpoint");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::handle);
    server.start();
  }

  /** What ECS puts into the environment of each container. */
  Map<String, String> environmentOf(AgentContainer container) {
    String root = "http://" + host + ":" + port;
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("ECS_CONTAINER_METADATA_URI", root + "/v3/" + container.endpointId());
    if (!container.definition().path("version3Only").asBoolean(false)) {
      environment.put("ECS_CONTAINER_METADATA_URI_V4", root + "/v4/" + container.endpointId());
    }
    return environment;
  }

  boolean hasBeenAskedBy(AgentContainer container) {
    return askers.contains(container);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int fault =
          task.definition().isEndpointUnkind() ? requests.incrementAndGet() % FAULT_EVERY : 0;
      if (fault == 1) {
        // Closed without a word, as when the agent has lost its way in the answer.
        return;
      }
      if (fault == 2) {
        byte[] refusal = REFUSAL.getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(TOO_MANY_REQUESTS, refusal.length);
        exchange.getResponseBody().write(refusal);
        return;
      }
      // "", version, container, and what is asked for.
      String[] path = exchange.getRequestURI().getPath().split("/", 4);
      boolean isV4 = path[1].equals("v4");
      AgentContainer caller =
          task.containers().stream()
              .filter(each -> path.length > 2 && each.endpointId().equals(path[2]))
              .findFirst()
              .orElse(null);
      if (caller != null) {
        askers.add(caller);
      }
      JsonNode body = caller == null ? null : body(isV4, caller, path.length > 3 ? path[3] : "");
      byte[] bytes = Engine.JSON.writeValueAsBytes(body == null ? "not found" : body);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private JsonNode body(boolean isV4, AgentContainer caller, String what) throws IOException {
    return switch (what) {
      case "" -> TaskDocument.ofContainer(task, caller, isV4);
      case "task" -> TaskDocument.ofTask(task, isV4);
      case "stats" -> stats(isV4, caller);
      case "task/stats" -> taskStats(isV4);
      default -> null;
    };
  }

  private ObjectNode taskStats(boolean isV4) {
    ObjectNode json = Engine.JSON.createObjectNode();
    for (AgentContainer each : task.containers()) {
      if (!each.id().isEmpty() || (isV4 && each.isPulled())) {
        json.set(each.id(), stats(isV4, each));
      }
    }
    if (task.processes() != null) {
      json.putNull(task.processes().id());
    }
    if (task.network() != null) {
      JsonNode stats = task.network().stats();
      json.set(task.network().dockerId(), stats == null ? Engine.JSON.createObjectNode() : stats);
    }
    return json;
  }

  /**
   * Without a sample, and after the end: {@code null} in version 3 (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/handlers/v2/stats_response.go#L39-L45">agent</a>)
   * and on Fargate, {@code {}} in version 4 (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/handlers/v4/stats_response.go#L40-L46">agent</a>).
   */
  private JsonNode stats(boolean isV4, AgentContainer container) {
    JsonNode stats =
        task.network() == null ? container.stats() : task.network().with(container.stats());
    if (stats != null) {
      return stats;
    }
    return isV4 && task.platform() != Platform.FARGATE
        ? Engine.JSON.createObjectNode()
        : Engine.JSON.nullNode();
  }
}
