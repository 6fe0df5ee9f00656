import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A whole life of the sidecar, for the JVM to remember: start, polls, every fault, checkpoints,
 * SIGTERM, line. What does not happen here is slow when it first happens in a task.
 *
 * <p>{@code java scripts/Training.java COMMAND…} starts the command against an endpoint of its own,
 * and fails unless the command writes its lines and exits with 0. JDK only.
 */
final class Training {
  private static final int POLLS = 100;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Instant START = Instant.now().minusSeconds(60);

  private static int polls;
  private static int taskReads;
  private static int lastReads;
  private static volatile boolean isEnding;

  public static void main(String[] command) throws IOException, InterruptedException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v4", Training::handle);
    server.start();
    try {
      String root = "http://127.0.0.1:" + server.getAddress().getPort() + "/v4";
      live(new ProcessBuilder(command), root);
    } finally {
      server.stop(0);
    }
  }

  private static void live(ProcessBuilder builder, String root)
      throws IOException, InterruptedException {
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("ECS_CONTAINER_METADATA_URI_V4", root);
    environment.put("USAGE_POLL_INTERVAL", "100ms");
    environment.put("USAGE_REQUEST_TIMEOUT", "300ms");
    environment.put("USAGE_CHECKPOINT_INTERVAL", "4s");
    environment.put("USAGE_CONTAINER", "batch");
    Process sidecar = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    sidecar.getOutputStream().close();
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (polls() < POLLS && sidecar.isAlive() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    isEnding = true;
    // Not Process.destroy(), which closes the streams.
    sidecar.toHandle().destroy();
    String out = new String(sidecar.getInputStream().readAllBytes());
    boolean hasExited = sidecar.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    boolean isWhole = out.contains("\"ecs.task.checkpoint\"") && out.contains("\"ecs.task.report\"");
    if (!hasExited || sidecar.exitValue() != 0 || !isWhole) {
      sidecar.destroyForcibly();
      System.err.println("Training: the sidecar did not live as it should:\n" + out);
      System.exit(1);
    }
  }

  private static synchronized int polls() {
    return polls;
  }

  private static synchronized void handle(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/v4" -> answer(exchange, 200, container("usage-report", 3, "RUNNING", ""));
      case "/v4/task" -> answer(exchange, 200, task());
      case "/v4/task/stats" -> stats(exchange);
      default -> answer(exchange, 404, "\"not found\"");
    }
  }

  /** The first 30 polls and each fourth one later are as they should be. */
  private static void stats(HttpExchange exchange) throws IOException {
    polls++;
    switch (polls < 30 || polls % 4 != 0 ? 0 : polls / 4 % 10) {
      case 1 -> answer(exchange, 404, "\"unable to get stats\"");
      case 2 -> answer(exchange, 429, "too many requests");
      case 3 -> answer(exchange, 500, "\"error\"");
      case 4 -> exchange.close();
      case 5 -> cut(exchange);
      case 6 -> answer(exchange, 200, "<html>");
      case 7 -> answer(exchange, 200, "{}");
      case 8 -> answer(exchange, 200, "{\"" + id(1) + "\": null, \"" + id(2) + "\": {}}");
      case 9 -> slow(exchange);
      default ->
          answer(
              exchange,
              200,
              "{"
                  + String.join(
                      ",", entry("batch", 1), entry("log-router", 2), entry("usage-report", 3))
                  + "}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    // As Go does: in chunks when it is long.
    exchange.sendResponseHeaders(status, bytes.length > 2048 ? 0 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static void cut(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1000);
    exchange.getResponseBody().write("{\"".getBytes());
    exchange.close();
  }

  private static void slow(HttpExchange exchange) throws IOException {
    try {
      Thread.sleep(400);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static String id(int index) {
    return "5f0c6c1de8b64d2f9d1a7b3c2e4f6a80-127192348" + index;
  }

  private static String task() {
    taskReads++;
    String end = "";
    String status = "RUNNING";
    if (isEnding) {
      status = "STOPPED";
      // The exit code comes a moment later.
      end = lastReads++ == 0 ? "" : "\"ExitCode\": 1, \"FinishedAt\": \"" + Instant.now() + "\",";
    }
    return """
        {"Cluster": "arn:aws:ecs:eu-central-1:123456789012:cluster/nightly",
        "TaskARN": "arn:aws:ecs:eu-central-1:123456789012:task/nightly/5f0c6c1de8b64d2f",
        "Family": "orders-export", "Revision": "17", "DesiredStatus": "RUNNING",
        "KnownStatus": "RUNNING", "Limits": {"CPU": 0.5, "Memory": 1024},
        "PullStartedAt": "%s", "PullStoppedAt": "%s", "AvailabilityZone": "eu-central-1b",
        "LaunchType": "FARGATE", "Containers": [%s, %s, %s],
        "ClockDrift": {"ClockErrorBound": 0.4}, "Unknown": [1, 2.5, true, null],
        "EphemeralStorageMetrics": {"Utilized": %d, "Reserved": 20496}}"""
        .formatted(
            START.minusSeconds(20),
            START,
            container("batch", 1, status, end),
            container("log-router", 2, "RUNNING", ""),
            container("usage-report", 3, "RUNNING", ""),
            300 + taskReads);
  }

  private static String container(String name, int index, String status, String end) {
    return """
        {"DockerId": "%s", "Name": "%s", "DockerName": "%s", "Image": "example/%s:1.0",
        "ImageID": "sha256:a8560b36e8b8210634f77d9f7f9efd7ffa463e380b75e2e74aff4511df3ef88c",
        "Labels": {"com.amazonaws.ecs.cluster": "nightly"}, "DesiredStatus": "RUNNING",
        "KnownStatus": "%s", %s "Limits": {"CPU": 2, "Memory": 512}, "CreatedAt": "%s",
        "StartedAt": "%s", "Type": "NORMAL", "LogDriver": "awslogs", "RestartCount": 0,
        "Networks": [{"NetworkMode": "awsvpc", "IPv4Addresses": ["10.0.2.106"]}]}"""
        .formatted(id(index), name, name, name, status, end, START, START.plusMillis(index));
  }

  private static String entry(String name, int index) {
    long second = polls + 60;
    Instant read = START.plusSeconds(second).plusNanos(123_456_789);
    long cpu = second * 200_000_000 / index;
    return """
        "%s": {"read": "%s", "preread": "%s", "pids_stats": {"current": 7},
        "blkio_stats": {"io_service_bytes_recursive": [
        {"major": 259, "minor": 0, "op": "Read", "value": %d},
        {"major": 259, "minor": 0, "op": "Write", "value": 409600}],
        "io_serviced_recursive": null, "sectors_recursive": []}, "num_procs": 0,
        "storage_stats": {}, "cpu_stats": %s, "precpu_stats": %s, "memory_stats":
        {"usage": %d, "max_usage": 734003200, "failcnt": 0, "stats": {"active_anon": 40960,
        "cache": 41943040, "hierarchical_memory_limit": 536870912, "inactive_file": 23068672,
        "pgfault": 731265, "rss": 40960, "total_inactive_file": 18446744073709551615},
        "limit": 9223372036854771712}, "name": "%s", "id": "%s", "networks": {"eth1":
        {"rx_bytes": 83001234, "rx_packets": 61000, "tx_bytes": 1900456, "tx_dropped": 0}},
        "network_rate_stats": {"rx_bytes_per_sec": 15275.2, "tx_bytes_per_sec": 9388.8}}"""
        .formatted(
            id(index),
            read,
            read.minusSeconds(1),
            4096 * second,
            cpu(cpu),
            cpu(cpu - 200_000_000 / index),
            (300L + 10 * (second % 17)) << 20,
            name,
            id(index));
  }

  private static String cpu(long total) {
    return """
        {"cpu_usage": {"total_usage": %d, "percpu_usage": [%d, 1], "usage_in_usermode": 160000},
        "system_cpu_usage": 1971000000000, "online_cpus": 2,
        "throttling_data": {"periods": 0, "throttled_periods": 0, "throttled_time": 0}}"""
        .formatted(total, total - 1);
  }

  private Training() {}
}
