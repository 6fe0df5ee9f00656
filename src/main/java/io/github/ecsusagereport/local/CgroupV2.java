package io.github.ecsusagereport.local;

import io.github.ecsusagereport.kernel.CgroupMounts;
import io.github.ecsusagereport.kernel.CgroupV2Files;
import io.github.ecsusagereport.kernel.KernelText;
import io.github.ecsusagereport.kernel.Proc;
import io.github.ecsusagereport.kernel.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
  private final CgroupV2Files files;

  CgroupV2(Path folder, Proc proc) {
    this.folder = folder;
    this.files = new CgroupV2Files(folder, proc);
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
    return files.read(now);
  }

  @Override
  public void remove() throws IOException {
    Files.deleteIfExists(folder);
  }
}
