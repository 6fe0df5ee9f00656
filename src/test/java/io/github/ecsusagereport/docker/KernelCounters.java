package io.github.ecsusagereport.docker;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What the kernel counted for each container of a task. A container's cgroup goes with it, so each
 * one runs below a cgroup of ours whose counters include it and stay.
 */
final class KernelCounters implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final String FOLDER = "ecs-usage-report-tests";

  /** More than any disk does, so it bounds nothing. */
  private static final String NO_BOUND = "1000000000000";

  private final boolean isV1;
  private final boolean isSystemd;
  private final String taskId;
  private final String conditions;
  private final Map<String, String> folders = new LinkedHashMap<>();

  /** Of a container's own cgroup while it is there; null where the kernel does not say. */
  record Look(Long usedBytes, Long peakBytes, Long diskReadBytes, Long diskWriteBytes) {}

  private KernelCounters(JsonNode info, String taskId) {
    this.isV1 = info.path("CgroupVersion").asString("1").equals("1");
    this.isSystemd = info.path("CgroupDriver").asString("").equals("systemd");
    this.taskId = taskId;
    this.conditions =
        "Linux %s, cgroup v%s, Docker %s (%s), %s processors"
            .formatted(
                info.get("KernelVersion").asString(),
                isV1 ? "1" : "2",
                info.get("ServerVersion").asString(),
                info.get("Driver").asString(),
                info.get("NCPU").asString());
  }

  static KernelCounters of(Engine engine, String taskId) throws IOException {
    return new KernelCounters(engine.get("/info"), taskId);
  }

  /**
   * Docker's {@code --cgroup-parent} for this container; makes it.
   *
   * @param folder what it is called: on Fargate the id that the endpoint tells is in the path
   */
  String parentOf(String name, String folder) throws IOException {
    folders.put(name, folder);
    if (isSystemd) {
      return slice(name);
    }
    if (isV1 && Files.isWritable(ROOT.resolve("blkio"))) {
      countDiskBytes(name);
    }
    return "/" + FOLDER + "/" + taskId + "/" + folder;
  }

  private String slice(String name) {
    return "ecsusagereport" + taskId + name.replaceAll("[^a-z0-9]", "") + ".slice";
  }

  /** Of a v1 controller, or the one folder of v2. */
  private Path folder(String controller, String name) {
    Path root = isV1 ? ROOT.resolve(controller) : ROOT;
    return isSystemd
        ? root.resolve(slice(name))
        : root.resolve(FOLDER).resolve(taskId).resolve(folders.getOrDefault(name, name));
  }

  /**
   * With cgroup v1 a disk's bytes are counted only where there is a bound for that disk (<a
   * href="https://github.com/canonical/lxd/issues/7627">seen by others, too</a>).
   */
  private void countDiskBytes(String name) throws IOException {
    Path bound = folder("blkio", name).resolve("blkio.throttle.write_bps_device");
    Files.createDirectories(bound.getParent());
    try (Stream<Path> disks = Files.list(Path.of("/sys/block"))) {
      for (Path disk : disks.toList()) {
        if (!disk.getFileName().toString().matches("(loop|zram|ram|sr).*")) {
          String number = Files.readString(disk.resolve("dev")).strip();
          Files.writeString(bound, number + " " + NO_BOUND);
        }
      }
    }
  }

  /** CPU time, of a container that has ended, too: the cgroup above keeps it. */
  Long cpuNanos(String name) {
    if (isV1) {
      return number(folder("cpuacct", name).resolve("cpuacct.usage"));
    }
    Long micros = sum(folder("", name).resolve("cpu.stat"), "usage_usec (\\d+)");
    return micros == null ? null : micros * 1000;
  }

  /**
   * Memory in use is that of the line's rule. The cgroup above would not do: it has some pages of
   * its own, and with v1 it forgets the disk's bytes when the container's goes.
   */
  Look look(String name) throws IOException {
    Path memory = own(folder("memory", name));
    Path disk = own(folder("blkio", name));
    if (memory == null || disk == null) {
      return null;
    }
    Long usage = number(memory.resolve(isV1 ? "memory.usage_in_bytes" : "memory.current"));
    Long cache = sum(memory.resolve("memory.stat"), isV1 ? "cache (\\d+)" : "inactive_file (\\d+)");
    Path bytes = disk.resolve(isV1 ? "blkio.throttle.io_service_bytes_recursive" : "io.stat");
    return new Look(
        usage == null || cache == null ? null : usage - cache,
        number(memory.resolve(isV1 ? "memory.max_usage_in_bytes" : "memory.peak")),
        sum(bytes, isV1 ? "\\d+:\\d+ Read (\\d+)" : ".*rbytes=(\\d+).*"),
        sum(bytes, isV1 ? "\\d+:\\d+ Write (\\d+)" : ".*wbytes=(\\d+).*"));
  }

  /** The container's cgroup is the only one below ours; null before and after. */
  private static Path own(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isDirectory).findFirst().orElse(null);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** What it is measured with. */
  String conditions() {
    return conditions;
  }

  private static Long number(Path file) {
    return sum(file, "(\\d+)");
  }

  /** Null without the file, and when no line is one of these. */
  private static Long sum(Path file, String line) {
    Long sum = null;
    try {
      for (String each : Files.readAllLines(file)) {
        Matcher matcher = Pattern.compile(line).matcher(each);
        if (matcher.matches()) {
          sum = (sum == null ? 0 : sum) + Long.parseLong(matcher.group(1));
        }
      }
    } catch (IOException e) {
      // It is not there, or went while it was read ("No such device").
      return null;
    }
    return sum;
  }

  /** Takes away the folders; systemd does that with its own. */
  @Override
  public void close() throws IOException {
    if (isSystemd) {
      return;
    }
    for (String name : folders.keySet()) {
      if (isV1) {
        try (Stream<Path> controllers = Files.list(ROOT)) {
          for (Path controller : controllers.filter(Files::isDirectory).toList()) {
            removeWithParents(folder(controller.getFileName().toString(), name));
          }
        }
      } else {
        removeWithParents(folder("", name));
      }
    }
  }

  private static void removeWithParents(Path folder) throws IOException {
    Path each = folder;
    for (int i = 0; i < 3; i++) {
      try {
        Files.deleteIfExists(each);
      } catch (FileSystemException e) {
        // Another task's are in it, or systemd's.
        return;
      }
      each = each.getParent();
    }
  }
}
