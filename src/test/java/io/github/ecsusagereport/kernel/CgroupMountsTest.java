package io.github.ecsusagereport.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CgroupMountsTest {
  @Test
  void hybrid_hasBoth() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            """
            22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            30 22 0:26 / /sys/fs/cgroup/memory rw,nosuid shared:9 master:2 - cgroup cgroup rw,memory
            31 22 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid - cgroup cgroup rw,cpu,cpuacct
            32 22 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate
            """,
            """
            4:memory:/a/b
            2:cpu,cpuacct:/
            0::/c
            """);

    assertEquals(Optional.of(Path.of("/sys/fs/cgroup/memory/a/b")), mounts.v1Own("memory"));
    assertEquals(Optional.of(Path.of("/sys/fs/cgroup/cpu,cpuacct")), mounts.v1Own("cpuacct"));
    assertEquals(Optional.empty(), mounts.v1Own("blkio"));
    assertEquals(Optional.of(Path.of("/sys/fs/cgroup/unified")), mounts.v2Root());
    assertEquals(Optional.of(Path.of("/sys/fs/cgroup/unified/c")), mounts.v2Own());
  }

  @Test
  void container_seesItsPartOfTheTree() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            "30 22 0:26 /docker/7 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
            "4:memory:/docker/7/x\n");

    assertEquals(Optional.of(Path.of("/sys/fs/cgroup/memory/x")), mounts.v1Own("memory"));
    assertEquals(Optional.empty(), mounts.v2Root());
    assertEquals(Optional.empty(), mounts.v2Own());
  }

  @Test
  void processOutsideOfWhatIsMounted_hasNoFolder() {
    String mountinfo = "32 22 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
    assertEquals(Optional.empty(), CgroupMounts.parse(mountinfo, "0::/../other\n").v2Own());
    String inner = "30 22 0:26 /docker/7 /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n";
    assertEquals(
        Optional.empty(), CgroupMounts.parse(inner, "4:memory:/docker/8\n").v1Own("memory"));
  }
}
