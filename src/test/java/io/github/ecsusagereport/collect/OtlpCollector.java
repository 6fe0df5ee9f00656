package io.github.ecsusagereport.collect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Takes requests at /v1/metrics, and answers as it is told; 200 when it is not. */
final class OtlpCollector implements Closeable {
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private volatile boolean isSlow;
  private volatile String answer = "{}";

  OtlpCollector() throws IOException {
    server.createContext("/v1/metrics", this::handle);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  OtlpCollector answer(Integer... next) {
    statuses.addAll(List.of(next));
    return this;
  }

  OtlpCollector body(String body) {
    answer = body;
    return this;
  }

  /** Takes requests, and never answers. */
  OtlpCollector slow() {
    isSlow = true;
    return this;
  }

  List<String> bodies() {
    return bodies;
  }

  private void handle(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if (isSlow) {
      await();
    }
    byte[] text = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.remove(), text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private void await() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
  }
}
