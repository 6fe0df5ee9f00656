package io.github.ecsusagereport.kernel;

import static io.github.ecsusagereport.kernel.ProcStat.NANOS_PER_TICK;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a cgroup of version 1 says, in a folder for each controller.
 *
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/v6.12/Documentation/admin-guide/cgroup-v1/memory.rst">memory</a>
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/v6.12/Documentation/admin-guide/cgroup-v1/cpuacct.rst">cpuacct</a>
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/v6.12/Documentation/admin-guide/cgroup-v1/blkio-controller.rst">blkio</a>
 */
public final class CgroupV1Files {
  private final Map<String, Path> folders;
  private final Proc proc;

  /** Reads from these folders, one for each controller; two of them may be the same. */
  public CgroupV1Files(Map<String, Path> folders, Proc proc) {
    this.folders = Map.copyOf(folders);
    this.proc = proc;
  }

  /** Reads everything now; {@code now} is the time it is given. */
  public Reading read(Instant now) throws IOException {
    return new Reading(
        now, 1, cpu(), memory(), disk(), KernelText.countLines(file("memory", "cgroup.procs")));
  }

  private Reading.Cpu cpu() throws IOException {
    long total = Long.parseLong(KernelText.read(file("cpuacct", "cpuacct.usage")).strip());
    Map<String, Long> ticks =
        KernelText.keyed(KernelText.readIfThere(file("cpuacct", "cpuacct.stat")));
    Map<String, Long> limit = KernelText.keyed(KernelText.readIfThere(file("cpu", "cpu.stat")));
    String perCpu = KernelText.readIfThere(file("cpuacct", "cpuacct.usage_percpu")).strip();
    return new Reading.Cpu(
        total,
        ticks.getOrDefault("user", 0L) * NANOS_PER_TICK,
        ticks.getOrDefault("system", 0L) * NANOS_PER_TICK,
        perCpu.isEmpty() ? List.of() : Stream.of(perCpu.split(" ")).map(Long::valueOf).toList(),
        new Reading.Throttling(
            limit.getOrDefault("nr_periods", 0L),
            limit.getOrDefault("nr_throttled", 0L),
            limit.getOrDefault("throttled_time", 0L)),
        proc.hostCpuNanos());
  }

  private Reading.Memory memory() throws IOException {
    long machine = proc.memoryTotalBytes();
    return new Reading.Memory(
        Long.parseLong(KernelText.read(file("memory", "memory.usage_in_bytes")).strip()),
        KernelText.number(file("memory", "memory.max_usage_in_bytes"), 0),
        KernelText.number(file("memory", "memory.failcnt"), 0),
        Math.min(machine, KernelText.number(file("memory", "memory.limit_in_bytes"), machine)),
        KernelText.keyed(KernelText.read(file("memory", "memory.stat"))));
  }

  /** Which of the two files counts depends on the scheduler of the disk. */
  private List<Reading.DiskBytes> disk() {
    List<Reading.DiskBytes> disk =
        parseDisk(
            KernelText.readIfThere(file("blkio", "blkio.throttle.io_service_bytes_recursive")));
    return disk.isEmpty()
        ? parseDisk(KernelText.readIfThere(file("blkio", "blkio.io_service_bytes_recursive")))
        : disk;
  }

  /** Lines of {@code 8:0 Read 4096}; the last, {@code Total 4096}, has no device. */
  static List<Reading.DiskBytes> parseDisk(String text) {
    List<Reading.DiskBytes> disk = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split("[ :]", -1);
      if (words.length == 4) {
        disk.add(
            new Reading.DiskBytes(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                words[2],
                Long.parseLong(words[3])));
      }
    }
    return disk;
  }

  /** A file of a controller; of one that is not there, a file that is not there either. */
  private Path file(String controller, String name) {
    return folders.getOrDefault(controller, Path.of("/nonexistent")).resolve(name);
  }
}
