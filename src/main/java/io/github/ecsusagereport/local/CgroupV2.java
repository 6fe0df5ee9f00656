package io.github.ecsusagereport.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cgroup of version 2: one folder.
 *
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/v6.12/Documentation/admin-guide/cgroup-v2.rst">Control
 *     Group v2</a>
 */
final class CgroupV2 implements Cgroup {
  private final Path folder;
  private final Proc proc;

  CgroupV2(Path folder, Proc proc) {
    this.folder = folder;
    this.proc = proc;
  }

  /**
   * Makes a sibling of our own cgroup, or a child of the root. Not a child of our own: a cgroup
   * that has processes cannot hand controllers down, and ours has this one.
   *
   * <p>Nothing is switched on for it: a parent that has no memory controller for its children is
   * left as it is.
   */
  static Optional<Cgroup> make(CgroupMounts mounts, Proc proc, String name) {
    for (Path parent : parents(mounts)) {
      CgroupV2 cgroup = new CgroupV2(parent.resolve(name), proc);
      if (canHold(parent) && cgroup.isMade()) {
        return Optional.of(cgroup);
      }
    }
    return Optional.empty();
  }

  private static Set<Path> parents(CgroupMounts mounts) {
    Set<Path> parents = new LinkedHashSet<>();
    Optional<Path> root = mounts.v2Root();
    mounts
        .v2Own()
        .filter(own -> !root.equals(Optional.of(own)))
        .ifPresent(own -> parents.add(own.getParent()));
    root.ifPresent(parents::add);
    return parents;
  }

  /**
   * Who moves a process needs the right to write to what the old and the new cgroup have in common
   * ("Delegation Containment").
   */
  private static boolean canHold(Path parent) {
    String controllers = KernelText.readIfThere(parent.resolve("cgroup.subtree_control"));
    return List.of(controllers.strip().split(" ")).contains("memory")
        && Files.isWritable(parent.resolve(CgroupFolders.PROCS));
  }

  private boolean isMade() {
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      return false; // no rights, or read-only: measured in another way
    }
    if (Files.exists(folder.resolve("memory.current"))) {
      return true;
    }
    CgroupFolders.removeQuietly(this);
    return false;
  }

  @Override
  public List<Path> procsFiles() {
    return List.of(folder.resolve(CgroupFolders.PROCS));
  }

  @Override
  public List<String> limitTo(TaskSize size) {
    List<String> unlimited = new ArrayList<>();
    if (!CgroupFolders.write(folder.resolve("memory.max"), Long.toString(size.memoryBytes()))) {
      unlimited.add("memory");
    }
    CgroupFolders.write(folder.resolve("memory.swap.max"), "0"); // Fargate has no swap
    if (!CgroupFolders.write(
        folder.resolve("cpu.max"),
        CgroupFolders.quotaMicros(size) + " " + CgroupFolders.PERIOD_MICROS)) {
      unlimited.add("CPU");
    }
    return unlimited;
  }

  @Override
  public Reading read(Instant now) throws IOException {
    return new Reading(
        now,
        2,
        cpu(),
        memory(),
        parseDisk(KernelText.readIfThere(folder.resolve("io.stat"))),
        CgroupFolders.countProcesses(folder.resolve(CgroupFolders.PROCS)));
  }

  @Override
  public void remove() throws IOException {
    Files.deleteIfExists(folder);
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
