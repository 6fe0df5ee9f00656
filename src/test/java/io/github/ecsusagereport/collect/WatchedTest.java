package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.collect.TestTask.BATCH;
import static io.github.ecsusagereport.collect.TestTask.SIDECAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which containers' end is the end, how the task went, and the lines on the way. */
class WatchedTest {
  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();
  private static final String ROUTER = "router";
  private static final String ROUTER_ID = "60a7".repeat(16);

  private static TestTask withRouter(TestTask task) {
    return task.add(TestTask.container(ROUTER, ROUTER_ID));
  }

  /** A task of three; the third always has 1 s of CPU time for each second, and 50 MiB. */
  private static void three(TestTask task, TestStats stats, int second) {
    ENDPOINT.good(second);
    ENDPOINT.task(withRouter(task));
    ENDPOINT.stats(
        stats.with(ROUTER_ID, TestStats.reading(TestStats.time(second), 1000L * second, 50)));
  }

  private static void threeRunning(int second) {
    three(TestTask.running(), TestStats.at(second), second);
  }

  private static TestTask stopped(TestTask task, String name, int exitCode, double at) {
    task.container(name)
        .with("KnownStatus", "STOPPED")
        .with("ExitCode", exitCode)
        .with("FinishedAt", TestStats.time(at));
    return task;
  }

  @Test
  void severalWatched_endWhenAllHaveStopped() {
    TestTask routerStopped = stopped(withRouter(TestTask.running()), ROUTER, 0, 2.5);
    TestTask bothStopped = stopped(withRouter(TestTask.running()), ROUTER, 0, 2.5);
    stopped(bothStopped, BATCH, 5, 6.5);
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(() -> threeRunning(1))
            .poll(() -> threeRunning(2))
            .poll(
                () -> {
                  ENDPOINT.task(routerStopped);
                  ENDPOINT.stats(TestStats.at(3).with(ROUTER_ID, "{}"));
                })
            .poll(() -> ENDPOINT.stats(TestStats.at(5).with(ROUTER_ID, "{}")))
            .poll(
                () -> {
                  ENDPOINT.task(bothStopped);
                  ENDPOINT.stats(TestStats.afterBatch(7).with(ROUTER_ID, "{}"));
                })
            .line();
    assertEquals("failure, containerExited, null", line.end());
    assertEquals("", line.trouble());
    assertNull(line.get("containerName"));
    assertEquals("4700.0", line.get("metrics.cpuTimeMs"), "2,700 + 2,000");
    assertEquals("250.0", line.get("metrics.maxMemoryUsedMiB"), "200 + 50, then 250");
    assertEquals("6", line.get("sampling.readings"));
    assertEquals("6500.0", line.get("metrics.durationMs"));
    assertEquals("true", watched(line, BATCH));
    assertEquals("true", watched(line, ROUTER));
    assertNull(watched(line, SIDECAR));
  }

  private static String watched(TestLine line, String name) {
    for (int i = 0; line.get("containers." + i + ".name") != null; i++) {
      if (line.get("containers." + i + ".name").equals(name)) {
        return line.get("containers." + i + ".watched");
      }
    }
    throw new AssertionError(name + " is not in " + line);
  }

  @Test
  void oneNamed_endsWithItThoughOthersRun() {
    TestLine line =
        new TestRun(ENDPOINT)
            .containers(BATCH)
            .poll(() -> threeRunning(1))
            .poll(() -> threeRunning(2))
            .poll(() -> three(TestTask.batchEnded(0), TestStats.afterBatch(3), 3))
            .line();
    assertEquals("success, containerExited, 0", line.end());
    assertEquals(BATCH, line.get("containerName"));
    assertEquals("1200.0", line.get("metrics.cpuTimeMs"));
    assertEquals("4230.0", line.get("taskMetrics.cpuTimeMs"), "1,200 + 3,000 + 30");
  }

  @Test
  void nameThatTheTaskDoesNotHave_endsOnTheSignalWithoutAStatus() {
    TestLine line =
        new TestRun(ENDPOINT).containers("elsewhere").good(1, 2).ended(0).good(6).line();
    assertEquals("unknown, signal, null", line.end());
    assertEquals("0", line.get("sampling.readings"));
    assertEquals("3070.0", line.get("taskMetrics.cpuTimeMs"));
  }

  @Test
  void oneNameOfTwoMissing_doesNotEnd() {
    TestLine line = new TestRun(ENDPOINT).containers(BATCH, "later").good(1).ended(0).line();
    assertEquals("success, signal, 0", line.end());
  }

