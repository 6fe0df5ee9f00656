package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.collect.TestTask.BATCH;
import static io.github.ecsusagereport.collect.TestTask.BATCH_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lives as they occur in ECS: helpers of AWS, tasks that are told to stop, starts that fail. */
class MessyLivesTest {
  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();
  private static final String OTHER_ID = "0de5".repeat(16);

  @TempDir private Path proc;

  /** A task with one more container, and its readings. */
  private static void withOther(String name, TestTask task, TestStats stats) {
    ENDPOINT.task(task.add(TestTask.container(name, OTHER_ID)));
    ENDPOINT.stats(stats.with(OTHER_ID, TestStats.reading(TestStats.time(1), 30, 20)));
  }

  private static void runningWithOther(String name, int second) {
    ENDPOINT.good(second);
    withOther(name, TestTask.running(), TestStats.at(second));
  }

  private static TestTask stop(
      TestTask task, String name, Integer exitCode, double startedAt, double at) {
    var container = task.container(name).with("KnownStatus", "STOPPED");
    if (exitCode != null) {
      container
          .with("ExitCode", exitCode)
          .with("StartedAt", TestStats.time(startedAt))
          .with("FinishedAt", TestStats.time(at));
    }
    return task;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-guardduty-agent-3kFvX",
        "ecs-service-connect-9aX2b",
        "aws-fargate-pause",
        "~internal~ecs~pause",
        "~internal~ecs~pause~namespace",
        "~internal~ecs-emptyvolume-source"
      })
  void containerOfAws_isNotTheRuns(String name) {
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(() -> runningWithOther(name, 1))
            .poll(() -> runningWithOther(name, 2))
            .poll(
                () -> {
                  ENDPOINT.good(0);
                  withOther(name, TestTask.batchEnded(0), TestStats.afterBatch(7));
                })
            .line();
    assertEquals("success, containerExited, 0", line.end());
    assertEquals(BATCH, line.get("containerName"));
    assertEquals("2", line.get("sampling.readings"));
    assertEquals("1300.0", line.get("taskMetrics.cpuTimeMs"), "1,200 + 30 + 70");
    assertEquals("3", containers(line), "it is listed");
  }

  /** The source of an empty volume ends at once. */
  @Test
  void containerOfAwsThatEnds_isNotTheEnd() {
    String volume = "~internal~ecs-emptyvolume-source";
    TestTask ended = TestTask.running().add(TestTask.container(volume, OTHER_ID));
    stop(ended, volume, 0, -0.4, -0.2);
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(1);
                  ENDPOINT.task(ended);
                })
            .good(2, 3, 5, 6)
            .ended(0)
            .line();
    assertEquals("success, containerExited, 0", line.end());
    assertEquals(BATCH, line.get("containerName"));
  }

  @Test
  void containerOfAws_isWatchedByItsName() {
    String agent = "aws-guardduty-agent-3kFvX";
    TestLine line =
        new TestRun(ENDPOINT)
            .containers(agent)
            .poll(() -> runningWithOther(agent, 1))
            .poll(
                () -> {
                  TestTask task = TestTask.running().add(TestTask.container(agent, OTHER_ID));
                  ENDPOINT.task(stop(task, agent, 3, 0, 1.5));
                  ENDPOINT.stats(TestStats.at(2).with(OTHER_ID, "{}"));
                })
            .line();
    assertEquals("failure, containerExited, 3", line.end());
  }

  private static String containers(TestLine line) {
    int count = 0;
    while (line.get("containers." + count + ".name") != null) {
      count++;
    }
    return String.valueOf(count);
  }

  /** Told to stop because the batch had ended: its own exit code says nothing of the run. */
  @ParameterizedTest
  @CsvSource({"0, 143, success", "0, 137, success", "5, 143, failure", "5, 0, failure"})
  void logRouterThatIsStoppedAfterTheBatch_doesNotDecide(int batch, int router, String status) {
    TestTask ended = TestTask.batchEnded(batch).add(TestTask.container("router", OTHER_ID));
    stop(ended, "router", router, 0, 7.5);
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(() -> runningWithOther("router", 1))
            .poll(
                () -> {
                  ENDPOINT.task(ended);
                  ENDPOINT.stats(TestStats.afterBatch(7).with(OTHER_ID, "{}"));
                })
            .line();
    assertEquals(status + ", containerExited, null", line.end());
  }

  @Test
  void containerThatEndedBeforeTheEssentialOne_decidesToo() {
    TestTask ended = TestTask.batchEnded(0).add(TestTask.container("loader", OTHER_ID));
    stop(ended, "loader", 2, 0, 3.5);
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(() -> runningWithOther("loader", 1))
            .poll(
                () -> {
                  ENDPOINT.task(ended);
                  ENDPOINT.stats(TestStats.afterBatch(7).with(OTHER_ID, "{}"));
                })
            .line();
    assertEquals("failure, containerExited, null", line.end());
  }

  /** An essential container that nobody watches has ended, and the batch was stopped for it. */
  @Test
  void watchedContainerThatIsStoppedAfterAnother_wasStopped() {
    TestTask ended = TestTask.running().add(TestTask.container("web", OTHER_ID));
    ended.with("DesiredStatus", "STOPPED").with("ExecutionStoppedAt", TestStats.time(3));
    stop(stop(ended, "web", 1, 0, 2.9), BATCH, 143, 0, 4);
    TestLine line =
        new TestRun(ENDPOINT)
            .containers(BATCH)
            .poll(() -> runningWithOther("web", 1))
            .poll(
                () -> {
                  ENDPOINT.task(ended);
                  ENDPOINT.stats(TestStats.afterBatch(4).with(OTHER_ID, "{}"));
                })
            .line();
    assertEquals("stopped, containerExited, 143", line.end());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5"})
  void containerThatNeverStarted_doesNotDecide(int exitCode) {
    TestTask ended = TestTask.batchEnded(exitCode);
    ended.add(neverStarted("router", ""));
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1)
            .poll(
                () -> {
                  ENDPOINT.task(ended);
                  ENDPOINT.stats(TestStats.afterBatch(7));
                })
            .line();
    String status = exitCode == 0 ? "success" : "failure";
    assertEquals(status + ", containerExited, null", line.end());
    assertNull(line.get("neverStarted"));
  }

  /** CannotStartContainerError: STOPPED without a start, an end or an exit code. */
  @Test
  void batchThatNeverStarted_isAFailure_andSaysSo() {
    TestTask task = TestTask.running().with("DesiredStatus", "STOPPED").remove(BATCH);
    task.add(neverStarted(BATCH, BATCH_ID));
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(1);
                  ENDPOINT.task(task);
                  ENDPOINT.stats(TestStats.afterBatch(1));
                })
            .line();
    assertEquals("failure, containerExited, null", line.end());
    assertEquals("true", line.get("neverStarted"));
    assertNull(line.get("startedAt"));
  }

  private static TestJson neverStarted(String name, String id) {
    return TestTask.container(name, id)
        .with("KnownStatus", "STOPPED")
        .without("CreatedAt")
        .without("StartedAt");
  }

  /** StopTask, Spot, a scheduler's time-out; the memory was nearly full. */
  @ParameterizedTest
  @ValueSource(ints = {137, 143, 5, 0})
  void taskThatWasToldToStop_wasStopped_withTheExitCode(int exitCode) {
    TestTask told = TestTask.running().with("DesiredStatus", "STOPPED");
    TestTask ended = TestTask.batchEnded(exitCode);
    TestLine line =
        new TestRun(ENDPOINT)
            .every(Duration.ofSeconds(10))
            .good(1, 2)
            .poll(
                () -> {
                  ENDPOINT.task(told);
                  ENDPOINT.stats(
                      TestStats.at(5)
                          .with(BATCH_ID, TestStats.reading(TestStats.time(5), 2700, 1000)));
                })
            .poll(
                () -> {
                  ENDPOINT.task(ended);
                  ENDPOINT.stats(TestStats.afterBatch(7));
                })
            .line();
    assertEquals("stopped, containerExited, " + exitCode, line.end());
    assertEquals("97.656", line.get("metrics.maxMemoryUtilization"));
  }

  /** Of a restart that ECS tells by its start alone: 2,700 ms before it, and 300 after. */
  @Test
  void laterStart_isARestart_andMovesNoStart() {
    TestTask restarted = TestTask.running();
    restarted.container(BATCH).with("StartedAt", TestStats.time(5.5));
    TestTask ended = TestTask.batchEnded(0);
    ended.container(BATCH).with("StartedAt", TestStats.time(5.5));
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3, 5)
            .poll(
                () -> {
                  ENDPOINT.task(restarted);
                  ENDPOINT.stats(
                      TestStats.at(6)
                          .with(BATCH_ID, TestStats.reading(TestStats.time(6), 300, 120)));
                })
            .poll(
                () -> {
                  ENDPOINT.task(ended);
                  ENDPOINT.stats(TestStats.afterBatch(6));
                })
            .line();
    assertEquals("2026-02-03T04:05:00.000000Z", line.get("startedAt"));
    assertEquals("2026-02-03T04:05:00.000000Z", line.get("containers.0.startedAt"));
    assertEquals("6500.0", line.get("metrics.durationMs"));
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
    assertEquals("92.308", line.get("sampling.coveragePercent"));
    assertEquals("resets=1", line.trouble());
  }

  /** The agent pulls the sidecar's image after the batch has started. */
  @Test
  void pullAfterTheStart_isTheSidecars() {
    TestTask task =
        TestTask.batchEnded(0)
            .with("PullStartedAt", TestStats.time(-0.2))
            .with("PullStoppedAt", TestStats.time(6));
    TestLine line = endOf(task);
    assertNull(line.get("metrics.pullDurationMs"));
    assertEquals("6000.0", line.get("metrics.sidecarPullMs"));
    assertEquals("200.0", line.get("metrics.initDurationMs"));
  }

  /** The sidecar started first, or an init container ran: the pull before the batch is its own. */
  @Test
  void pullBeforeAWatchedContainer_isNotTheSidecars() {
    TestTask task =
        TestTask.batchEnded(0)
            .with("PullStartedAt", TestStats.time(-5))
            .with("PullStoppedAt", TestStats.time(-1));
    task.container(TestTask.SIDECAR).with("StartedAt", TestStats.time(-6));
    TestLine line = endOf(task);
    assertEquals("4000.0", line.get("metrics.pullDurationMs"));
    assertEquals("4000.0", line.get("taskMetrics.pullDurationMs"));
    assertNull(line.get("taskMetrics.sidecarPullMs"));

    task.add(TestTask.container("init", OTHER_ID));
    TestLine withInit = endOf(stop(task, "init", 0, -5.5, -5.2));
    assertEquals("4000.0", withInit.get("metrics.pullDurationMs"));
    assertNull(withInit.get("metrics.sidecarPullMs"));
  }

  @Test
  void cachedImage_beginsWithTheCreation() {
    TestTask task = TestTask.batchEnded(0);
    task.task().without("PullStartedAt").without("PullStoppedAt");
    TestLine line = endOf(task);
    assertNull(line.get("metrics.pullDurationMs"));
    assertEquals("500.0", line.get("metrics.initDurationMs"));
  }

  /** The batch's image was there, the sidecar's was not. */
  @Test
  void pullThatBeganAfterTheStart_isNotTheBeginning() {
    TestTask task =
        TestTask.batchEnded(0)
            .with("PullStartedAt", TestStats.time(0.1))
            .with("PullStoppedAt", TestStats.time(3));
    TestLine line = endOf(task);
    assertNull(line.get("metrics.pullDurationMs"));
    assertEquals("3000.0", line.get("metrics.sidecarPullMs"));
    assertEquals("500.0", line.get("metrics.initDurationMs"));
  }

  private static TestLine endOf(TestTask task) {
    return new TestRun(ENDPOINT)
        .good(1, 2, 3)
        .poll(
            () -> {
              ENDPOINT.task(task);
              ENDPOINT.stats(TestStats.afterBatch(7));
            })
        .line();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC2", "EXTERNAL", "MANAGED_INSTANCES"})
  void taskOutsideFargate_hasNoBill(String launchType) {
    TestLine line = endOf(TestTask.batchEnded(0).with("LaunchType", launchType));
    assertEquals(launchType, line.get("launchType"));
    assertNull(line.get("metrics.billedDurationMs"));
  }

  @Test
  void health_isInTheContainer() {
    TestTask task = TestTask.batchEnded(137);
    task.container(BATCH).with("Health.status", "UNHEALTHY").with("Health.exitCode", 1);
    TestLine line = endOf(task);
    assertEquals("UNHEALTHY", line.get("containers.0.health"));
    assertNull(line.get("containers.1.health"));
  }

  /** The agent shows the network after 10 s and every 10 s; the kernel knows it at the end. */
  @ParameterizedTest
  @CsvSource({"EC2, awsvpc, 70000", "FARGATE, awsvpc, 6000", "EC2, bridge, 6000"})
  void networkOfTheTask_isReadAtTheEnd(String launchType, String mode, String rxBytes)
      throws IOException {
    Path net = Files.createDirectories(proc.resolve("net"));
    Files.writeString(net.resolve("route"), "Iface Destination\neth0 00000000 0\n");
    Files.writeString(net.resolve("dev"), "face |bytes\n eth0: 70000 9 0 0 0 0 0 0 800 9 0\n");
    String networks = "[{\"NetworkMode\":\"%s\"}]".formatted(mode);
    TestTask running = TestTask.running().with("LaunchType", launchType);
    running.container(BATCH).withRaw("Networks", networks);
    TestTask ended = TestTask.batchEnded(0).with("LaunchType", launchType);
    ended.container(BATCH).withRaw("Networks", networks);
    TestLine line =
        new TestRun(ENDPOINT)
            .proc(proc)
            .poll(
                () -> {
                  ENDPOINT.good(6);
                  ENDPOINT.task(running);
                })
            .poll(
                () -> {
                  ENDPOINT.task(ended);
                  ENDPOINT.stats(TestStats.afterBatch(7));
                })
            .line();
    assertEquals(rxBytes, line.get("metrics.networkRxBytes"));
    assertEquals(rxBytes, line.get("taskMetrics.networkRxBytes"));
  }

  @Test
  void curve_canBeLeftOut() {
    TestLine line = new TestRun(ENDPOINT).withoutCurve().good(1, 2, 3).ended(0).line();
    assertNull(line.get("usageCurve.stepMs"));
  }

  /** Nothing of this machine: what the first frame holds is older than the container. */
  @Test
  void firstFrameJustAfterTheStart_makesNoPeak() {
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(1);
                  ENDPOINT.stats(frame(0.006, 23));
                })
            .poll(() -> ENDPOINT.stats(frame(1.01, 1030)))
            .poll(() -> ENDPOINT.stats(frame(2.014, 2034)))
            .ended(0)
            .line();
    assertEquals("101.98", line.get("metrics.maxCpuPercent"));
    assertEquals("100.993", line.get("metrics.avgCpuPercent"));
  }

  private static TestStats frame(double second, long cpuMillis) {
    return TestStats.at(1).with(BATCH_ID, TestStats.reading(TestStats.time(second), cpuMillis, 60));
  }
}
