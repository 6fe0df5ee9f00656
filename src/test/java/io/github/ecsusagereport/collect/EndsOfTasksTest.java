package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.collect.TestTask.BATCH_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