  @Test
  void routerThatOutlivesTheBatch_isNotTheVerdict() {
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(() -> threeRunning(1))
            .atSignal(() -> three(TestTask.batchEnded(0), TestStats.afterBatch(2), 2))
            .line();
    assertEquals("success, signal, null", line.end());
  }

  @Test
  void pauseContainer_isNotWatchedAndHasNoInitDuration() {
    String id = "9a05".repeat(16);
    TestJson pause =
        TestTask.container("~internal~ecs~pause", id)
            .with("Type", "CNI_PAUSE")
            .with("KnownStatus", "RESOURCES_PROVISIONED")
            .with("StartedAt", TestStats.time(-8.2));
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(2);
                  ENDPOINT.task(TestTask.running().add(pause));
                })
            .ended(0)
            .line();
    assertEquals("success, containerExited, 0", line.end());
    assertEquals(BATCH, line.get("containerName"));
    assertEquals("8000.0", line.get("metrics.initDurationMs"));
  }

  @ParameterizedTest(name = "exit code {0}, at most {1} MiB, failcnt {2}: {3}")
  @CsvSource({
    "137, 400, 0, failure",
    "137, 962, 0, failure", // with the sidecar's 10 MiB 94.92 % of the task
    "137, 963, 0, outOfMemory", // 95.02 %
    "1, 963, 0, outOfMemory",
    "137, 100, 3, outOfMemory",
    "1, 100, 3, failure", // page cache alone hits a limit
    "0, 1024, 3, success",
  })
  void outOfMemory_isAFailureNearTheLimit_orAKillAfterItWasHit(
      int exitCode, int mib, int failcnt, String status) {
    TestJson batch =
        TestStats.reading(TestStats.time(2), 500, mib).with("memory_stats.failcnt", failcnt);
    TestStats atLimit = new TestStats().with(TestTask.BATCH_ID, batch);
    TestLine line =
        new TestRun(ENDPOINT).good(1).poll(() -> ENDPOINT.stats(atLimit)).ended(exitCode).line();
    assertEquals(status + ", containerExited, " + exitCode, line.end());
  }

  @Test
  void containerLimit_countsBeforeTheTasks() {
    TestTask task = TestTask.batchEnded(1);
    task.container(BATCH).with("Limits.Memory", 256);
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(5);
                  TestTask running = TestTask.running();
                  running.container(BATCH).with("Limits.Memory", 256);
                  ENDPOINT.task(running);
                })
            .poll(
                () -> {
                  ENDPOINT.task(task);
                  ENDPOINT.stats(TestStats.afterBatch(6));
                })
            .line();
    assertEquals("outOfMemory, containerExited, 1", line.end());
    assertEquals("256", line.get("metrics.memorySizeMiB"));
    assertEquals("97.656", line.get("metrics.maxMemoryUtilization"));
    assertEquals("1024", line.get("taskMetrics.memorySizeMiB"));
  }

  @Test
  void checkpoints_areTheRecordSoFar() {
    List<TestLine> lines =
        new TestRun(ENDPOINT)
            .every(Duration.ofMinutes(5))
            .checkpointInterval(Duration.ofMinutes(10))
            .good(1, 2, 3, 3, 5, 6)
            .ended(0)
            .lines();
    assertEquals(3, lines.size());
    assertEquals("ecs.task.checkpoint", lines.get(0).type());
    assertEquals("running, null, null", lines.get(0).end());
    assertEquals("1700.0", lines.get(0).get("metrics.cpuTimeMs"));
    assertEquals("2700.0", lines.get(1).get("metrics.cpuTimeMs"));
    lines.get(2).assertNumbers("collect/line.json");
  }

  @Test
  void longRun_isSaidEachTimeThatTheDurationHasPassed() {
    AtomicReference<Instant> now = new AtomicReference<>(TestStats.START);
    TestRun run = new TestRun(ENDPOINT).maxDuration(Duration.ofSeconds(3)).clock(now::get);
    for (int second : new int[] {1, 2, 3, 5, 6}) {
      run.poll(
          () -> {
            now.set(TestStats.START.plusSeconds(second));
            ENDPOINT.good(second);
          });
    }
    List<TestLine> lines = run.lines();
    assertEquals(3, lines.size());
    assertEquals("ecs.task.longRunning", lines.get(0).type());
    assertEquals("running, null, null", lines.get(0).end());
    assertEquals("3000.0", lines.get(0).get("metrics.durationMs"));
    assertEquals("6000.0", lines.get(1).get("metrics.durationMs"));
    assertEquals("stopped, signal, null", lines.get(2).end());
  }
}
