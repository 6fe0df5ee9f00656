package io.github.ecsusagereport.collect;

import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static io.github.ecsusagereport.collect.TestTask.BATCH;
import static io.github.ecsusagereport.collect.TestTask.BATCH_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a run ends, and what the line then says. */
class CollectorEndTest {
  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();

  private static void stoppedWithoutExitCode() {
    ENDPOINT.task(TestTask.stoppedWithoutExitCode());
    ENDPOINT.stats(TestStats.afterBatch(7));
  }

  @Test
  void exitCodeThatComesAMomentLater_isWaitedFor() {
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3, 5, 6)
            .poll(CollectorEndTest::stoppedWithoutExitCode)
            .atPause(() -> ENDPOINT.ended(0))
            .line();
    line.assertNumbers("collect/line.json");
    assertEquals("", line.trouble());
  }

  @Test
  void exitCodeThatNeverComes_isWaitedForOnce() {
    List<String> pauses = new ArrayList<>();
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2)
            .poll(CollectorEndTest::stoppedWithoutExitCode)
            .atPause(() -> pauses.add("100 ms"))
            .line();
    assertEquals("unknown, containerExited, null", line.end());
    assertEquals(List.of("100 ms"), pauses);
  }

  @Test
  void signalAndThenTheExitCode_isWaitedFor() {
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3)
            .atSignal(CollectorEndTest::stoppedWithoutExitCode)
            .atPause(() -> ENDPOINT.ended(4))
            .line();
    assertEquals("failure, containerExited, 4", line.end());
  }

  @ParameterizedTest
  @CsvSource({
    "0, success",
    "1, failure",
    "137, failure",
    "143, stopped",
    "255, failure",
    "-1, failure",
    "-1073741819, failure",
  })
  void signalJustAfterTheEnd_hasTheExitCode(int exitCode, String status) {
    TestLine line =
        new TestRun(ENDPOINT).good(1, 2, 3, 5, 6).atSignal(() -> ENDPOINT.ended(exitCode)).line();
    assertEquals(status + ", containerExited, " + exitCode, line.end());
    assertEquals("6500.0", line.get("metrics.durationMs"));
  }

  /** Docker on Windows: an unsigned 32-bit number, 0xC0000005. */
  @Test
  void unsignedExitCode_isAFailure() {
    TestTask crashed = TestTask.batchEnded(1);
    crashed.container(BATCH).with("ExitCode", 3_221_225_477L);
    TestLine line = new TestRun(ENDPOINT).good(1, 2).atSignal(() -> ENDPOINT.task(crashed)).line();
    assertEquals("failure, containerExited, -1073741819", line.end());
  }

  @Test
  void signalWhileTheBatchRuns_endsAtOnce() {
    List<String> pauses = new ArrayList<>();
    TestTask told = TestTask.running().with("DesiredStatus", "STOPPED");
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3)
            .atSignal(
                () -> {
                  ENDPOINT.good(5);
                  ENDPOINT.task(told);
                })
            .atPause(() -> pauses.add("a pause"))
            .line();
    assertEquals("stopped, signal, null", line.end());
    assertEquals(List.of(), pauses);
    assertEquals("2700.0", line.get("metrics.cpuTimeMs"), "the last look counts");
    assertEquals("4", line.get("sampling.polls"));
    assertNull(line.get("finishedAt"));
    assertEquals("8000.0", line.get("metrics.durationMs"));
  }

  /** The readings end a moment before `/task` says so: worth a second look. */
  @Test
  void signalBetweenTheLastReadingAndStopped_looksTwice() {
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3, 5, 6)
            .atSignal(() -> ENDPOINT.stats(TestStats.afterBatch(7)))
            .atPause(() -> ENDPOINT.ended(0))
            .line();
    assertEquals("success, containerExited, 0", line.end());
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
  }

  @Test
  void batchThatIsNotEssential_endsTheRun() {
    TestTask task = TestTask.batchEnded(0).with("DesiredStatus", "RUNNING");
    task.task().without("ExecutionStoppedAt");
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3, 5, 6)
            .poll(
                () -> {
                  ENDPOINT.task(task);
                  ENDPOINT.stats(TestStats.afterBatch(7));
                })
            .line();
    line.assertNumbers("collect/line.json");
  }

  @Test
  void endThatOnlyTaskShows_isSeenWithinTenSeconds() {
    TestLine line =
        new TestRun(ENDPOINT)
            .every(Duration.ofSeconds(5))
            .good(1, 2)
            .poll(
                () -> {
                  ENDPOINT.task(TestTask.batchEnded(0));
                  ENDPOINT.stats(TestStats.at(3));
                })
            .line();
    assertEquals("success, containerExited, 0", line.end());
  }

  @Test
  void endpointLost_isSaidAfterAMinute() {
    TestRun run = new TestRun(ENDPOINT).every(Duration.ofSeconds(20)).good(1, 2, 3);
    TestLine line = run.poll(() -> ENDPOINT.answerAll(status(500))).poll(() -> {}).line();
    assertEquals("unknown, endpointLost, null", line.end());
    assertEquals("1700.0", line.get("metrics.cpuTimeMs"));
    assertEquals("missedPolls=3 missedTaskReads=3", line.trouble());
  }

  @Test
  void endpointSilentForLess_isASignal() {
    TestRun run = new TestRun(ENDPOINT).every(Duration.ofSeconds(20)).good(1, 2, 3);
    TestLine line = run.poll(() -> ENDPOINT.answerAll(status(500))).line();
    assertEquals("unknown, signal, null", line.end());
    assertEquals("missedPolls=2 missedTaskReads=3", line.trouble());
  }

  /** A dropped connection, or 429, just when it matters. */
  @Test
  void taskThatCannotBeReadAtTheSignal_isReadAgain() {
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3, 5, 6)
            .atSignal(() -> ENDPOINT.answerAll(status(429)))
            .atPause(() -> ENDPOINT.ended(3))
            .line();
    assertEquals("failure, containerExited, 3", line.end());
    assertEquals("missedTaskReads=1", line.trouble());
  }

  @Test
  void endpointLostAndBack_isForgotten() {
    TestLine line =
        new TestRun(ENDPOINT)
            .every(Duration.ofMinutes(2))
            .good(1, 2, 3)
            .poll(() -> ENDPOINT.answerAll(status(500)))
            .good(5, 6)
            .ended(0)
            .line();
    line.assertNumbers("collect/line.json");
    assertEquals("missedPolls=1 missedTaskReads=1", line.trouble());
  }

  @Test
  void noReadingAtAll_stillTellsTheEnd() {
    String none = new TestStats().with(BATCH_ID, "{}").with(TestTask.SIDECAR_ID, "{}").toString();
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(1);
                  ENDPOINT.stats(none);
                })
            .poll(
                () -> {
                  ENDPOINT.ended(7);
                  ENDPOINT.stats(none);
                })
            .line();
    assertEquals("failure, containerExited, 7", line.end());
    assertEquals("0", line.get("sampling.readings"));
    assertEquals("6500.0", line.get("metrics.durationMs"));
    assertNull(line.get("metrics.cpuTimeMs"));
    assertNull(line.get("metrics.maxMemoryUsedMiB"));
    assertNull(line.get("sampling.lastReadingAgeMs"));
  }

  @Test
  void bugWhilePolling_isAnInternalErrorWithTheNumbersSoFar() {
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3)
            .poll(
                () -> {
                  throw new IllegalStateException("made up");
                })
            .line();
    assertEquals("unknown, internalError, null", line.end());
    assertEquals("1700.0", line.get("metrics.cpuTimeMs"));
    assertEquals("3", line.get("sampling.polls"));
  }

  @Test
  void outOfMemoryInTheSidecar_isAnInternalErrorWithTheNumbersSoFar() {
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2)
            .poll(
                () -> {
                  throw new OutOfMemoryError("made up");
                })
            .line();
    assertEquals("unknown, internalError, null", line.end());
    assertEquals("1200.0", line.get("metrics.cpuTimeMs"));
  }

  /** The third time that the clock is asked is for the report. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bugWhileSummingUp_isALineWithoutNumbers(boolean isError) {
    AtomicInteger asked = new AtomicInteger();
    InstantSource clock =
        () -> {
          if (asked.incrementAndGet() == 4) {
            if (isError) {
              throw new StackOverflowError("made up");
            }
            throw new IllegalStateException("made up");
          }
          return TestStats.START.plusSeconds(8);
        };
    TestLine line = new TestRun(ENDPOINT).clock(clock).good(1, 2).line();
    assertEquals("unknown, internalError, null", line.end());
    assertEquals("nightly-totals", line.get("family"));
    assertEquals("3", line.get("sampling.polls"));
  }

  @Test
  void initContainerThatStoppedBeforeTheBatchIsListed_isNotTheEnd() {
    TestTask starting = TestTask.batchEnded(0).with("KnownStatus", "CREATED");
    starting.task().with("DesiredStatus", "RUNNING").without("ExecutionStoppedAt");
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(1);
                  ENDPOINT.task(starting);
                })
            .good(2, 3)
            .ended(0)
            .line();
    assertEquals("success, containerExited, 0", line.end());
    assertEquals("4", line.get("sampling.polls"));
  }
}
