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
  private static final String ROOT = "/v4/0b5e7e";

  /** In place of an answer the connection is reset. */
  static final Answer RESET = out -> {};

  /** Nothing, until the other side has gone. */
  static final Answer SILENCE = out -> {};

  private volatile ServerSocket server;
  private volatile Socket connection = new Socket();
  private Thread thread;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();
  private final AtomicLong bytesSent = new AtomicLong();

  /**
   * Writes an answer until it is out, or the other side has gone; then the connection is closed.
   */
  interface Answer {
    void write(OutputStream out) throws IOException;
  }

  /** The same, and the connection stays open for the next request. */
  interface KeptOpen extends Answer {}

  RawEndpoint() throws IOException {
    listen(0);
  }

  private void listen(int port) throws IOException {
    server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    thread = new Thread(this::serve, "raw endpoint");
    thread.setDaemon(true);
    thread.start();
  }

  /** From now on nobody is there, nor on a connection that was open. */
  void refuse() {
    close();
    try {
      // A socket that a thread waits at is closed when that thread has gone.
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Is there again, at the same port. */
  void listen() {
    try {
      listen(server.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + ROOT);
  }

  @Override
  public void answer(String path, String body) {
    answer(path, whole("200 OK", body));
  }

  /** Status, length and body, as a server sends them. */
  static KeptOpen whole(String status, String body) {
    byte[] text = body.getBytes(StandardCharsets.UTF_8);
    String head = "HTTP/1.1 " + status + "\r\nContent-Length: " + text.length + "\r\n\r\n";
    byte[] bytes = (head + body).getBytes(StandardCharsets.UTF_8);
    return out -> out.write(bytes);
  }

  /** Just that, and then the connection is closed. */
  void answerBytes(String path, String text) {
    answer(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  void answer(String path, Answer answer) {
    answers.put(ROOT + path, answer);
  }

  /** How often this was asked for. */
  int requests(String path) {
    return requests.getOrDefault(ROOT + path, 0);
  }

  /** Since the last time. */
  long takeBytesSent() {
    return bytesSent.getAndSet(0);
  }

  private void serve() {
    ServerSocket mine = server;
    while (!mine.isClosed()) {
      try (Socket socket = mine.accept()) {
        connection = socket;
        socket.setTcpNoDelay(true);
        serve(socket);
      } catch (IOException e) {
        // The other side has had enough.
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    OutputStream out = counting(socket.getOutputStream());
    Answer answer;
    do {
      String request = in.readLine();
      if (request == null) {
        return;
      }
      while (!in.readLine().isEmpty()) {
        // The headers do not matter.
      }
      String path = request.split(" ", 3)[1];
      requests.merge(path, 1, Integer::sum);
      answer = answers.getOrDefault(path, nothing -> {});
      answer.write(out);
      socket.setSoLinger(answer == RESET, 0);
      if (answer == SILENCE) {
        in.read();
      }
    } while (answer instanceof KeptOpen);
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
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
