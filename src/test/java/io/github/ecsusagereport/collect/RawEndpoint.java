package io.github.ecsusagereport.collect;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The endpoint byte by byte, for answers that no HTTP server gives. One connection at a time. */
final class RawEndpoint implements TestEndpoint, Closeable {
  private final ServerSocket server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final AtomicLong bytesSent = new AtomicLong();

  /** Writes an answer until it is out, or the other side has gone. */
  interface Answer {
    void write(OutputStream out) throws IOException;
  }

  RawEndpoint() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "raw endpoint");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v4/0b5e7e");
  }

  @Override
  public void answer(String path, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    answerBytes(
        path,
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n" + body);
  }

  /** Just that, and then the connection is closed. */
  void answerBytes(String path, String text) {
    answer(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  void answer(String path, Answer answer) {
    answers.put("/v4/0b5e7e" + path, answer);
  }

  /** Since the last time. */
  long takeBytesSent() {
    return bytesSent.getAndSet(0);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept();
          BufferedReader request =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        String path = request.readLine().split(" ", 3)[1];
        while (!request.readLine().isEmpty()) {
          // The headers do not matter.
        }
        answers.getOrDefault(path, nothing -> {}).write(counting(socket.getOutputStream()));
      } catch (IOException e) {
        // The other side has had enough.
      }
    }
  }

  private OutputStream counting(OutputStream out) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        out.write(b);
        bytesSent.incrementAndGet();
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        bytesSent.addAndGet(length);
      }
    };
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
