package io.github.ecsusagereport.docker;

import static io.github.ecsusagereport.docker.Definition.BATCH;
import static io.github.ecsusagereport.docker.Definition.SIDECAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/**
 * Whole tasks on a Docker Engine, with the image that is shipped. The long ones begin first. It is
 * a list of lives, and as long as that.
 */
@Tag("docker")
@Execution(ExecutionMode.CONCURRENT)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LivesIT {
  private static final int SIGTERM_EXIT = 128 + 15;

  /** Idle, one core, memory up and down, and idle: two minutes. */
  private static final String[] PHASES = {
    "sleep:20000",
    "cpu:8000",
    "hold:300",
    "sleep:15000",
    "hold:120",
    "cpu:8000",
    "sleep:15000",
    "hold:600",
    "sleep:20000",
    "hold:50",
    "sleep:33000"
  };

  /** What 1 s and 10 s cannot see: 300 ms of memory, and the CPU time up to the last moment. */
  private static final String[] UNSEEN = {
    "hold:20", "sleep:3000", "hold:400", "sleep:300", "hold:20", "cpu:8000"
  };

  @RegisterExtension static final LifeBook BOOK = new LifeBook();

  @BeforeAll
  static void buildImages() throws Exception {
    Images.build();
  }

  /** Ended like this, and nothing was missed on the way. */
  private static void assertEnd(String end, Life life) {
    assertEquals(end, life.end());
    assertEquals(Map.of(), life.trouble());
  }

  private static JsonNode container(Life life, String name) {
    return life.report()
        .get("containers")
        .valueStream()
        .filter(each -> each.get("name").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + name + " in " + life.report()));
  }

  private static List<String> names(Life life) {
    return life.report()
        .get("containers")
        .valueStream()
        .map(each -> each.get("name").asString())
        .sorted()
        .toList();
  }

  @Test
  @Order(1)
  @DisplayName("two minutes with phases")
  void twoMinutes() throws Exception {
    Life life = BOOK.live(Platform.EC2, Definition.ofBatch(PHASES));
    assertEnd("success, containerExited, 0", life);
    Accuracy.assertPlateau(life);
  }

  @Test
  @Order(2)
  @DisplayName("two minutes with phases, Fargate's way")
  void twoMinutesOnFargate() throws Exception {
    Life life = BOOK.live(Platform.FARGATE, Definition.ofBatch(PHASES));
    assertEnd("success, containerExited, 0", life);
    JsonNode line = life.report();
    assertEquals("FARGATE", line.get("launchType").asString());
    assertTrue(line.at("/sampling/resolutionMs").asInt() >= 9_900, "a new reading every 10 s");
    assertEquals(1024, line.at("/metrics/memorySizeMiB").asInt(), "the task's, no limit of 2^63");
    Accuracy.assertPlateau(life);
  }

  @Test
  @Order(3)
  @DisplayName("a container that restarts")
  void restart() throws Exception {
    // It has to have run for a minute, the least that ECS allows: the second time it has not.
    Definition definition =
        Definition.ofBatchAtOnce(
                "again:1000:5000:3", "hold:70", "cpu:3000", "sleep:59000", "exit:1")
            .with(BATCH, "restartPolicy", Map.of("enabled", true, "restartAttemptPeriod", 60));
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("failure, containerExited, 3", life);
    assertEquals(1, life.report().get("restartCount").asInt());
  }

  @Test
  @Order(3)
  @DisplayName("two restarts, 6 MiB sent in three lives")
  void twoRestarts() throws Exception {
    // Shorter than ECS allows, which is a matter of the agent's alone.
    Definition definition =
        Definition.ofBatchAtOnce("lives:3:1", "send:2:172.17.0.1", "cpu:1500", "sleep:6000")
            .with(
                BATCH,
                "restartPolicy",
                Map.of("enabled", true, "restartAttemptPeriod", 5, "ignoredExitCodes", List.of(0)))
            .withBridge();
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("success, containerExited, 0", life);
    assertEquals(2, life.report().get("restartCount").asInt());
    JsonNode metrics = life.report().get("metrics");
    assertTrue(metrics.get("networkTxBytes").asLong() > 6 << 20, metrics::toString);
  }

  @Test
  @Order(3)
  @DisplayName("a spike of 300 ms, and one core to the last moment")
  void unseen() throws Exception {
    Life life = BOOK.live(Platform.EC2, Definition.ofBatch(UNSEEN));
    assertEnd("success, containerExited, 0", life);
  }

  @Test
  @Order(3)
  @DisplayName("a spike of 300 ms, and one core to the last moment, Fargate's way")
  void unseenOnFargate() throws Exception {
    Life life = BOOK.live(Platform.FARGATE, Definition.ofBatch(UNSEEN));
    assertEnd("success, containerExited, 0", life);
  }

  @Test
  @Order(4)
  @DisplayName("exit 3, Fargate's way")
  void exit3OnFargate() throws Exception {
    Life life =
        BOOK.live(
            Platform.FARGATE,
            // Another life's kill for memory is counted on this machine, which they share.
            Definition.ofBatch("hold:80", "cpu:4000", "sleep:18000", "exit:3")
                .withSetting("USAGE_MACHINE", "off"));
    assertEnd("failure, containerExited, 3", life);
  }

  @Test
  @Order(5)
  @DisplayName("ten containers")
  void tenContainers() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:40", "cpu:1000", "sleep:14000")
            .withSetting("USAGE_CONTAINER", BATCH);
    for (int i = 1; i <= 8; i++) {
      definition.withAnother("worker-" + i, "hold:" + 10 * i, "sleep:600000");
    }
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("success, containerExited, 0", life);
    assertEquals(10, life.report().get("containers").size());
  }

  @Test
  @Order(6)
  @DisplayName("exit 0, disk and network")
  void exit0() throws Exception {
    Definition definition =
        Definition.ofBatch(
                "hold:100",
                "cpu:2000",
                "write:20",
                "read",
                "send:4:172.17.0.1",
                "sleep:4000",
                "network")
            .withBridge();
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("success, containerExited, 0", life);
  }

  @Test
  @Order(7)
  @DisplayName("exit 3, version 3 of the endpoint")
  void exit3() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:60", "sleep:6000", "exit:3")
            .with(BATCH, "version3Only", true)
            .with(SIDECAR, "version3Only", true);
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("failure, containerExited, 3", life);
  }

  @Test
  @Order(8)
  @DisplayName("killed by its memory limit")
  void outOfMemory() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:100", "sleep:2000", "grow:100:500").with(BATCH, "memory", 128);
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("outOfMemory, containerExited, 137", life);
    assertTrue(life.batch().at("/State/OOMKilled").asBoolean(), "the engine's word");
    JsonNode metrics = life.report().get("metrics");
    assertEquals(128, metrics.get("memorySizeMiB").asInt());
    // It takes 3 s to grow from 95 % to the limit: some reading is taken in between.
    assertTrue(metrics.get("maxMemoryUsedMiB").asDouble() > 0.95 * 128, metrics::toString);
    assertTrue(metrics.get("lastMemoryUsedMiB").asDouble() > 0.95 * 128, metrics::toString);
  }

  @Test
  @Order(9)
  @DisplayName("killed by SIGKILL")
  void sigkill() throws Exception {
    Life life =
        BOOK.live(
            Platform.EC2,
            Definition.ofBatch("hold:50", "sleep:600000"),
            task -> {
              Thread.sleep(6000);
              task.container(BATCH).kill("KILL");
            });
    assertEnd("failure, containerExited, 137", life);
  }

  @Test
  @Order(10)
  @DisplayName("killed by its own SIGSEGV")
  void sigsegv() throws Exception {
    Life life = BOOK.live(Platform.EC2, Definition.ofBatch("hold:50", "sleep:5000", "segv"));
    assertEnd("failure, containerExited, 139", life);
  }

  @Test
  @Order(11)
  @DisplayName("a batch that is not essential")
  void nonEssential() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:50", "cpu:500", "sleep:5000")
            .with(BATCH, "essential", false)
            .with(SIDECAR, "essential", true);
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("success, containerExited, 0", life);
  }

  @Test
  @Order(12)
  @DisplayName("StopTask while it runs")
  void stopTask() throws Exception {
    Life life =
        BOOK.live(
            Platform.EC2,
            Definition.ofBatch("onterm:0", "hold:50", "sleep:600000"),
            task -> {
              Thread.sleep(6000);
              task.stop();
            });
    assertEnd("stopped, signal, -", life);
    assertTrue(life.sidecarFinishedAt().isBefore(life.batchFinishedAt()), "the batch goes last");
    assertEquals(0, life.batch().at("/State/ExitCode").asInt(), "and has its time to");
  }

  @Test
  @Order(13)
  @DisplayName("StopTask of a batch that ignores it, which began after the sidecar")
  void stopTaskOfTheStubborn() throws Exception {
    Definition definition =
        Definition.ofBatch("ignoreterm", "hold:50", "sleep:600000")
            .withSidecarFirst()
            .with(BATCH, "stopTimeout", 2);
    Life life =
        BOOK.live(
            Platform.EC2,
            definition,
            task -> {
              Thread.sleep(6000);
              task.stop();
            });
    assertEnd("stopped, containerExited, 137", life);
  }

  @Test
  @Order(13)
  @DisplayName("StopTask of a batch that takes 3 s to exit with 5, which began after the sidecar")
  void stopTaskOfTheSlow() throws Exception {
    Definition definition =
        Definition.ofBatch("onterm:5:3000", "hold:50", "sleep:600000").withSidecarFirst();
    Life life =
        BOOK.live(
            Platform.EC2,
            definition,
            task -> {
              Thread.sleep(4000);
              task.stop();
            });
    assertEnd("stopped, containerExited, 5", life);
  }

  @Test
  @Order(5)
  @DisplayName("three containers, the agent polls")
  void polling() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:40", "cpu:3000", "sleep:9000", "cpu:2000", "sleep:12000")
            .withSetting("USAGE_CONTAINER", BATCH)
            .withAnother("worker", "cpu:500", "sleep:8000", "exit:0")
            .withAnother("router", "hold:10", "sleep:600000");
    Life life = BOOK.live(Platform.EC2_POLLING, definition);
    assertEnd("success, containerExited, 0", life);
    assertTrue(life.report().at("/sampling/resolutionMs").asInt() >= 4_000, "as the agent polls");
  }

  @Test
  @Order(6)
  @DisplayName("the agent restarts")
  void agentRestarts() throws Exception {
    Life life =
        BOOK.liveThroughFaults(
            Platform.EC2,
            Definition.ofBatch("hold:40", "cpu:7000", "sleep:14000"),
            task -> {
              Thread.sleep(9000);
              task.restartAgent(Duration.ofSeconds(4));
            });
    assertEquals("success, containerExited, 0", life.end());
    assertTrue(
        Set.of("missedPolls", "missedTaskReads").containsAll(life.trouble().keySet()),
        life.trouble()::toString);
    assertTrue(life.trouble().containsKey("missedPolls"), life.trouble()::toString);
  }

  @Test
  @Order(6)
  @DisplayName("the agent is away when the batch ends")
  void agentIsAwayAtTheEnd() throws Exception {
    Life life =
        BOOK.liveThroughFaults(
            Platform.EC2,
            Definition.ofBatch("hold:40", "cpu:2000", "sleep:5000", "exit:3"),
            task -> {
              Thread.sleep(4000);
              task.restartAgent(Duration.ofSeconds(8));
            });
    assertEquals("failure, containerExited, 3", life.end());
    assertTrue(life.trouble().getOrDefault("missedPolls", 0) >= 4, life.trouble()::toString);
    assertTrue(life.report().at("/metrics/lastMemoryUsedMiB").asDouble() > 30);
  }

  @Test
  @Order(6)
  @DisplayName("awsvpc on EC2, 4 MiB sent in 6 s")
  void awsvpc() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:40", "send:4:172.17.0.1", "sleep:5000", "network").withAwsvpc();
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("success, containerExited, 0", life);
    JsonNode metrics = life.report().get("metrics");
    assertTrue(metrics.get("networkTxBytes").asLong() > 4 << 20, metrics::toString);
    assertEquals(3, life.report().get("containers").size(), "the pause container is one");
  }

  @Test
  @Order(7)
  @DisplayName("a dying container's frames of zeros")
  void zeros() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:40", "cpu:1000", "sleep:4000", "exit:3")
            .with(BATCH, "zerosMillis", 2500);
    Life life = BOOK.live(Platform.EC2, definition);
    assertEquals("failure, containerExited, 3", life.end());
    assertEquals(Set.of("droppedReadings"), life.trouble().keySet(), life.trouble()::toString);
    assertTrue(life.report().at("/metrics/lastMemoryUsedMiB").asDouble() > 30);
  }

  @Test
  @Order(7)
  @DisplayName("connections that are dropped, and 429")
  void unkindEndpoint() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:40", "cpu:3000", "sleep:12000", "exit:3").withUnkindEndpoint();
    Life life = BOOK.liveThroughFaults(Platform.EC2, definition, task -> {});
    assertEquals("failure, containerExited, 3", life.end());
    assertTrue(life.trouble().get("missedPolls") >= 3, life.trouble()::toString);
  }

  @Test
  @Order(8)
  @DisplayName("the sidecar's image is pulled after the start")
  void latePull() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:40", "cpu:500", "sleep:6000")
            .with(BATCH, "pullMillis", 200)
            .with(SIDECAR, "pullMillis", 4000);
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("success, containerExited, 0", life);
    JsonNode metrics = life.report().get("metrics");
    assertFalse(metrics.has("pullDurationMs"), metrics::toString);
    assertTrue(metrics.get("sidecarPullMs").asDouble() >= 3_900, metrics::toString);
    assertTrue(metrics.get("initDurationMs").asDouble() >= 200, metrics::toString);
    assertTrue(metrics.get("initDurationMs").asDouble() < 3_000, metrics::toString);
  }

  @Test
  @Order(9)
  @DisplayName("an image that comes down beside the batch, and a container that cannot start")
  void failedStart() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:40", "sleep:6000")
            .withSidecarFirst()
            .withAnother("router", "sleep:1")
            .with("router", "user", "nobody-of-this-name")
            .with("router", "pullMillis", 2000);
    Life life = BOOK.live(Platform.EC2, definition);
    assertEquals("success, containerExited, -", life.end());
  }

  @Test
  @Order(9)
  @DisplayName("dependencies on COMPLETE and on SUCCESS")
  void dependencies() throws Exception {
    for (String condition : List.of("COMPLETE", "SUCCESS")) {
      Definition definition =
          Definition.ofBatchAtOnce("hold:40", "sleep:4000")
              .withBefore(
                  condition, "init", "cpu:200", "exit:" + (condition.equals("COMPLETE") ? 1 : 0));
      Life life = BOOK.live(Platform.EC2, definition.withSetting("USAGE_CONTAINER", BATCH));
      assertEnd("success, containerExited, 0", life);
      assertEquals(3, life.report().get("containers").size());
    }
  }

  /** A sidecar that is there already sees the frame of some milliseconds after the start. */
  @Test
  @Order(9)
  @DisplayName("a batch that starts when the sidecar has been looking for a while")
  void firstFrame() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:40", "cpu:2000", "sleep:4000")
            .without(SIDECAR, "dependsOn")
            .withBefore("COMPLETE", "init", "sleep:4000")
            .withSetting("USAGE_CONTAINER", BATCH);
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("success, containerExited, 0", life);
  }

  @Test
  @Order(9)
  @DisplayName("what the batch waits for does not succeed: it is never started")
  void dependencyThatFails() throws Exception {
    Definition definition =
        Definition.ofBatchAtOnce("sleep:4000")
            .without(SIDECAR, "dependsOn")
            .withBefore("SUCCESS", "init", "cpu:1000", "sleep:3000", "exit:2")
            .withSetting("USAGE_CONTAINER", BATCH);
    Life life = BOOK.liveThroughFaults(Platform.EC2, definition, task -> {});
    assertEquals("unknown, signal, -", life.end());
    assertTrue(life.stderr().contains("USAGE_CONTAINER names [batch]"), life.stderr());
    assertEquals(2, container(life, "init").get("exitCode").asInt());
    assertEquals(List.of("init", SIDECAR), names(life), "what never was is not listed");
  }

  @Test
  @Order(9)
  @DisplayName("a health check that fails")
  void unhealthy() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:40", "sleep:6000", "exit:9")
            .with(BATCH, "healthCheck", Map.of("command", List.of("CMD", "/does-not-exist")));
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("failure, containerExited, 9", life);
    assertEquals("UNHEALTHY", container(life, BATCH).path("health").asString("-"));
  }

  @Test
  @Order(10)
  @DisplayName("helpers that AWS adds, and a log router that is stopped after the batch")
  void helpers() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:40", "sleep:6000")
            .withAnother("aws-guardduty-agent-3kFvX", "hold:10", "sleep:600000")
            .withAnother("~internal~ecs-emptyvolume-source", "exit:0")
            .withAnother("router", "onterm:143", "sleep:600000");
    Life life = BOOK.live(Platform.EC2, definition);
    assertEnd("success, containerExited, -", life);
    assertEquals(5, life.report().get("containers").size());
  }

  @Test
  @Order(14)
  @DisplayName("200 ms, begun after the sidecar")
  void shortBatch() throws Exception {
    Life life = BOOK.live(Platform.EC2, Definition.ofBatchAtOnce("sleep:200").withSidecarFirst());
    assertEnd("success, containerExited, 0", life);
  }

  @Test
  @Order(15)
  @DisplayName("200 ms, as shipped")
  void shortBatchAsShipped() throws Exception {
    Life life = BOOK.liveUnchecked(Platform.EC2, Definition.ofBatchAtOnce("sleep:200"));
    // By luck: a line, or a JVM that SIGTERM met before main, or a sidecar that was never started.
    boolean wasTooEarly =
        !life.wasSidecarStarted() || life.sidecar().at("/State/ExitCode").asInt() == SIGTERM_EXIT;
    assertEquals(wasTooEarly ? 0 : 1, life.lines().size(), life.lines()::toString);
  }

  @Test
  @Order(16)
  @DisplayName("the sidecar is killed")
  void sidecarKilled() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:50", "sleep:12000").withSetting("USAGE_CHECKPOINT_INTERVAL", "2s");
    Life life =
        BOOK.liveUnchecked(
            Platform.EC2,
            definition,
            task -> {
              Thread.sleep(8000);
              task.container(SIDECAR).kill("KILL");
            });
    assertEquals(List.of(), life.linesOf("ecs.task.report"));
    List<JsonNode> checkpoints = life.linesOf("ecs.task.checkpoint");
    assertTrue(checkpoints.size() >= 2, life.lines()::toString);
    JsonNode last = checkpoints.get(checkpoints.size() - 1).get("record");
    assertEquals("running", last.get("status").asString());
    assertTrue(last.at("/metrics/maxMemoryUsedMiB").asDouble() >= 50, last::toString);
    assertEquals(0, life.batch().at("/State/ExitCode").asInt(), "the batch does not notice");
  }
}
