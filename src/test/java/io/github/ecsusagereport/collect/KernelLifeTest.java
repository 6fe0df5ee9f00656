package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lives in a task that shares its process ids: 1 is the pause, 7 the batch's, 9 the sidecar's. The
 * batch starts at second 0, the sidecar looks from second 2 on.
 */
class KernelLifeTest {
  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();

  private static final int LIMIT_MIB = 128;

  @TempDir private Path proc;

  @BeforeEach
  void writeProc() {
    write("loadavg", "0.20 0.18 0.12 1/80 9\n");
    write("stat", "cpu  1 0 0 0 0 0 0\ncpu0 1 0 0 0 0 0 0\ncpu1 0 0 0 0 0 0 0\n");
    write("vmstat", "oom_kill 4\n");
    process("1", "pause");
    process("self", TestTask.SIDECAR_ID);
    process("9", TestTask.SIDECAR_ID);
    process("7", TestTask.BATCH_ID);
    counters("9", 40, 10, 0);
  }

  private void write(String name, String text) {
    try {
      Files.createDirectories(proc.resolve(name).getParent());
      Files.writeString(proc.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void process(String pid, String container) {
    write(pid + "/cgroup", "4:cpuacct:/x\n3:memory:/ecs/task/" + container + "\n");
  }

  private void counters(String pid, long cpuMillis, long mib, long cacheMib) {
    String folder = pid + "/root/sys/fs/cgroup/";
    write(folder + "memory/cgroup.procs", pid + "\n");
    write(folder + "memory/memory.usage_in_bytes", ((mib + cacheMib) << 20) + "\n");
    write(folder + "memory/memory.stat", "cache " + (cacheMib << 20) + "\n");
    write(folder + "memory/memory.limit_in_bytes", ((long) LIMIT_MIB << 20) + "\n");
    write(folder + "memory/memory.failcnt", "0\n");
    write(folder + "memory/memory.oom_control", "oom_kill 0\n");
    write(folder + "cpuacct/cpuacct.usage", cpuMillis * 1_000_000 + "\n");
    write(folder + "cpuacct/cpuacct.stat", "user " + cpuMillis / 10 + "\nsystem 0\n");
  }

  private void kernelSays(String pid, String file, String text) {
    write(pid + "/root/sys/fs/cgroup/" + file, text);
  }

  /** As of a cgroup that was removed: what was open has nothing to read. */
  private void end(String pid) {
    kernelSays(pid, "cpuacct/cpuacct.usage", "");
  }

  private TestRun run() {
    return new TestRun(ENDPOINT).proc(proc).containers(TestTask.BATCH);
  }

  @Test
  void numbers_areTheKernels_andNetworkAndDiskTheEndpoints() {
    TestLine line =
        run()
            .poll(
                () -> {
                  counters("7", 900, 50, 30);
                  counters("9", 40, 12, 0);
                  ENDPOINT.good(1);
                })
            .poll(
                () -> {
                  counters("7", 1700, 80, 30);
                  ENDPOINT.good(2);
                })
            .poll(
                () -> {
                  end("7");
                  ENDPOINT.ended(0);
                })
            .line();

    assertEquals("success, containerExited, 0", line.end());
    assertEquals("kernel", line.get("sampling.source"));
    assertEquals("1700.0", line.get("metrics.cpuTimeMs"));
    assertEquals("1700.0", line.get("metrics.cpuUserMs"));
    assertEquals("0.0", line.get("metrics.cpuSystemMs"));
    assertEquals("80.0", line.get("metrics.maxMemoryUsedMiB"));
    assertEquals("80.0", line.get("metrics.lastMemoryUsedMiB"));
    assertEquals("30.0", line.get("metrics.memoryCacheMiB"));
    assertEquals("92.0", line.get("taskMetrics.maxMemoryUsedMiB"));
    assertEquals("2000", line.get("metrics.networkRxBytes"));
    assertEquals("8192", line.get("metrics.diskReadBytes"));
    assertNull(line.get("metrics.cpuThrottledMs"));
    assertEquals("", line.trouble());
  }

  /** At rest every 100 ms, at first every 20. */
  @Test
  void spikeBetweenTwoPolls_isSeen() {
    int[] waits = {0};
    TestLine line =
        run()
            .atWait(() -> counters("7", 900, ++waits[0] == 30 ? 100 : 20, 0))
            .poll(
                () -> {
                  counters("7", 900, 20, 0);
                  ENDPOINT.good(1);
                })
            .poll(() -> ENDPOINT.good(1))
            .poll(
                () -> {
                  end("7");
                  ENDPOINT.ended(0);
                })
            .line();

    assertEquals("100.0", line.get("metrics.maxMemoryUsedMiB"));
    assertEquals("110.0", line.get("taskMetrics.maxMemoryUsedMiB"));
    assertEquals("20", line.get("sampling.resolutionMs"));
  }

  @Test
  void readingWhileItsProcessesEnd_isNotItsLastMemory() {
    boolean[] isEnding = {false};
    TestLine line =
        run()
            .atWait(
                () -> {
                  if (isEnding[0]) {
                    end("7");
                  }
                })
            .poll(
                () -> {
                  counters("7", 900, 50, 0);
                  ENDPOINT.good(1);
                })
            .poll(
                () -> {
                  counters("7", 950, 1, 0);
                  isEnding[0] = true;
                })
            .poll(() -> ENDPOINT.ended(0))
            .line();

    assertEquals("50.0", line.get("metrics.lastMemoryUsedMiB"));
    assertEquals("950.0", line.get("metrics.cpuTimeMs"));
  }

  @Test
  void batchThatComesAndGoesBetweenTwoPolls_hasItsNumbers() {
    int[] waits = {0};
    write("7/cgroup", "3:memory:/ecs/task/runtime\n");
    TestLine line =
        run()
            .atWait(
                () -> {
                  waits[0]++;
                  if (waits[0] == 2) {
                    write("loadavg", "0.20 0.18 0.12 1/80 11\n");
                    process("11", TestTask.BATCH_ID);
                    counters("11", 0, 20, 0);
                    // On its way in: the host's.
                    kernelSays("11", "memory/cgroup.procs", "1\n");
                    ENDPOINT.task(TestTask.running());
                  } else if (waits[0] > 2) {
                    counters("11", 40L * waits[0], 20, 0);
                  }
                })
            .poll(
                () -> {
                  ENDPOINT.good(1);
                  ENDPOINT.task(TestTask.running().remove(TestTask.BATCH));
                  ENDPOINT.stats(new TestStats().with(TestTask.SIDECAR_ID, TestStats.sidecar(1)));
                })
            .poll(() -> {})
            .poll(
                () -> {
                  end("11");
                  ENDPOINT.ended(0);
                })
            .line();

    assertEquals("success, containerExited, 0", line.end());
    assertEquals("kernel", line.get("sampling.source"));
    assertEquals(40.0 * waits[0], Double.parseDouble(line.get("metrics.cpuTimeMs")), 40);
  }

  @Test
  void counterOfTheHost_isNotBelieved() {
    TestLine line =
        run()
            .poll(
                () -> {
                  counters("7", 305_000, 50, 30);
                  ENDPOINT.good(1);
                })
            .poll(() -> ENDPOINT.good(2))
            .poll(() -> ENDPOINT.ended(0))
            .line();

    assertEquals("endpoint", line.get("sampling.source"));
    assertEquals("1200.0", line.get("metrics.cpuTimeMs"));
  }

  @Test
  void containerThatMayNotBeRead_isTheEndpoints() {
    TestLine line =
        run()
            .poll(() -> ENDPOINT.good(1))
            .poll(() -> ENDPOINT.good(2))
            .poll(() -> ENDPOINT.ended(0))
            .line();

    assertEquals("endpoint", line.get("sampling.source"));
    assertEquals("1200.0", line.get("metrics.cpuTimeMs"));
  }

  @Test
  void switchedOff_itIsTheEndpoint() {
    counters("7", 900, 50, 30);
    TestLine line =
        run().withoutKernel().poll(() -> ENDPOINT.good(1)).poll(() -> ENDPOINT.ended(0)).line();

    assertEquals("endpoint", line.get("sampling.source"));
  }

  @Test
  void restart_isANewCgroup_evenWhereItsCounterIsHigher() {
    int[] waits = {0};
    TestLine line =
        run()
            .atWait(
                () -> {
                  if (++waits[0] == 20) {
                    end("7");
                    process("12", TestTask.BATCH_ID);
                    write("loadavg", "0.20 0.18 0.12 1/80 12\n");
                    counters("12", 1000, 40, 0);
                  }
                })
            .poll(
                () -> {
                  counters("7", 900, 50, 0);
                  ENDPOINT.good(1);
                })
            .poll(() -> counters("12", 1100, 40, 0))
            .poll(
                () -> {
                  end("12");
                  ENDPOINT.ended(0);
                })
            .line();

    assertEquals("2000.0", line.get("metrics.cpuTimeMs"));
    assertEquals("resets=1", line.trouble());
    assertEquals("kernel", line.get("sampling.source"));
  }

  @ParameterizedTest(name = "{0} then {1} MiB, {2} hits, {3} kills in it, {4} on the machine: {6}")
  @CsvSource({
    "60, 100, 0, 0, 1, 137, outOfMemory, usage", // grew on, it was 140
    "100, 100, 2, 0, 1, 137, outOfMemory, usage",
    "60, 61, 0, 0, 1, 137, failure,",
    "60, 100, 0, 0, 0, 137, failure,", // nothing was killed for memory
    "60, 100, 0, 0, 1, 1, failure,",
    "60, 61, 0, 1, 1, 1, outOfMemory, kernel",
    "60, 61, 0, 1, 1, 0, success,", // a child
  })
  void killForMemory_isKnownByTheContainersOwnCounters(
      int mib,
      int lastMib,
      int hits,
      int kills,
      int machineKills,
      int exitCode,
      String status,
      String evidence) {
    boolean[] isKilled = {false};
    TestLine line =
        run()
            .clock(InstantSource.fixed(TestStats.START.plusSeconds(2)))
            .atWait(
                () -> {
                  if (isKilled[0]) {
                    end("7");
                  }
                })
            .poll(
                () -> {
                  counters("7", 900, mib, 0);
                  ENDPOINT.good(1);
                })
            .poll(
                () -> {
                  // Read at the poll, and not again.
                  isKilled[0] = true;
                  counters("7", 1000, lastMib, 0);
                  kernelSays("7", "memory/memory.failcnt", hits + "\n");
                  kernelSays("7", "memory/memory.oom_control", "oom_kill " + kills + "\n");
                })
            .poll(
                () -> {
                  end("7");
                  write("vmstat", "oom_kill " + (4 + machineKills) + "\n");
                  ENDPOINT.ended(exitCode);
                })
            .line();

    assertEquals(status + ", containerExited, " + exitCode, line.end());
    assertEquals(evidence, line.get("outOfMemoryEvidence"));
    assertEquals(kills == 0 ? null : "1", line.get("metrics.oomKills"));
  }
}
