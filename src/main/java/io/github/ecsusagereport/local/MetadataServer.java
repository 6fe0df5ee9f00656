package io.github.ecsusagereport.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A task metadata endpoint for one task, on the loopback interface and a free port: {@code /v4/ID},
 * {@code /v4/ID/task}, {@code /v4/ID/stats}, {@code /v4/ID/task/stats}, and the same under v3.
 */
final class MetadataServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpServer server;
  private final ExecutorService threads;
  private final LocalTaskState task;
  private final StatsDocument stats;

  /** A status and the JSON that goes with it. */
  private record Answer(int status, String json) {}

  private MetadataServer(LocalTaskState task, int onlineCpus) throws IOException {
    this.task = task;
    this.stats = new StatsDocument(onlineCpus);
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
    // With a thread for each, a client that is slow to ask holds up nobody else.
    this.threads = Executors.newCachedThreadPool(MetadataServer::daemon);
  }

  static MetadataServer start(LocalTaskState task, int onlineCpus) throws IOException {
    MetadataServer server = new MetadataServer(task, onlineCpus);
    server.server.setExecutor(server.threads);
    server.server.createContext("/", server::handle);
    server.server.start();
    return server;
  }

  /** What {@code ECS_CONTAINER_METADATA_URI…} would be in the container {@code usage-report}. */
  String uri(EndpointVersion version) {
    InetSocketAddress address = server.getAddress();
    return "http://%s:%d/%s/%s"
        .formatted(
            address.getAddress().getHostAddress(),
            address.getPort(),
            version.path(),
            task.usageReport().identity().id());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange.getRequestURI().getPath());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      byte[] body = answer.json.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(String path) {
    for (EndpointVersion version : EndpointVersion.values()) {
      String prefix = "/" + version.path() + "/";
      if (path.startsWith(prefix)) {
        String[] idAndRest = path.substring(prefix.length()).split("/", 2);
        return answer(version, idAndRest[0], idAndRest.length < 2 ? "" : idAndRest[1]);
      }
    }
    return text(404, "page not found");
  }

  private Answer answer(EndpointVersion version, String id, String what) {
    LocalContainer caller = task.usageReport();
    boolean known = id.equals(caller.identity().id());
    return switch (what) {
      case "" -> known ? ok(TaskDocument.ofContainer(task, caller)) : unknown(version, 500, id);
      case "task" -> known ? ok(TaskDocument.ofTask(task, version)) : unknown(version, 500, id);
      case "stats" -> known ? ok(stats.ofContainer(caller, version)) : unknown(version, 400, id);
      case "task/stats" -> known ? ok(stats.ofTask(task, version)) : unknown(version, 400, id);
      default -> text(404, "page not found");
    };
  }

  /** Version 4 says 404 to an id it does not know; version 3 never learnt to. */
  private static Answer unknown(EndpointVersion version, int statusInV3, String id) {
    return text(version == EndpointVersion.V4 ? 404 : statusInV3, "no task has the endpoint " + id);
  }

  private static Answer ok(String json) {
    return new Answer(200, json);
  }

  private static Answer text(int status, String sentence) {
    return new Answer(status, Json.write(json -> json.writeString(sentence)));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "endpoint");
    thread.setDaemon(true);
    return thread;
  }
}
