package io.github.ecsusagereport.docker;

import static io.github.ecsusagereport.docker.Definition.BATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Whole tasks whose containers share their process ids, so that the sidecar reads the kernel's own
 * counters of them; with the endpoint in Fargate's way, which tells nothing for 10 s. One after the
 * other: what is asserted is how near the numbers come.
 */
@Tag("docker")
@Isolated("its kills are in the one kernel that all lives share")
class ExactLivesIT {
  /** A spike of 300 ms, and the CPU time up to the last moment. */
  private static final String[] UNSEEN = {
    "hold:20", "sleep:3000", "hold:400", "sleep:300", "hold:20", "cpu:8000"
  };

  private static final int KILLS = Integer.getInteger("kills", 5);

  @RegisterExtension static final LifeBook BOOK = new LifeBook("exact-");

  @BeforeAll
  static void buildImages() throws Exception {
    Images.build();
  }

  private static Life live(Definition definition) throws Exception {
    Life life = BOOK.live(Platform.FARGATE, definition);
    assertEquals(
        "kernel", life.report().at("/sampling/source").asString(), life.report()::toString);
    return life;
  }

  /** At most so much of the kernel's CPU time is missing. */
  private static void assertCpu(double mostPercent, Life life) {
    double kernel = life.kernelCpuNanos() / 1e6;
    double missing = kernel - life.report().at("/metrics/cpuTimeMs").asDouble();
    assertTrue(missing >= -0.001, () -> missing + " ms");
    assertTrue(missing <= kernel * mostPercent / 100, () -> missing + " of " + kernel + " ms");
  }

  private static void assertSpike(Life life) {
    double mib = life.report().at("/metrics/maxMemoryUsedMiB").asDouble();
    double kernel = life.kernelUsedBytes().lastKey() / (double) (1 << 20);
    assertEquals(kernel, mib, 0.02 * kernel);
  }

  @Test
  @DisplayName("exact: a spike of 300 ms, and one core to the last moment, one user")
  void unseenByOneUser() throws Exception {
    Life life = live(Definition.ofBatch(UNSEEN).withPidsOfOneUser());
    assertEquals("success, containerExited, 0", life.end());
    assertCpu(2, life);
    assertSpike(life);
  }

  @Test
  @DisplayName("exact: a spike of 300 ms, and one core to the last moment, SYS_PTRACE")
  void unseenBySysPtrace() throws Exception {
    Life life = live(Definition.ofBatch(UNSEEN).withPidsAndSysPtrace());
    assertEquals("success, containerExited, 0", life.end());
    assertCpu(2, life);
    assertSpike(life);
  }

  @Test
  @DisplayName("exact: 5 s of CPU, begun after the sidecar")
  void fiveSeconds() throws Exception {
    Life life = live(Definition.ofBatchAtOnce("cpu:5000").withSidecarFirst().withPidsOfOneUser());
    assertCpu(2, life);
  }

  @Test
  @DisplayName("exact: 1 s of CPU, begun after the sidecar")
  void oneSecond() throws Exception {
    Life life = live(Definition.ofBatchAtOnce("cpu:1000").withSidecarFirst().withPidsOfOneUser());
    assertCpu(3, life);
  }

  /** Whether the kernel tells of one so short depends on how soon the sidecar is up. */
  @ParameterizedTest(name = "exact: {0} ms of CPU, begun after the sidecar")
  @ValueSource(ints = {300, 200})
  void shortRun(int millis) throws Exception {
    Definition definition = Definition.ofBatchAtOnce("cpu:" + millis).withSidecarFirst();
    Life life = BOOK.live(Platform.FARGATE, definition.withPidsOfOneUser());
    assertEquals("success, containerExited, 0", life.end());
    if (life.report().at("/sampling/source").asString().equals("kernel")) {
      assertCpu(10, life);
    }
  }

  @Test
  @DisplayName("exact: forty children of 50 ms each, one after the other")
  void children() throws Exception {
    Life life = live(Definition.ofBatch("children:40:50").withPidsOfOneUser());
    assertCpu(6, life);
  }

  @Test
  @DisplayName("exact: a daemon that forks twice")
  void daemon() throws Exception {
    Life life = live(Definition.ofBatch("daemon:1500", "sleep:4000").withPidsOfOneUser());
    assertCpu(3, life);
  }

  @Test
  @DisplayName("exact: a child that is killed for memory, exit 0")
  void killedChild() throws Exception {
    Life life =
        live(
            Definition.ofBatch("killchild:200", "sleep:1000")
                .with(BATCH, "memory", 128)
                .withPidsOfOneUser());
    assertEquals("success, containerExited, 0", life.end());
    assertEquals(1, life.report().at("/metrics/oomKills").asInt(), life.report()::toString);
  }

  @Test
  @DisplayName("exact: a container that restarts")
  void restart() throws Exception {
    Definition definition =
        Definition.ofBatchAtOnce("again:1000:2000:3", "hold:70", "cpu:3000", "sleep:3000", "exit:1")
            .with(BATCH, "restartPolicy", Map.of("enabled", true, "restartAttemptPeriod", 5))
            .withPidsOfOneUser();
    Life life = BOOK.liveThroughFaults(Platform.FARGATE, definition, task -> {});
    assertEquals("failure, containerExited, 3", life.end());
    assertEquals(1, life.report().get("restartCount").asInt());
    assertCpu(3, life);
  }

  @Test
  @DisplayName("exact: ten containers")
  void tenContainers() throws Exception {
    Definition definition =
        Definition.ofBatch("hold:40", "cpu:1000", "sleep:4000")
            .withSetting("USAGE_CONTAINER", BATCH);
    for (int i = 1; i <= 8; i++) {
      definition.withAnother("worker-" + i, "hold:" + 10 * i, "sleep:600000");
    }
    Life life = live(definition.withPidsOfOneUser());
    assertEquals("success, containerExited, 0", life.end());
    assertEquals(11, life.report().get("containers").size());
    assertCpu(3, life);
    double whole = life.report().at("/taskMetrics/maxMemoryUsedMiB").asDouble();
    assertTrue(whole > 8 * 45 + 40, life.report()::toString);
  }

  @ParameterizedTest(name = "exact: killed by its limit, a MiB each {0} ms")
  @ValueSource(ints = {100, 10, 1})
  void killedByItsLimit(int millis) throws Exception {
    for (int i = 0; i < KILLS; i++) {
      Life life =
          live(
              Definition.ofBatch("hold:20", "sleep:1500", "grow:300:" + millis)
                  .with(BATCH, "memory", 128)
                  .withPidsOfOneUser());
      assertEquals("outOfMemory, containerExited, 137", life.end(), life.report()::toString);
    }
  }

  @Test
  @DisplayName("shared process ids that may not be read")
  void refused() throws Exception {
    Definition definition = Definition.ofBatch("hold:40", "cpu:500", "sleep:7000").withPidsAlone();
    Life life = BOOK.liveThroughFaults(Platform.EC2, definition, task -> {});
    assertEquals("success, containerExited, 0", life.end());
    JsonNode line = life.report();
    assertEquals("endpoint", line.at("/sampling/source").asString(), line::toString);
    assertTrue(life.stderr().contains("SYS_PTRACE"), life.stderr());
    assertTrue(life.stderr().contains("[batch]"), life.stderr());
  }
}
