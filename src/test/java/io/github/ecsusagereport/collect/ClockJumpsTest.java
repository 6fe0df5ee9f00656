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
import org.junit.jupiter.params.provider.CsvSource;
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

  /**
   * The host's clock is set by so much before the reading of 4 s; the idle counter tells nothing.
   */
  @ParameterizedTest
  @CsvSource({"-3600, 1", "-20, 1", "-1.5, 1", "1.5, 1", "20, 1", "86400, 1", "0.4, 0"})
  void clockOfTheHostIsSet_isAStepAndNoTime(double seconds, int steps) {
    TestRun run = new TestRun(ENDPOINT).good(1, 2, 3);
    for (int second : new int[] {4, 5, 6}) {
      run.poll(
          () -> {
            run.setHostClock(Math.round(1000 * seconds));
            ENDPOINT.stats(batchAt(second + seconds, second < 6 ? 3 : 6));
          });
    }
    TestLine line = run.poll(() -> endedAt(6.5 + seconds)).line();
    assertEquals(steps == 0 ? "" : "clockSteps=1", line.trouble());
    double unseen = steps == 0 ? seconds : 0;
    assertEquals("" + (6500 + 1000 * unseen), line.get("metrics.durationMs"));
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
    if (steps == 1) {
      assertEquals("50.0", line.get("metrics.avgCpuPercent"));
      assertEquals("130.0", line.get("metrics.maxCpuPercent"));
      assertEquals("1000.0", line.get("sampling.longestGapMs"));
      assertEquals("92.308", line.get("sampling.coveragePercent"));
      assertEquals("500.0", line.get("sampling.lastReadingAgeMs"));
      assertEquals("20 100 50 0 0 130 -", line.get("usageCurve.cpuPercent"));
    }
    assertEquals("0", line.get("sampling.droppedReadings"));
    assertEquals("6", line.get("sampling.readings"));
  }

  /** The start was told before, and everything else after. */
  @ParameterizedTest
  @ValueSource(doubles = {-3600, 20, 86_400})
  void clockIsSetBeforeTheFirstReading_isAStepAndNoTime(double seconds) {
    TestRun run =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(1);
                  ENDPOINT.stats(new TestStats().with(BATCH_ID, "{}"));
                });
    for (int second : new int[] {2, 3}) {
      run.poll(
          () -> {
            run.setHostClock(Math.round(1000 * seconds));
            ENDPOINT.stats(batchAt(second + seconds, second));
          });
    }
    TestLine line = run.poll(() -> endedAt(3.5 + seconds)).line();
    assertEquals("clockSteps=1", line.trouble());
    assertEquals("3500.0", line.get("metrics.durationMs"));
    assertEquals("1700.0", line.get("metrics.cpuTimeMs"));
    assertEquals("56.667", line.get("metrics.avgCpuPercent"));
    assertEquals("85.714", line.get("sampling.coveragePercent"));
  }

  /** After the last reading: the end alone shows it. */
  @ParameterizedTest
  @ValueSource(doubles = {-3600, 20, 86_400})
  void clockIsSetJustBeforeTheEnd_isAStepAndNoTime(double seconds) {
    TestRun run = new TestRun(ENDPOINT).good(1, 2, 3, 5, 6);
    run.poll(
        () -> {
          run.setHostClock(Math.round(1000 * seconds));
          endedAt(6.5 + seconds);
        });
    TestLine line = run.line();
    assertEquals("clockSteps=1", line.trouble());
    assertEquals("6500.0", line.get("metrics.durationMs"));
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
  }

  /** The bill, the sidecar's own duration and that of a batch that still runs. */
  @Test
  void clockIsSet_andTheLineIsOfNow() {
    InstantSource clock = InstantSource.fixed(second(8 + 86_400));
    TestRun run = new TestRun(ENDPOINT).clock(clock).good(1, 2);
    TestLine line = run.poll(() -> run.setHostClock(86_400_000)).line();
    assertEquals("clockSteps=1", line.trouble());
    assertEquals("8000.0", line.get("metrics.durationMs"));
    assertEquals("8000.0", line.get("taskMetrics.durationMs"));
  }

  private static void endedAt(double second) {
    TestTask task = TestTask.batchEnded(0).with("ExecutionStoppedAt", TestStats.time(second));
    task.container(TestTask.BATCH).with("FinishedAt", TestStats.time(second));
    ENDPOINT.task(task);
    ENDPOINT.stats(TestStats.afterBatch(6));
  }

  private static TestStats batchAt(double second, int usageOf) {
    return TestStats.at(usageOf)
        .with(BATCH_ID, TestStats.batch(usageOf).with("read", TestStats.time(second)));
  }
}
