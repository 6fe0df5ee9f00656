package io.github.ecsusagereport.local;

import io.github.ecsusagereport.kernel.CgroupMounts;
import io.github.ecsusagereport.kernel.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** What both versions of cgroups have in common. */
final class CgroupFolders {
  static final String PROCS = "cgroup.procs";

  /** The period of CPU limits that Docker and the kernel start from. */
  static final String PERIOD_MICROS = "100000";

  private CgroupFolders() {}

  /**
   * Makes a cgroup, of version 2 where that has the memory, after trying out that it can be used.
   */
  static Optional<Cgroup> make(Proc proc, String name) throws IOException {
    CgroupMounts mounts = CgroupMounts.parse(proc.selfMountinfo(), proc.selfCgroup());
    // Tried out with one of its own, so that the trial is no part of what is measured.
    Optional<Cgroup> trial = makeAny(mounts, proc, name + "-trial");
    if (trial.isEmpty()) {
      return Optional.empty();
    }
    boolean usable = Trampoline.canEnter(trial.get().procsFiles());
    removeQuietly(trial.get());
    return usable ? makeAny(mounts, proc, name) : Optional.empty();
  }

  private static Optional<Cgroup> makeAny(CgroupMounts mounts, Proc proc, String name) {
    return CgroupV2.make(mounts, proc, name).or(() -> CgroupV1.make(mounts, proc, name));
  }

  static long quotaMicros(TaskSize size) {
    return Math.round(size.vcpu() * Long.parseLong(PERIOD_MICROS));
  }

  /** Writes as the kernel wants it: at once, to a file that is there. */
  static boolean write(Path file, String value) {
    try {
      Files.writeString(file, value, StandardOpenOption.WRITE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static void removeQuietly(Cgroup cgroup) {
    try {
      cgroup.remove();
    } catch (IOException e) {
      // An empty folder stays behind. It was made for nothing, and harms nothing.
    }
  }
}
