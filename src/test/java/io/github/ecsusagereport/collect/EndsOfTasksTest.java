package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.collect.TestTask.BATCH;
import static io.github.ecsusagereport.collect.TestTask.BATCH_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a task ended: by one of its containers, from outside, or since one never started. */
class EndsOfTasksTest {
  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();
  private static final String OTHER = "worker";
  private static final String OTHER_ID = "0de5".repeat(16);

  /** At 97 % of the memory. */
  private static void nearTheLimit(int second) {
    ENDPOINT.good(second);
    ENDPOINT.stats(
        TestStats.at(second)
            .with(BATCH_ID, TestStats.reading(TestStats.time(second), 100L * second, 1000)));
  }

  private static TestLine endOf(TestTask task) {
    return new TestRun(ENDPOINT)
        .poll(() -> nearTheLimit(1))
        .poll(() -> nearTheLimit(2))
        .poll(
            () -> {
              ENDPOINT.task(task);
              ENDPOINT.stats(TestStats.afterBatch(6));
            })
        .line();
  }

  private static TestTask withOther(TestTask task, int exitCode, double endedAt) {
    return task.add(
        TestTask.container(OTHER, OTHER_ID)
            .with("KnownStatus", "STOPPED")
            .with("ExitCode", exitCode)
            .with("FinishedAt", TestStats.time(endedAt)));
  }

  /** The batch ended at 6.5 s, and nothing tells that an essential container had. */
  private static TestTask withoutExecutionStop(int exitCode, String desiredStatus) {
    TestTask task = TestTask.batchEnded(exitCode).with("DesiredStatus", desiredStatus);
    task.task().without("ExecutionStoppedAt");
    return task;
  }

  /** StopTask where nothing depends on anything: all are told at once, and the batch is quick. */
  @Test
  void batchThatEndsAtOnceBySigterm_wasStopped() {
    assertEquals("stopped, containerExited, 143", endOf(TestTask.batchEnded(143)).end());
  }

  /** Nobody told the task: somebody in it did. */
  @Test
  void sigtermThatIsNotOfEcs_isAFailure_andNoKernelsWord() {
    TestLine line = endOf(withoutExecutionStop(143, "RUNNING"));
    assertEquals("failure, containerExited, 143", line.end());
  }

  @ParameterizedTest
  @ValueSource(ints = {137, 1})
  void otherFailuresNearTheLimit_areLikelyOutOfMemory(int exitCode) {
    TestLine line = endOf(TestTask.batchEnded(exitCode));
    assertEquals("outOfMemory, containerExited, " + exitCode, line.end());
  }

  /** Between two looks it was told to, and ended; what ended by itself may have exit code 0. */
  @ParameterizedTest
  @CsvSource({"137, stopped", "5, stopped", "143, stopped", "0, success"})
  void endAtTheLookThatTellsOfAStop_wasStopped(int exitCode, String status) {
    TestLine line = endOf(withoutExecutionStop(exitCode, "STOPPED"));
    assertEquals(status + ", containerExited, " + exitCode, line.end());
  }

  /** Long before the batch, whose own end is the task's. */
  @Test
  void sigtermBeforeTheEndOfTheTask_isAFailure() {
    TestLine line = endOf(withOther(TestTask.batchEnded(0), 143, 3));
    assertEquals("failure, containerExited, null", line.end());
  }

