package io.github.ecsusagereport.docker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One container of a task: what the agent knows of it, and what it has Docker do. */
final class AgentContainer {
  /** The agent's default and Fargate's. */
  private static final int STOP_TIMEOUT_SECONDS = 30;

  private static final int RESTART_ATTEMPT_PERIOD_SECONDS = 300;

  private final Engine engine;
  private final Platform platform;
  private final String endpointId;
  private final ObjectNode definition;
  private final StatsFeed stats;

  private volatile String dockerId = "";
  private volatile Instant createdAt;
  private volatile Instant startedAt;
  private volatile Instant finishedAt;
  private volatile Integer exitCode;
  private volatile String knownStatus = "NONE";
  private final AtomicInteger restartCount = new AtomicInteger();
  private volatile JsonNode inspected;

  AgentContainer(Engine engine, Platform platform, String endpointId, ObjectNode definition) {
    this.engine = engine;
    this.platform = platform;
    this.endpointId = endpointId;
    this.definition = definition;
    this.stats = new StatsFeed(engine, platform);
  }

  /**
   * Its image comes down, which takes as long as {@code pullMillis} says. Meanwhile it is listed
   * without an id (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/handlers/v4/tmdsstate.go#L156-L162">tmdsstate.go</a>).
   */
  void pull() throws InterruptedException {
    knownStatus = "MANIFEST_PULLED";
    Thread.sleep(pullMillis());
    knownStatus = "PULLED";
  }

  /** 0 where the image is there. */
  long pullMillis() {
    return definition.path("pullMillis").asLong(0);
  }

  void create(
      Map<String, String> environment, String network, String processes, String cgroupParent)
      throws IOException {
    ObjectNode request =
        CreateRequest.of(definition, environment, network, processes, cgroupParent);
    dockerId = engine.post("/containers/create", request).get("Id").asString();
    createdAt = Instant.now();
    knownStatus = "CREATED";
  }

  void start() throws IOException {
    engine.post("/containers/" + dockerId + "/start", null);
    followStats();
    inspect();
    if (startedAt == null) {
      // It stays the first one for ever.
      startedAt = Instant.parse(inspected.at("/State/StartedAt").asString());
    }
    knownStatus = "RUNNING";
  }

  /** The agent goes away, and what it knew with it. */
  void forgetStats() {
    stats.stop();
  }

  /** From the start on, and again when the agent is back. */
  void followStats() throws IOException {
    stats.start(dockerId, id());
  }

  /** Returns when its process has gone. */
  void awaitDeath() throws IOException {
    engine.post("/containers/" + dockerId + "/wait", null);
    inspect();
  }

  /** By the rules of a restart policy: it ran for long enough, and not to this exit code. */
  boolean isToRestart() {
    JsonNode policy = definition.path("restartPolicy");
    int period = policy.path("restartAttemptPeriod").asInt(RESTART_ATTEMPT_PERIOD_SECONDS);
    boolean isIgnored =
        policy.path("ignoredExitCodes").valueStream().anyMatch(each -> each.asInt() == diedWith());
    Instant began = Instant.parse(inspected.at("/State/StartedAt").asString());
    return policy.path("enabled").asBoolean(false)
        && !isIgnored
        && Duration.between(began, diedAt()).toSeconds() >= period;
  }

  /** {@code /task} shows it as running throughout, soon with the end of its last life. */
  void restart() throws IOException {
    stats.pause();
    restartCount.incrementAndGet();
    start();
    finishedAt = diedAt();
  }

  /**
   * Between its death and its removal Docker tells frames of zeros, which the agent shows with
   * cgroup v2 (<a
   * href="https://github.com/moby/moby/blob/b985e2313a8676e18072b442911fc8f64f17d440/daemon/stats/collector.go#L110-L117">collector.go</a>);
   * here for as long as {@code zerosMillis} says.
   */
  void showZeros() throws InterruptedException {
    long millis = definition.path("zerosMillis").asLong(0);
    if (millis > 0) {
      stats.showZeros();
      Thread.sleep(millis);
    }
  }

  /**
   * STOPPED is visible before the exit code (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/engine/task_manager.go#L512-L515">task_manager.go</a>),
   * here for that long. Its statistics go.
   */
  void showStopped(Duration untilExitCode) throws InterruptedException {
    knownStatus = "STOPPED";
    Thread.sleep(untilExitCode.toMillis());
    finishedAt = diedAt();
    exitCode = diedWith();
    stats.stop();
  }

  /** What the agent does with a container whose task has ended before it was started. */
  void showNeverStarted() {
    knownStatus = "STOPPED";
  }

  /** SIGTERM, after {@code stopTimeout} SIGKILL. */
  void stop() throws IOException {
    int seconds = definition.path("stopTimeout").asInt(STOP_TIMEOUT_SECONDS);
    engine.post("/containers/" + dockerId + "/stop?t=" + seconds, null);
  }

  void kill(String signal) throws IOException {
    engine.post("/containers/" + dockerId + "/kill?signal=" + signal, null);
  }

  void remove() throws IOException {
    stats.stop();
    if (!dockerId.isEmpty()) {
      engine.delete("/containers/" + dockerId + "?force=1&v=1");
    }
  }

  /** What it has written: {stdout, stderr}. */
  String[] logs() throws IOException {
    return dockerId.isEmpty() ? new String[] {"", ""} : engine.logs(dockerId);
  }

  private void inspect() throws IOException {
    inspected = engine.get("/containers/" + dockerId + "/json");
  }

  private Instant diedAt() {
    return Instant.parse(inspected.at("/State/FinishedAt").asString());
  }

  private int diedWith() {
    return inspected.at("/State/ExitCode").asInt();
  }

  List<Dependency> dependsOn() {
    return definition.path("dependsOn").valueStream().map(Dependency::of).toList();
  }

  boolean isDependentOn(AgentContainer other) {
    return dependsOn().stream().anyMatch(each -> each.containerName().equals(other.name()));
  }

  /** As the endpoint shows it. */
  String id() {
    return platform == Platform.FARGATE && !dockerId.isEmpty() ? endpointId : dockerId;
  }

  /** In the path of its own endpoint. */
  String endpointId() {
    return endpointId;
  }

  String name() {
    return definition.get("name").asString();
  }

  boolean isEssential() {
    return definition.path("essential").asBoolean(true);
  }

  boolean isRunning() {
    return knownStatus.equals("RUNNING");
  }

  boolean isStopped() {
    return knownStatus.equals("STOPPED");
  }

  /** Listed without an id. */
  boolean isPulled() {
    return knownStatus.equals("PULLED") || knownStatus.equals("MANIFEST_PULLED");
  }

  /** Null without a health check. */
  String health() throws IOException {
    JsonNode status = engine.get("/containers/" + dockerId + "/json").at("/State/Health/Status");
    return status.isMissingNode() ? null : status.asString().toUpperCase(Locale.ROOT);
  }

  boolean hasStarted() {
    return startedAt != null;
  }

  ObjectNode definition() {
    return definition;
  }

  String knownStatus() {
    return knownStatus;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant startedAt() {
    return startedAt;
  }

  Instant finishedAt() {
    return finishedAt;
  }

  Integer exitCode() {
    return exitCode;
  }

  int restartCount() {
    return restartCount.get();
  }

  /** Docker's own words on it. */
  JsonNode inspected() {
    return inspected;
  }

  /** Null without one. */
  JsonNode stats() {
    return stats.latest();
  }
}
