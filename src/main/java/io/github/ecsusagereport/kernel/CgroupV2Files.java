package io.github.ecsusagereport.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a cgroup of version 2 says, in its one folder.
 *
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/v6.12/Documentation/admin-guide/cgroup-v2.rst">Control
 *     Group v2</a>
 */
public final class CgroupV2Files {
  private final Path folder;
  private final Proc proc;

  public CgroupV2Files(Path folder, Proc proc) {
    this.folder = folder;
    this.proc = proc;
  }

  /** Reads everything now; {@code now} is the time it is given. */
  public Reading read(Instant now) throws IOException {
    return new Reading(
        now,
        2,
        cpu(),
        memory(),
        parseDisk(KernelText.readIfThere(folder.resolve("io.stat"))),
        KernelText.countLines(folder.resolve("cgroup.procs")));
  }

  private Reading.Cpu cpu() throws IOException {
    Map<String, Long> stat = KernelText.keyed(KernelText.read(folder.resolve("cpu.stat")));
    return new Reading.Cpu(
        nanos(stat, "usage_usec"),
        nanos(stat, "user_usec"),
        nanos(stat, "system_usec"),
        List.of(),
        new Reading.Throttling(
            stat.getOrDefault("nr_periods", 0L),
            stat.getOrDefault("nr_throttled", 0L),
            nanos(stat, "throttled_usec")),
        proc.hostCpuNanos());
  }

  /**
   * Docker shows {@code oom} of {@code memory.events} as the number of hits: there is no failcnt.
   */
  private Reading.Memory memory() throws IOException {
    long machine = proc.memoryTotalBytes();
    Map<String, Long> events =
        KernelText.keyed(KernelText.readIfThere(folder.resolve("memory.events")));
    return new Reading.Memory(
        Long.parseLong(KernelText.read(folder.resolve("memory.current")).strip()),
        0,
        events.getOrDefault("oom", 0L),
        Math.min(machine, KernelText.number(folder.resolve("memory.max"), machine)),
        KernelText.keyed(KernelText.read(folder.resolve("memory.stat"))));
  }

  /** Lines of {@code 8:0 rbytes=4096 wbytes=0 rios=1 …}. */
  static List<Reading.DiskBytes> parseDisk(String text) {
    List<Reading.DiskBytes> disk = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split("[ :=]", -1);
      for (int i = 2; i + 1 < words.length; i += 2) {
        String operation = Map.of("rbytes", "read", "wbytes", "write").get(words[i]);
        if (operation != null) {
          disk.add(
              new Reading.DiskBytes(
                  Long.parseLong(words[0]),
                  Long.parseLong(words[1]),
                  operation,
                  Long.parseLong(words[i + 1])));
        }
      }
    }
    return disk;
  }

  private static long nanos(Map<String, Long> stat, String key) {
    return stat.getOrDefault(key, 0L) * 1000;
  }
}