  /** Where a second container still runs when StopTask comes, it was stopped. */
  @ParameterizedTest
  @CsvSource({"0, stopped", "2, failure"})
  void containerThatWasDoneBeforeTheStop_decidesAsItEnded(int exitCode, String status) {
    TestTask done = withOther(TestTask.running(), exitCode, 1.5);
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1)
            .poll(() -> ENDPOINT.task(done))
            .poll(() -> ENDPOINT.task(done.with("DesiredStatus", "STOPPED")))
            .poll(
                () -> {
                  ENDPOINT.task(withOther(TestTask.batchEnded(143), exitCode, 1.5));
                  ENDPOINT.stats(TestStats.afterBatch(6));
                })
            .line();
    assertEquals(status + ", containerExited, null", line.end());
  }

  private static void goodWith(TestTask task, int second) {
    ENDPOINT.good(second);
    ENDPOINT.task(task);
  }

  private static TestJson neverStarted(String name, String id) {
    return TestTask.container(name, id)
        .with("KnownStatus", "STOPPED")
        .without("CreatedAt")
        .without("StartedAt");
  }

  /** The batch never started; another container ended with 0 so long before that was noted. */
  private static TestTask batchNeverStarted(double otherEndedAt) {
    TestTask task =
        TestTask.running()
            .with("DesiredStatus", "STOPPED")
            .with("ExecutionStoppedAt", TestStats.time(4))
            .remove(BATCH);
    return withOther(task, 0, otherEndedAt).add(neverStarted(BATCH, BATCH_ID));
  }

  private static TestLine endWithoutStart(TestTask never) {
    TestTask starting = TestTask.running().add(TestTask.container(OTHER, OTHER_ID));
    starting.container(BATCH).with("KnownStatus", "CREATED").without("StartedAt");
    return new TestRun(ENDPOINT)
        .poll(
            () -> {
              goodWith(starting, 1);
              ENDPOINT.stats(
                  TestStats.afterBatch(1)
                      .with(OTHER_ID, TestStats.reading(TestStats.time(1), 30, 20)));
            })
        .poll(() -> ENDPOINT.task(never))
        .line();
  }

  /** An init container that was done, a log router that is stopped for it or ended just before. */
  @ParameterizedTest
  @ValueSource(doubles = {2, 3.88, 4.01, 7})
  void batchThatNeverStarted_isAFailure_whateverElseRan(double otherEndedAt) {
    TestLine line = endWithoutStart(batchNeverStarted(otherEndedAt));
    assertEquals("failure, containerExited, null", line.end());
    assertEquals("true", line.get("neverStarted"));
    assertEquals("" + 1000 * otherEndedAt, line.get("metrics.durationMs"));
  }

  /** Nothing tells the one from the other: the agent notes an end up to 101 ms later. */
  @Test
  void endThatIsNotedAtOnce_isThatOfTheContainerThatRan() {
    TestLine line = endWithoutStart(batchNeverStarted(3.9));
    assertEquals("success, containerExited, null", line.end());
    assertNull(line.get("neverStarted"));
  }

  /**
   * On a slow host the agent hears of an end seconds later; the router was seen before. The last
   * look may come between the stop of the batch and the note of it.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void routerThatWasSeenNotToStart_isNotEssential(boolean isEndNoted) {
    TestTask running = TestTask.running().add(neverStarted(OTHER, ""));
    TestTask ended =
        isEndNoted
            ? TestTask.batchEnded(0).with("ExecutionStoppedAt", TestStats.time(9.5))
            : withoutExecutionStop(0, "RUNNING");
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(() -> goodWith(running, 1))
            .poll(() -> goodWith(running, 2))
            .poll(
                () -> {
                  ENDPOINT.task(ended.add(neverStarted(OTHER, "")));
                  ENDPOINT.stats(TestStats.afterBatch(6));
                })
            .line();
    assertEquals("success, containerExited, null", line.end());
  }

  /** Essential or not: there is nothing else that could have succeeded. */
  @Test
  void runInWhichNothingStarted_isAFailure() {
    TestTask never = TestTask.running().remove(BATCH).add(neverStarted(BATCH, BATCH_ID));
    TestTask starting = TestTask.running().remove(BATCH).add(neverStarted(BATCH, BATCH_ID));
    starting.add(
        TestTask.container(OTHER, OTHER_ID).with("KnownStatus", "CREATED").without("StartedAt"));
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(() -> goodWith(starting, 1))
            .poll(() -> ENDPOINT.task(never.add(neverStarted(OTHER, OTHER_ID))))
            .atPause(() -> ENDPOINT.task(never.with("ExecutionStoppedAt", TestStats.time(9.5))))
            .line();
    assertEquals("failure, containerExited, null", line.end());
    assertEquals("true", line.get("neverStarted"));
  }

  /** The look came between the stop of the batch and the note of it. */
  @Test
  void batchThatWasSeenNotToStart_justBeforeThatWasNoted_isAFailure() {
    TestTask never = batchNeverStarted(7);
    TestTask noted = batchNeverStarted(7).with("ExecutionStoppedAt", TestStats.time(2.02));
    never.with("DesiredStatus", "RUNNING").task().without("ExecutionStoppedAt");
    never.remove(OTHER).add(TestTask.container(OTHER, OTHER_ID));
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(() -> goodWith(never, 1))
            .poll(() -> ENDPOINT.task(noted))
            .line();
    assertEquals("failure, containerExited, null", line.end());
  }

  /** A container that failed to start is no reason where the task was told to stop. */
  @ParameterizedTest
  @ValueSource(strings = {"STOPPED", "RUNNING"})
  void runThatWasStoppedFromOutside_wasStopped_thoughAnotherNeverStarted(String desiredStatus) {
    TestTask running = TestTask.running().add(neverStarted(OTHER, ""));
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(() -> goodWith(running, 1))
            .poll(() -> goodWith(running, 2))
            .atSignal(() -> ENDPOINT.task(running.with("DesiredStatus", desiredStatus)))
            .line();
    assertEquals("stopped, signal, null", line.end());
    assertNull(line.get("neverStarted"));
  }

  /** Told to stop before any of it ran. */
  @Test
  void taskThatWasStoppedBeforeItsStart_wasStopped() {
    TestTask starting = TestTask.running().with("DesiredStatus", "STOPPED");
    starting.container(BATCH).with("KnownStatus", "CREATED").without("StartedAt");
    TestTask never = batchNeverStarted(7).remove(OTHER);
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(1);
                  ENDPOINT.task(starting);
                })
            .poll(() -> ENDPOINT.task(never))
            .line();
    assertEquals("stopped, containerExited, null", line.end());
  }

  @Test
  void checkpointOfARunThatGoesOn_saysNothingOfIt() {
    TestTask running = TestTask.running().add(neverStarted(OTHER, ""));
    TestLine line =
        new TestRun(ENDPOINT)
            .checkpointInterval(Duration.ofSeconds(1))
            .poll(() -> goodWith(running, 1))
            .poll(() -> goodWith(running, 2))
            .ended(0)
            .lines()
            .get(0);
    assertEquals("running", line.get("status"));
    assertNull(line.get("neverStarted"));
  }
}
