package io.github.ecsusagereport.collect;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A task in real time, for the packaged program. Its batch ends when it is told to, as the agent
 * shows it: first STOPPED, a moment later the exit code, and then the readings are gone.
 */
final class TaskServer implements AutoCloseable {
  private static final String ROOT = "/v4/7ea1";
  private static final long UNTIL_EXIT_CODE_NANOS = 20_000_000;

  private final HttpServer server;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final long startNanoTime = System.nanoTime();
  private volatile boolean hasEnd;
  private volatile long endNanoTime;

  TaskServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/task/stats", this::stats);
    answer("/task", this::task);
    answer("", () -> TestTask.container(TestTask.SIDECAR, TestTask.SIDECAR_ID));
    server.start();
  }

  private void answer(String path, Supplier<?> body) {
    server.createContext(
        ROOT + path,
        exchange -> {
          byte[] bytes = body.get().toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
          asked.countDown();
        });
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + ROOT);
  }

  /** Waits for the first request: from then on the program can be told to stop. */
  boolean awaitFirstRequest(Duration timeout) throws InterruptedException {
    return asked.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  void endBatchAt(long nanoTime) {
    endNanoTime = nanoTime;
    hasEnd = true;
  }

  private TestTask task() {
    long sinceEnd = System.nanoTime() - endNanoTime;
    if (!hasEnd || sinceEnd < 0) {
      return TestTask.running();
    }
    return sinceEnd < UNTIL_EXIT_CODE_NANOS
        ? TestTask.stoppedWithoutExitCode()
        : TestTask.batchEnded(0);
  }

  /** A new reading every 100 ms. */
  private TestStats stats() {
    long now = System.nanoTime();
    long tick = (now - startNanoTime) / 100_000_000;
    String read = TestStats.time(tick / 10.0);
    TestStats stats =
        new TestStats().with(TestTask.SIDECAR_ID, TestStats.reading(read, 5 * tick, 12));
    boolean isOver = hasEnd && now - endNanoTime >= UNTIL_EXIT_CODE_NANOS;
    return isOver
        ? stats.with(TestTask.BATCH_ID, "{}")
        : stats.with(TestTask.BATCH_ID, TestStats.reading(read, 40 * tick, 64));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** The packaged program as a sidecar of this task, its output in these files. */
  Process startSidecar(Path out, Path err, String... environment) {
    String java = System.getProperty("java.home") + "/bin/java";
    ProcessBuilder builder =
        new ProcessBuilder(java, "-Xmx64m", "-jar", "target/ecs-usage-report.jar");
    builder.environment().put("ECS_CONTAINER_METADATA_URI_V4", uri().toString());
    builder.environment().put("USAGE_POLL_INTERVAL", "PT0.1S");
    for (String variable : environment) {
      builder.environment().put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
    }
    try {
      return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
