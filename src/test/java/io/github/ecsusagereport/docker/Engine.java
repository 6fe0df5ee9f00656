package io.github.ecsusagereport.docker;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Docker's API over its socket, {@code DOCKER_HOST} or the usual one. It is spoken to in HTTP/1.0:
 * each answer then ends with its connection, the endless ones too, and no client is needed.
 */
final class Engine {
  static final JsonMapper JSON = JsonMapper.shared();

  private static final int STDOUT = 1;

  private final Path socket;

  /** The engine answers, and will not do it. */
  static final class Refusal extends IOException {
    private static final long serialVersionUID = 1;

    private Refusal(String message) {
      super(message);
    }
  }

  private Engine(Path socket) {
    this.socket = socket;
  }

  /** Throws with what to do where there is no engine that answers. */
  static Engine ofEnvironment() {
    String host = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
    if (!host.startsWith("unix://")) {
      throw new IllegalStateException(
          "DOCKER_HOST is "
              + host
              + ": these tests read the kernel's counters beside the engine's,"
              + " and need an engine on this machine, unix:///path/to/docker.sock");
    }
    Engine engine = new Engine(Path.of(host.substring("unix://".length())));
    try {
      engine.get("/version");
      return engine;
    } catch (IOException e) {
      throw new IllegalStateException(
          "No Docker Engine answers at " + host + ". Start one, or set DOCKER_HOST", e);
    }
  }

  JsonNode get(String path) throws IOException {
    return json("GET", path, null);
  }

  /** The answer, or a missing node where there is none. */
  JsonNode post(String path, JsonNode body) throws IOException {
    return json("POST", path, body);
  }

  void delete(String path) throws IOException {
    json("DELETE", path, null);
  }

  /** A line for each document, for as long as the engine has more; close it to end it. */
  BufferedReader stream(String path) throws IOException {
    return new BufferedReader(
        new InputStreamReader(send("GET", path, null), StandardCharsets.UTF_8));
  }

  /** An answer that is no JSON. */
  InputStream bytes(String path) throws IOException {
    return send("GET", path, null);
  }

  /** What a container has written so far: {stdout, stderr}. */
  String[] logs(String id) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (DataInputStream in =
        new DataInputStream(send("GET", "/containers/" + id + "/logs?stdout=1&stderr=1", null))) {
      for (int stream = in.read(); stream >= 0; stream = in.read()) {
        in.skipNBytes(3);
        (stream == STDOUT ? out : err).write(in.readNBytes(in.readInt()));
      }
    }
    return new String[] {
      out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8)
    };
  }

  private JsonNode json(String method, String path, JsonNode body) throws IOException {
    try (InputStream in = send(method, path, body)) {
      byte[] bytes = in.readAllBytes();
      return bytes.length == 0 ? JSON.missingNode() : JSON.readTree(bytes);
    }
  }

  private InputStream send(String method, String path, JsonNode body) throws IOException {
    byte[] bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
    String head =
        "%s %s HTTP/1.0\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path, bytes.length);
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
    channel.write(ByteBuffer.wrap(bytes));
    InputStream in = Channels.newInputStream(channel);
    int status =
        Integer.parseInt(line(in).substring("HTTP/1.0 ".length(), "HTTP/1.0 200".length()));
    while (!line(in).isEmpty()) {
      // The headers say nothing that is needed.
    }
    if (status >= 400) {
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      channel.close();
      throw new Refusal(method + " " + path + " " + status + ": " + answer);
    }
    return in;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("The engine closed the connection after: " + line);
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
