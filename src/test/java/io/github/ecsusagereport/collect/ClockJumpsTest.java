package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.collect.TestTask.BATCH_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither this machine's clock nor the engine's is to be trusted. */
class ClockJumpsTest {
  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();

  private static Instant second(long second) {
    return TestStats.START.plusSeconds(second);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600})
  void clockOfThisMachineJumps_numbersOfTheBatchStand(long jump) {
    InstantSource clock = InstantSource.fixed(second(8 + jump));
    TestLine line = new TestRun(ENDPOINT).clock(clock).good(1, 2, 3, 5, 6).ended(0).line();
    assertEquals("success, containerExited, 0", line.end());
    assertEquals("", line.trouble());
    assertEquals("6500.0", line.get("metrics.durationMs"));
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
    assertEquals("50.0", line.get("metrics.avgCpuPercent"));
    assertEquals("92.308", line.get("sampling.coveragePercent"));
    assertEquals("500.0", line.get("sampling.lastReadingAgeMs"));
    assertEquals(jump < 0 ? null : "3608000.0", line.get("taskMetrics.durationMs"));
  }

  @Test
  void clockBeforeTheStart_leavesOutTheDuration() {
    TestLine line =
        new TestRun(ENDPOINT).clock(InstantSource.fixed(second(-3600))).good(1, 2, 3).line();
    assertEquals("stopped, signal, null", line.end());
    assertNull(line.get("metrics.durationMs"));
    assertNull(line.get("sampling.coveragePercent"));
    assertEquals("1700.0", line.get("metrics.cpuTimeMs"));
    assertEquals("8000.0", line.get("metrics.initDurationMs"));
  }

  @Test
  void clockBeforeTheStartOnFargate_billsTheLeast() {
    TestTask task = TestTask.running().with("LaunchType", "FARGATE");
    TestLine line =
        new TestRun(ENDPOINT)
            .clock(InstantSource.fixed(second(-3600)))
            .good(1)
            .poll(() -> ENDPOINT.task(task))
            .line();
    assertEquals("60000", line.get("metrics.billedDurationMs"));
  }

  @Test
  void clockJumpsBothWays_oneCheckpointForEachInterval() {
    AtomicReference<Instant> now = new AtomicReference<>(second(3600));
    List<TestLine> lines =
        new TestRun(ENDPOINT)
            .checkpointInterval(Duration.ofSeconds(2))
            .clock(now::get)
            .good(1, 2, 3)
            .poll(() -> now.set(second(-3600)))
            .good(5)
            .poll(
                () -> {
                  now.set(second(8));
                  ENDPOINT.good(6);
                })
            .ended(0)
            .lines();
    assertEquals(3, lines.size());
    assertEquals("ecs.task.checkpoint", lines.get(0).type());
    assertEquals("3600000.0", lines.get(0).get("metrics.durationMs"));
    assertEquals("ecs.task.checkpoint", lines.get(1).type());
    assertNull(lines.get(1).get("metrics.durationMs"));
    lines.get(2).assertNumbers("collect/line.json");
  }

  /** The counter goes on where the time of the reading does not: 3,000 ms all the same. */
  @Test
  void clockOfTheEngineIsSetBack_isAStepAndNoReset() {
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3)
            .poll(() -> ENDPOINT.stats(batchAt(-3596, 4)))
            .poll(() -> ENDPOINT.stats(batchAt(-3595, 5)))
            .poll(() -> ENDPOINT.stats(batchAt(-3594, 6)))
            .poll(() -> endedAt(-3593.5))
            .line();
    assertEquals("clockSteps=1", line.trouble());
    assertEquals("6500.0", line.get("metrics.durationMs"));
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
    assertEquals("50.0", line.get("metrics.avgCpuPercent"));
    assertEquals("100.0", line.get("metrics.maxCpuPercent"));
    assertEquals("120.0", line.get("metrics.lastMemoryUsedMiB"));
    assertEquals("250.0", line.get("metrics.maxMemoryUsedMiB"));
    assertEquals("6", line.get("sampling.readings"));
  }

  /** By a day, and no duration, no mean and no gap has it. */
  @Test
  void clockOfTheEngineIsSetForward_isAStepAndNoTime() {
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3)
            .poll(() -> ENDPOINT.stats(batchAt(86_404, 4)))
            .poll(() -> endedAt(86_404.5))
            .line();
    assertEquals("clockSteps=1", line.trouble());
    assertEquals("4500.0", line.get("metrics.durationMs"));
    assertEquals("2000.0", line.get("metrics.cpuTimeMs"));
    assertEquals("50.0", line.get("metrics.avgCpuPercent"));
    assertEquals("100.0", line.get("metrics.maxCpuPercent"));
    assertEquals("1000.0", line.get("sampling.longestGapMs"));
    assertEquals("88.889", line.get("sampling.coveragePercent"));
    assertEquals("500.0", line.get("sampling.lastReadingAgeMs"));
    assertEquals("20 100 50 30 -", line.get("usageCurve.cpuPercent"));
  }

  /** After the last reading: the end alone shows it. */
  @Test
  void clockIsSetJustBeforeTheEnd_isAStepAndNoTime() {
    TestLine line = new TestRun(ENDPOINT).good(1, 2, 3, 5, 6).poll(() -> endedAt(86_406.5)).line();
    assertEquals("clockSteps=1", line.trouble());
    assertEquals("7000.0", line.get("metrics.durationMs"), "up to the poll that saw it");
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
  }

  private static void endedAt(double second) {
    TestTask task = TestTask.batchEnded(0).with("ExecutionStoppedAt", TestStats.time(second));
    task.container(TestTask.BATCH).with("FinishedAt", TestStats.time(second));
    ENDPOINT.task(task);
    ENDPOINT.stats(TestStats.afterBatch(7));
  }

  private static TestStats batchAt(int second, int usageOf) {
    return TestStats.at(usageOf)
        .with(BATCH_ID, TestStats.batch(usageOf).with("read", TestStats.time(second)));
  }
}
