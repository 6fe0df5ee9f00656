package io.github.ecsusagereport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.kernel.CgroupMounts;
import io.github.ecsusagereport.kernel.FakeProc;
import io.github.ecsusagereport.kernel.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both versions, over folders that look like the kernel's. */
class CgroupTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final TaskSize QUARTER = new TaskSize(0.25, 1);

  @TempDir private Path folder;
  private FakeProc fake;

  @BeforeEach
  void makeProc() throws IOException {
    fake = FakeProc.in(folder.resolve("proc"));
  }

  @Test
  void version1_isReadFromEachController() throws IOException {
    write("memory/cgroup.procs", "5\n6\n");
    write("memory/memory.usage_in_bytes", "1000\n");
    write("memory/memory.max_usage_in_bytes", "3000\n");
    write("memory/memory.failcnt", "2\n");
    write("memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("memory/memory.stat", "cache 400\nhierarchical_memory_limit 9223372036854771712\n");
    write("cpuacct/cpuacct.usage", "1234567890\n");
    write("cpuacct/cpuacct.stat", "user 100\nsystem 20\n");
    write("cpuacct/cpuacct.usage_percpu", "1234567000 890 \n");
    write("cpu/cpu.stat", "nr_periods 10\nnr_throttled 3\nthrottled_time 70000000\n");
    write(
        "blkio/blkio.throttle.io_service_bytes_recursive",
        "8:0 Read 4096\n8:0 Write 512\n8:0 Discard 0\n8:0 Total 4608\nTotal 4608\n");

    assertEquals(
        new Reading(
            NOW,
            1,
            new Reading.Cpu(
                1_234_567_890,
                1_000_000_000,
                200_000_000,
                List.of(1_234_567_000L, 890L),
                new Reading.Throttling(10, 3, 70_000_000),
                10_000_000_000L),
            new Reading.Memory(
                1000,
                3000,
                2,
                2 << 20,
                new TreeMap<>(
                    Map.of("cache", 400L, "hierarchical_memory_limit", 9223372036854771712L))),
            List.of(
                new Reading.DiskBytes(8, 0, "Read", 4096),
                new Reading.DiskBytes(8, 0, "Write", 512),
                new Reading.DiskBytes(8, 0, "Discard", 0),
                new Reading.DiskBytes(8, 0, "Total", 4608)),
            2),
        version1().read(NOW));
  }

  @Test
  void version2_isReadFromOneFolder() throws IOException {
    write("v2/cgroup.procs", "5\n");
    write("v2/memory.current", "1000\n");
    write("v2/memory.max", "500000\n");
    write("v2/memory.events", "low 0\nhigh 0\nmax 9\noom 1\noom_kill 1\n");
    write("v2/memory.stat", "anon 600\nfile 400\ninactive_file 300\n");
    write("v2/cpu.stat", "usage_usec 1500\nuser_usec 1000\nsystem_usec 500\nnr_periods 4\n");
    write(
        "v2/io.stat",
        "254:0 rbytes=4096 wbytes=512 rios=1 wios=1 dbytes=0 dios=0\n7:1 rbytes=1 wbytes=0\n");

    assertEquals(
        new Reading(
            NOW,
            2,
            new Reading.Cpu(
                1_500_000,
                1_000_000,
                500_000,
                List.of(),
                new Reading.Throttling(4, 0, 0),
                10_000_000_000L),
            new Reading.Memory(
                1000,
                0,
                1,
                500000,
                new TreeMap<>(Map.of("anon", 600L, "file", 400L, "inactive_file", 300L))),
            List.of(
                new Reading.DiskBytes(254, 0, "read", 4096),
                new Reading.DiskBytes(254, 0, "write", 512),
                new Reading.DiskBytes(7, 1, "read", 1),
                new Reading.DiskBytes(7, 1, "write", 0)),
            1),
        version2().read(NOW));
  }

  @Test
  void limitOfVersion1_isOfMemorySwapAndCpu() throws IOException {
    for (String file :
        List.of(
            "memory/memory.limit_in_bytes",
            "memory/memory.swappiness",
            "cpu/cpu.cfs_period_us",
            "cpu/cpu.cfs_quota_us")) {
      write(file, "");
    }

    assertEquals(List.of(), version1().limitTo(QUARTER));
    assertEquals("1048576", read("memory/memory.limit_in_bytes"));
    assertEquals("0", read("memory/memory.swappiness"));
    assertEquals("100000", read("cpu/cpu.cfs_period_us"));
    assertEquals("25000", read("cpu/cpu.cfs_quota_us"));
  }

  @Test
  void limitOfVersion2_isOfMemorySwapAndCpu() throws IOException {
    for (String file : List.of("v2/memory.max", "v2/memory.swap.max", "v2/cpu.max")) {
      write(file, "");
    }

    assertEquals(List.of(), version2().limitTo(QUARTER));
    assertEquals("1048576", read("v2/memory.max"));
    assertEquals("0", read("v2/memory.swap.max"));
    assertEquals("25000 100000", read("v2/cpu.max"));
  }

  @Test
  void controllersThatAreMissing_limitNothing() throws IOException {
    assertEquals(List.of("memory", "CPU"), version1().limitTo(QUARTER));
    write("v2/memory.max", "");
    assertEquals(List.of("CPU"), version2().limitTo(QUARTER));
  }

  @Test
  void folderWithoutMemory_isTakenAwayAgain() throws IOException {
    // As on a kernel that shows the controller and does not give it.
    write("root/cgroup.subtree_control", "cpu io memory pids\n");
    write("root/cgroup.procs", "");
    CgroupMounts mounts =
        CgroupMounts.parse(
            "32 22 0:28 / " + folder.resolve("root") + " rw - cgroup2 cgroup2 rw\n", "0::/a\n");

    assertEquals(Optional.empty(), CgroupV2.make(mounts, fake.proc(), "new"));
    assertEquals(List.of("cgroup.procs", "cgroup.subtree_control"), names(folder.resolve("root")));
  }

  @Test
  void version1WithoutCpuacct_isTakenAwayAgain() throws IOException {
    Files.createDirectories(folder.resolve("mem"));
    CgroupMounts mounts =
        CgroupMounts.parse(
            "30 22 0:26 / " + folder.resolve("mem") + " rw - cgroup cgroup rw,memory\n",
            "4:memory:/\n");

    assertEquals(Optional.empty(), CgroupV1.make(mounts, fake.proc(), "new"));
    assertEquals(List.of(), names(folder.resolve("mem")));
  }

  @Test
  void version1_sharesFoldersThatAreMountedTogether() throws IOException {
    Files.createDirectories(folder.resolve("mem"));
    Files.createDirectories(folder.resolve("both"));
    CgroupMounts mounts =
        CgroupMounts.parse(
            "30 22 0:26 / %s rw - cgroup cgroup rw,memory\n31 22 0:27 / %s rw - cgroup c rw,cpu,cpuacct\n"
                .formatted(folder.resolve("mem"), folder.resolve("both")),
            "4:memory:/\n2:cpu,cpuacct:/\n");

    assertEquals(
        Optional.of(
            List.of(
                folder.resolve("both/new/cgroup.procs"), folder.resolve("mem/new/cgroup.procs"))),
        CgroupV1.make(mounts, fake.proc(), "new").map(Cgroup::procsFiles));
  }

  private Cgroup version1() {
    Map<String, Path> folders = new TreeMap<>();
    for (String controller : List.of("memory", "cpuacct", "cpu", "blkio")) {
      folders.put(controller, folder.resolve(controller));
    }
    return new CgroupV1(folders, fake.proc());
  }

  private Cgroup version2() {
    return new CgroupV2(folder.resolve("v2"), fake.proc());
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
