package io.github.ecsusagereport.kernel;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ecsusagereport.usage.ContainerSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both versions, over folders that look like the kernel's. */
class CounterFilesTest {
  private static final long AT = 1_700_000_000_000_000_000L;

  @TempDir private Path proc;

  private void write(String name, String text) {
    try {
      Path file = proc.resolve("7/root/sys/fs/cgroup").resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private CounterFiles open() {
    return CounterFiles.open(proc.toString(), "7", new byte[4096]);
  }

  private void version1() {
    write("memory/cgroup.procs", "5\n7\n");
    write("memory/memory.usage_in_bytes", "5000\n");
    write("memory/memory.max_usage_in_bytes", "9000\n");
    write("memory/memory.failcnt", "2\n");
    write("memory/memory.limit_in_bytes", "134217728\n");
    write("memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
    write("memory/memory.stat", "cache 400\nrss 4600\ninactive_file 100\ntotal_cache 999\n");
    write("cpuacct/cpuacct.usage", "1234567890\n");
    write("cpuacct/cpuacct.stat", "user 100\nsystem 20\n");
    write("cpu/cpu.stat", "nr_periods 10\nnr_throttled 3\nthrottled_time 70000000\n");
  }

  private static ContainerSample sample(
      long[] cpu, long used, long usage, long cache, long peak, long hits, long limit, long kills) {
    return new ContainerSample(
        AT, UNKNOWN, cpu[0], UNKNOWN, cpu[1], cpu[2], cpu[3], cpu[4], used, usage, cache, peak,
        hits, limit, kills, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
  }

  @Test
  void version1_isReadFromEachController() {
    version1();

    long[] cpu = {1_234_567_890, 1_000_000_000, 200_000_000, 70_000_000, 3};
    assertEquals(sample(cpu, 4600, 5000, 400, 9000, 2, 134_217_728, 3), open().read(AT));
  }

  @Test
  void version2_isReadFromOneFolder() {
    write("cgroup.procs", "7\n");
    write("memory.current", "5000\n");
    write("memory.peak", "9000\n");
    write("memory.max", "134217728\n");
    write("memory.events", "low 0\nhigh 0\nmax 9\noom 1\noom_kill 1\noom_group_kill 0\n");
    write("memory.stat", "anon 4500\nfile 500\ninactive_anon 1\ninactive_file 300\n");
    write(
        "cpu.stat",
        "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\nnr_periods 4\nnr_throttled 1\nthrottled_usec 7\n");

    long[] cpu = {1_500_000, 1_000_000, 500_000, 7000, 1};
    assertEquals(sample(cpu, 4700, 5000, 500, 9000, 9, 134_217_728, 1), open().read(AT));
  }

  @Test
  void noLimits_areNotKnown() {
    version1();
    write("memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("cpu/cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_time 0\n");
    ContainerSample first = open().read(AT);
    assertEquals(UNKNOWN, first.memoryLimitBytes());
    assertEquals(UNKNOWN, first.throttledNanos());
    assertEquals(UNKNOWN, first.throttledPeriods());

    write("memory/cgroup.procs", "");
    write("cgroup.procs", "7\n");
    write("memory.current", "5000\n");
    write("memory.max", "max\n");
    write("cpu.stat", "usage_usec 1500\n");
    ContainerSample second = open().read(AT);
    assertEquals(UNKNOWN, second.memoryLimitBytes());
    assertEquals(UNKNOWN, second.throttledPeriods());
    assertEquals(5000, second.memoryUsedBytes());
  }

  @Test
  void processOnItsWay_seesTheHostAndIsNoMember() {
    version1();
    write("memory/cgroup.procs", "1\n5\n77\n");

    assertNull(open());
  }

  @Test
  void filesThatMayNotBeRead_areNone() {
    assertNull(open());
  }

  @Test
  void details_areReadWhenMemoryMoves() {
    version1();
    CounterFiles files = open();
    assertEquals(400, files.read(AT).memoryCacheBytes());

    write("memory/memory.stat", "cache 300\n");
    assertEquals(400, files.read(AT).memoryCacheBytes());
    write("memory/memory.usage_in_bytes", "2000000\n");
    assertEquals(300, files.read(AT).memoryCacheBytes());
    assertEquals(2_000_000 - 300, files.read(AT).memoryUsedBytes());
    assertEquals(2_000_000, files.read(AT).memoryHighWaterBytes());
  }

  @Test
  void details_areReadAtTheTenthReading() {
    version1();
    CounterFiles files = open();
    assertEquals(9000, files.read(AT).memoryHighWaterBytes());
    write("memory/memory.max_usage_in_bytes", "9500\n");
    for (int i = 0; i < 9; i++) {
      assertEquals(9000, files.read(AT).memoryHighWaterBytes());
    }
    assertEquals(9500, files.read(AT).memoryHighWaterBytes());
  }

  @Test
  void cgroupThatHasGone_isRead_NoMore() {
    version1();
    CounterFiles files = open();
    files.read(AT);
    // As a removed cgroup's, the file has nothing to read.
    write("cpuacct/cpuacct.usage", "");

    assertNull(files.read(AT));
    version1();
    assertNull(files.read(AT));
  }
}
