package io.github.ecsusagereport.local;

import io.github.ecsusagereport.kernel.CgroupMounts;
import io.github.ecsusagereport.kernel.CgroupV1Files;
import io.github.ecsusagereport.kernel.Proc;
import io.github.ecsusagereport.kernel.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A cgroup of version 1: a folder in the hierarchy of each controller.
 *
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/v6.12/Documentation/admin-guide/cgroup-v1/memory.rst">memory</a>
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/v6.12/Documentation/admin-guide/cgroup-v1/cpuacct.rst">cpuacct</a>
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/v6.12/Documentation/admin-guide/cgroup-v1/blkio-controller.rst">blkio</a>
 */
final class CgroupV1 implements Cgroup {
  private static final List<String> NEEDED = List.of("memory", "cpuacct");
  private static final List<String> WELCOME = List.of("cpu", "blkio");

  private final Map<String, Path> folders;
  private final CgroupV1Files files;

  /** Reads from these folders, one for each controller; two of them may be the same. */
  CgroupV1(Map<String, Path> folders, Proc proc) {
    this.folders = new TreeMap<>(folders);
    this.files = new CgroupV1Files(folders, proc);
  }

  /** Makes a child of our own cgroup, so that every limit that holds for us holds for it. */
  static Optional<Cgroup> make(CgroupMounts mounts, Proc proc, String name) {
    Map<String, Path> made = new TreeMap<>();
    for (String controller : Stream.of(NEEDED, WELCOME).flatMap(List::stream).toList()) {
      Optional<Path> folder = mounts.v1Own(controller).map(own -> own.resolve(name));
      if (folder.isPresent() && isMade(folder.get(), made.values())) {
        made.put(controller, folder.get());
      }
    }
    CgroupV1 cgroup = new CgroupV1(made, proc);
    if (made.keySet().containsAll(NEEDED)) {
      return Optional.of(cgroup);
    }
    CgroupFolders.removeQuietly(cgroup);
    return Optional.empty();
  }

  private static boolean isMade(Path folder, Collection<Path> before) {
    try {
      if (!before.contains(folder)) {
        Files.createDirectory(folder);
      }
      return true;
    } catch (IOException e) {
      return false; // no rights, or read-only: measured in another way
    }
  }

  @Override
  public List<Path> procsFiles() {
    return folders.values().stream()
        .distinct()
        .map(folder -> folder.resolve(CgroupFolders.PROCS))
        .toList();
  }

  @Override
  public List<String> limitTo(TaskSize size) {
    List<String> unlimited = new ArrayList<>();
    String bytes = Long.toString(size.memoryBytes());
    if (!CgroupFolders.write(file("memory", "memory.limit_in_bytes"), bytes)) {
      unlimited.add("memory");
    }
    // Fargate has no swap. A limit of memory and swap together would be hit first, and failcnt,
    // which counts the hits of this one alone, would stay at 0.
    CgroupFolders.write(file("memory", "memory.swappiness"), "0");
    CgroupFolders.write(file("cpu", "cpu.cfs_period_us"), CgroupFolders.PERIOD_MICROS);
    if (!CgroupFolders.write(
        file("cpu", "cpu.cfs_quota_us"), Long.toString(CgroupFolders.quotaMicros(size)))) {
      unlimited.add("CPU");
    }
    return unlimited;
  }

  @Override
  public Reading read(Instant now) throws IOException {
    return files.read(now);
  }

  @Override
  public void remove() throws IOException {
    for (Path folder : List.copyOf(folders.values())) {
      Files.deleteIfExists(folder);
    }
  }

  /** A file of a controller; of one that is not there, a file that is not there either. */
  private Path file(String controller, String name) {
    return folders.getOrDefault(controller, Path.of("/nonexistent")).resolve(name);
  }
}
