package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.collect.TestTask.BATCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.collect.CollectConfig.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What follows from the machine's own files. The batch starts at second 0 and ends at 6.5, the
 * sidecar begins at 1.
 */
class MachineTest {
  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();

  private static final int NEAR_LIMIT_MIB = 1000;

  @TempDir private Path proc;

  @BeforeEach
  void idle() {
    oomKills(4);
    memory(300);
    cpu(50_000);
  }

  private void write(String name, String text) {
    try {
      Files.writeString(proc.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void oomKills(int kills) {
    write("vmstat", "nr_free_pages 1\noom_kill " + kills + "\n");
  }

  private void memory(int mib) {
    write("meminfo", "AnonPages: " + 1024 * mib + " kB\nShmem: 0 kB\n");
  }

  private void cpu(long millis) {
    write("stat", "cpu  " + millis / 10 + " 0 0 0 0 0 0\n");
  }

  private static TestTask of(String launchType, TestTask task) {
    return task.with("LaunchType", launchType);
  }

  /** The batch has this memory in use; then something happens, and it has ended. */
  private TestRun life(String launchType, int mib, Runnable event, TestTask ended) {
    return life(new TestRun(ENDPOINT), launchType, mib, event, ended);
  }

  private TestRun life(TestRun run, String launchType, int mib, Runnable event, TestTask ended) {
    TestStats stats =
        new TestStats()
            .with(TestTask.BATCH_ID, TestStats.reading(TestStats.time(3), 1200, mib))
            .with(TestTask.SIDECAR_ID, TestStats.sidecar(3));
    return run.clock(InstantSource.fixed(TestStats.START.plusSeconds(1)))
        .proc(proc)
        .poll(
            () -> {
              ENDPOINT.good(2);
              ENDPOINT.task(of(launchType, TestTask.running()));
            })
        .poll(() -> ENDPOINT.stats(stats))
        .poll(
            () -> {
              event.run();
              ENDPOINT.task(of(launchType, ended));
              ENDPOINT.stats(TestStats.afterBatch(7));
            });
  }

  @ParameterizedTest(name = "{0}, exit code {1}, at most {2} MiB, {3} kills: {4}, {5}")
  @CsvSource({
    "FARGATE, 137, 100, 1, outOfMemory, kernel",
    "FARGATE, 1, 100, 1, outOfMemory, kernel", // its parent saw the kill
    "FARGATE, 3, 1000, 2, outOfMemory, kernel",
    "FARGATE, 137, 1000, 0, failure,", // whatever the usage was
    "FARGATE, 1, 1000, 0, outOfMemory, usage",
    "FARGATE, 0, 1000, 1, success,", // a child
    "EC2, 137, 1000, 0, failure,",
    "EC2, 137, 1000, 1, outOfMemory, usage", // it may have been a neighbour
    "EC2, 137, 100, 1, failure,",
    "MANAGED_INSTANCES, 137, 1000, 0, failure,",
    "EXTERNAL, 137, 1000, 1, outOfMemory, usage",
  })
  void outOfMemory_isCertainWhereTheMachineIsTheTasks_andDisprovedAnywhere(
      String launchType, int exitCode, int mib, int kills, String status, String evidence) {
    TestTask ended = TestTask.batchEnded(exitCode);

    TestLine line = life(launchType, mib, () -> oomKills(4 + kills), ended).line();

    assertEquals(status + ", containerExited, " + exitCode, line.end());
    assertEquals(evidence, line.get("outOfMemoryEvidence"));
    String told = launchType.equals("FARGATE") ? String.valueOf(kills) : null;
    assertEquals(told, line.get("machine.oomKills"));
  }

  /** Whose process it was: the looks at {@code /task} and at the count are at seconds 1 and 11. */
  @ParameterizedTest(name = "exit code {0}, the other one's {1}, {2} kills: {3}, {4}")
  @CsvSource({
    "1, 137, 1, failure,", // the other one's
    "137, 137, 1, failure,",
    "137, 137, 2, outOfMemory, kernel",
    "1, 137, 2, outOfMemory, usage", // a child, of whom is not told
    "1, 0, 1, outOfMemory, usage",
    "137, 0, 1, outOfMemory, kernel",
  })
  void killBesideAnotherContainer_isCertainOnlyWithTheEnd(
      int exitCode, int otherExitCode, int kills, String status, String evidence) {
    TestTask ended =
        TestTask.batchEnded(exitCode)
            .add(
                TestTask.container("helper", "0de5".repeat(16))
                    .with("KnownStatus", "STOPPED")
                    .with("ExitCode", otherExitCode)
                    .with("FinishedAt", TestStats.time(3)));

    TestRun run = new TestRun(ENDPOINT).every(Duration.ofSeconds(5)).containers(BATCH);
    TestLine line = life(run, "FARGATE", 100, () -> oomKills(4 + kills), ended).line();

    assertEquals(status + ", containerExited, " + exitCode, line.end());
    assertEquals(evidence, line.get("outOfMemoryEvidence"));
    assertEquals(String.valueOf(kills), line.get("machine.oomKills"));
  }

  /** A child was killed long before; then it was told to stop, and did not. */
  @Test
  void killBeforeAStop_isNotItsReason() {
    TestTask told = TestTask.running().with("DesiredStatus", "STOPPED");
    TestTask ended = TestTask.batchEnded(137);
    ended.task().without("ExecutionStoppedAt");

    TestLine line =
        new TestRun(ENDPOINT)
            .clock(InstantSource.fixed(TestStats.START.plusSeconds(1)))
            .proc(proc)
            .poll(
                () -> {
                  ENDPOINT.good(2);
                  ENDPOINT.task(of("FARGATE", TestTask.running()));
                })
            .poll(
                () -> {
                  oomKills(5);
                  ENDPOINT.task(of("FARGATE", told));
                  ENDPOINT.stats("{}");
                })
            .poll(
                () -> {
                  ENDPOINT.task(of("FARGATE", ended));
                  ENDPOINT.stats(TestStats.afterBatch(7));
                })
            .line();

    assertEquals("stopped, containerExited, 137", line.end());
    assertEquals("1", line.get("machine.oomKills"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vmstat", "all", "switch"})
  void withoutTheKernelsCount_theUsageCounts(String what) throws IOException {
    if (what.equals("vmstat")) {
      Files.delete(proc.resolve("vmstat"));
    }
    TestRun run = life("FARGATE", NEAR_LIMIT_MIB, () -> {}, TestTask.batchEnded(137));
    if (what.equals("all")) {
      run.proc(proc.resolve("none"));
    } else if (what.equals("switch")) {
      run.withoutMachine();
    }

    TestLine line = run.line();

    assertEquals("outOfMemory, containerExited, 137", line.end());
    assertEquals("usage", line.get("outOfMemoryEvidence"));
    assertNull(line.get("machine.oomKills"));
    assertEquals(what.equals("vmstat"), line.get("machine.readings") != null);
  }

  /** Of a kill before that, nothing was seen. */
  @ParameterizedTest
  @CsvSource({"4, outOfMemory, usage", "0, failure,"})
  void endBeforeTheSidecarBegan_isDisprovedOnlyWhereThereWasNeverAKill(
      int kills, String status, String evidence) {
    oomKills(kills);
    TestRun run = life("FARGATE", NEAR_LIMIT_MIB, () -> {}, TestTask.batchEnded(137));

    TestLine line = run.clock(InstantSource.fixed(TestStats.START.plusSeconds(6))).line();

    assertEquals(status + ", containerExited, 137", line.end());
    assertEquals(evidence, line.get("outOfMemoryEvidence"));
  }

  @ParameterizedTest
  @CsvSource({"137, 0, stopped,", "137, 1, outOfMemory, kernel", "143, 1, stopped,"})
  void stopFromOutside_isOutOfMemoryByTheKernelsWordAlone(
      int exitCode, int kills, String status, String evidence) {
    TestTask told = TestTask.running().with("DesiredStatus", "STOPPED");
    TestTask ended = TestTask.batchEnded(exitCode);
    ended.task().without("ExecutionStoppedAt");

    TestLine line =
        new TestRun(ENDPOINT)
            .clock(InstantSource.fixed(TestStats.START.plusSeconds(1)))
            .proc(proc)
            .poll(
                () -> {
                  ENDPOINT.good(2);
                  ENDPOINT.task(of("FARGATE", told));
                })
            .poll(
                () -> {
                  oomKills(4 + kills);
                  ENDPOINT.task(of("FARGATE", ended));
                  ENDPOINT.stats(TestStats.afterBatch(7));
                })
            .line();

    assertEquals(status + ", containerExited, " + exitCode, line.end());
    assertEquals(evidence, line.get("outOfMemoryEvidence"));
  }

  /** A spike that no reading of the endpoint has, held against the reading at second 3. */
  @Test
  void machineIsReadBetweenPolls_andHeldAgainstTheReadings() {
    AtomicInteger waits = new AtomicInteger();
    TestRun run =
        life("FARGATE", 200, () -> {}, TestTask.batchEnded(0))
            .atWait(
                () -> {
                  cpu(50_000 + 30L * waits.incrementAndGet());
                  memory(waits.get() == 14 ? 700 : 300);
                });

    TestLine line = run.clock(InstantSource.fixed(TestStats.START.plusSeconds(2))).line();

    assertEquals("22", line.get("machine.readings"));
    // At second 3 the batch had 200 MiB, and the sidecar 10.
    assertEquals("90.0", line.get("machine.offsetMemoryMiB"));
    assertEquals("610.0", line.get("machine.maxMemoryUsedMiB"));
    assertEquals("210.0", line.get("taskMetrics.maxMemoryUsedMiB"));
  }

  /** Before the first reading nothing is known of what else there is. */
  @Test
  void withoutAReading_theNumbersAreBounds() {
    TestRun run = withoutReadings();

    TestLine line = run.line();

    assertEquals("true", line.get("machine.bound"));
    assertEquals("true", line.get("machine.cpuUpperBound"));
    assertEquals("true", line.get("machine.memoryUpperBound"));
    assertEquals("300.0", line.get("machine.maxMemoryUsedMiB"));
    assertNotNull(line.get("machine.cpuTimeMs"));
    assertNull(line.get("taskMetrics.cpuTimeMs"));
    assertNotNull(line.get("taskMetrics.durationAtVcpu.0.vcpu"));
  }

  /** What is not there is no bound. */
  @ParameterizedTest
  @CsvSource({"stat, memoryUpperBound, cpuUpperBound", "meminfo, cpuUpperBound, memoryUpperBound"})
  void boundIsOfWhatIsThere(String missing, String bound, String none) throws IOException {
    Files.delete(proc.resolve(missing));

    TestLine line = withoutReadings().line();

    assertEquals("true", line.get("machine.bound"));
    assertEquals("true", line.get("machine." + bound));
    assertNull(line.get("machine." + none));
  }

  @Test
  void withoutAnyNumber_nothingIsABound() throws IOException {
    Files.delete(proc.resolve("stat"));
    Files.delete(proc.resolve("meminfo"));

    TestLine line = withoutReadings().line();

    assertEquals("0", line.get("machine.oomKills"));
    assertNull(line.get("machine.bound"));
    assertNull(line.get("taskMetrics.durationAtVcpu.0.vcpu"));
  }

  private TestRun withoutReadings() {
    return new TestRun(ENDPOINT)
        .clock(InstantSource.fixed(TestStats.START.plusSeconds(1)))
        .proc(proc)
        .poll(
            () -> {
              ENDPOINT.good(0);
              ENDPOINT.task(of("FARGATE", TestTask.running()));
              ENDPOINT.stats("{}");
            })
        .poll(() -> {})
        .poll(() -> ENDPOINT.task(of("FARGATE", TestTask.batchEnded(0))));
  }

  @Test
  void textForm_saysThatItIsABound() {
    StringBuilder out = new StringBuilder();
    withoutReadings()
        .format(Format.TEXT)
        .run(
            new java.io.OutputStream() {
              @Override
              public void write(int b) {
                throw new IllegalStateException();
              }

              @Override
              public void write(byte[] bytes, int offset, int length) {
                out.append(
                    new String(bytes, offset, length, java.nio.charset.StandardCharsets.UTF_8));
              }
            });

    assertTrue(out.toString().contains("\tMax Memory Used: ≤ 300 MB\t"), out.toString());
  }

  @Test
  void sharedMachine_isNotToldInTheLine() {
    TestLine line = life("EC2", 100, () -> {}, TestTask.batchEnded(0)).line();

    assertNull(line.get("machine.readings"));
    assertEquals(BATCH, line.get("containerName"));
  }
}
