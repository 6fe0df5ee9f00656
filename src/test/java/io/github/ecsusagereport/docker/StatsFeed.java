package io.github.ecsusagereport.docker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The statistics of one container as the agent has them: the latest frame of Docker's stream, or
 * nothing.
 *
 * <p>With {@code ECS_POLL_METRICS=true} the agent asks for one frame now and then, for which Docker
 * takes two, a second apart: the earlier one is in {@code precpu_stats} (<a
 * href="https://github.com/moby/moby/blob/b985e2313a8676e18072b442911fc8f64f17d440/daemon/stats.go#L50-L82">stats.go</a>).
 *
 * <p>On Fargate a frame stands for 10 s and has the one before it in {@code precpu_stats} (<a
 * href="https://github.com/prometheus-community/ecs_exporter/blob/848b33fbb4e76cf3a81f087dd7acaea135f21931/ecscollector/testdata/fixtures/fargate_task_stats.json">recording</a>);
 * here that is every tenth frame of the stream.
 */
final class StatsFeed {
  private static final int FRAMES_ON_FARGATE = 10;
  private static final long UNLIMITED = 9223372036854771712L;

  /** With the second that a frame takes: every 5 to 9 s. */
  private static final long[] POLL_MILLIS = {4000, 8000, 6000};

  /** A frame of the stream that is nearer to the very first is that one again. */
  private static final int LEAST_MS_AFTER_THE_FIRST = 900;

  private static final String NO_TIME = "0001-01-01T00:00:00Z";

  private final Engine engine;
  private final Platform platform;
  private BufferedReader stream;
  private volatile Object polled;
  private int frames;
  private Instant firstReadAt;
  private ObjectNode latest;
  private ObjectNode beforeRestart;

  StatsFeed(Engine engine, Platform platform) {
    this.engine = engine;
    this.platform = platform;
  }

  /**
   * From now on, until it is stopped.
   *
   * <p>An engine that looks at nothing else gives the first frame of a stream at once, 4 to 40 ms
   * after the start in recordings; one that does makes it wait for up to a second. On EC2 it is
   * asked for apart here, so that it comes at once whatever else the engine does.
   */
  synchronized void start(String dockerId, String endpointId) throws IOException {
    if (platform == Platform.EC2_POLLING) {
      startPolling(dockerId);
      return;
    }
    String path = "/containers/" + dockerId + "/stats";
    JsonNode first =
        platform == Platform.EC2 ? engine.get(path + "?stream=false&one-shot=true") : null;
    BufferedReader opened = engine.stream(path);
    stream = opened;
    firstReadAt = null;
    // Without a frame it has gone already.
    if (first instanceof ObjectNode frame) {
      take(opened, frame, endpointId);
    }
    Thread reader = new Thread(() -> follow(opened, endpointId), "stats " + endpointId);
    reader.setDaemon(true);
    reader.start();
  }

  private void startPolling(String dockerId) {
    Object current = new Object();
    polled = current;
    Thread poller = new Thread(() -> poll(current, dockerId), "stats " + dockerId);
    poller.setDaemon(true);
    poller.start();
  }

  private void poll(Object current, String dockerId) {
    try {
      for (int i = 0; polled == current; i++) {
        JsonNode answer = engine.get("/containers/" + dockerId + "/stats?stream=false");
        if (answer instanceof ObjectNode frame && !NO_TIME.equals(frame.get("read").asString())) {
          show(current, frame);
        }
        Thread.sleep(POLL_MILLIS[i % POLL_MILLIS.length]);
      }
    } catch (IOException | InterruptedException e) {
      // The container has gone.
    }
  }

  private synchronized void show(Object poller, ObjectNode frame) {
    latest = polled == poller ? frame : latest;
  }

  /** No time, nothing used, and what was there before in {@code precpu_stats}. */
  synchronized void showZeros() {
    close();
    polled = null;
    ObjectNode zeros = Engine.JSON.createObjectNode().put("read", NO_TIME);
    zeros.putObject("cpu_stats").putObject("cpu_usage").put("total_usage", 0);
    zeros.putObject("memory_stats");
    if (latest != null) {
      follow(zeros, latest);
    }
    latest = zeros;
  }

  /** The container has died: nothing is shown any more. */
  synchronized void stop() {
    latest = null;
    polled = null;
    close();
  }

  /** The container has died and comes back: the last frame is shown until there is another. */
  synchronized void pause() {
    beforeRestart = latest;
    close();
  }

  /** Null while there is none. */
  synchronized JsonNode latest() {
    return latest;
  }

  private void close() {
    try {
      if (stream != null) {
        stream.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      stream = null;
    }
  }

  private void follow(BufferedReader from, String endpointId) {
    try {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        take(from, (ObjectNode) Engine.JSON.readTree(line), endpointId);
      }
    } catch (IOException e) {
      // Closed by this side.
    }
  }

  /**
   * A frame of zeros, as a dying container has, is no frame (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/stats/utils_unix.go#L59-L77">utils_unix.go</a>).
   */
  private synchronized void take(BufferedReader from, ObjectNode frame, String endpointId) {
    if (from != stream || NO_TIME.equals(frame.get("read").asString())) {
      return;
    }
    frames++;
    if (platform != Platform.FARGATE) {
      takeOnEc2(frame);
    } else if (frames % FRAMES_ON_FARGATE == 0) {
      latest = ofFargate(frame, endpointId);
    }
  }

  private void takeOnEc2(ObjectNode frame) {
    Instant readAt = Instant.parse(frame.get("read").asString());
    if (firstReadAt == null) {
      firstReadAt = readAt;
    } else if (Duration.between(firstReadAt, readAt).toMillis() < LEAST_MS_AFTER_THE_FIRST) {
      return;
    }
    if (beforeRestart != null) {
      Restarted.addUp(frame, beforeRestart);
    }
    latest = latest == null ? frame : follow(frame, latest);
  }

  private static ObjectNode follow(ObjectNode frame, JsonNode previous) {
    frame.set("preread", previous.get("read"));
    frame.set("precpu_stats", previous.get("cpu_stats"));
    return frame;
  }

  private ObjectNode ofFargate(ObjectNode frame, String endpointId) {
    frame.put("id", endpointId);
    frame.putObject("pids_stats");
    ((ObjectNode) frame.get("memory_stats")).put("limit", UNLIMITED);
    if (latest != null) {
      return follow(frame, latest);
    }
    frame.put("preread", NO_TIME);
    ((ObjectNode) frame.get("precpu_stats")).putObject("cpu_usage").put("total_usage", 0);
    return frame;
  }
}
