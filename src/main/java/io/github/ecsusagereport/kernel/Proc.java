package io.github.ecsusagereport.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code /proc} tells about processes and about the machine. */
public final class Proc {
  private final Path root;

  public Proc(Path root) {
    this.root = root;
  }

  /** Is this Linux? Others have no such folder, or none that shows a process to itself. */
  public boolean isThere() {
    return Files.isReadable(root.resolve("self/stat"));
  }

  public ProcStat self() throws IOException {
    return ProcStat.parse(KernelText.read(root.resolve("self/stat")));
  }

  /** The cgroups this process is in, a line for each hierarchy. */
  public String selfCgroup() throws IOException {
    return KernelText.read(root.resolve("self/cgroup"));
  }

  public String selfMountinfo() throws IOException {
    return KernelText.read(root.resolve("self/mountinfo"));
  }

  /** Empty when there is no such process, or none any more. */
  public Optional<ProcStat> stat(long pid) {
    String line = KernelText.readIfThere(root.resolve(pid + "/stat"));
    return line.isEmpty() ? Optional.empty() : Optional.of(ProcStat.parse(line));
  }

  public List<ProcStat> allStats() throws IOException {
    List<ProcStat> stats = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, "[0-9]*")) {
      for (Path folder : folders) {
        stat(Long.parseLong(folder.getFileName().toString())).ifPresent(stats::add);
      }
    }
    return stats;
  }

  /**
   * Memory that is only there because of this process: its share of pages that are shared, where
   * the kernel lets us see it, else those pages in full.
   *
   * @see <a
   *     href="https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html">proc_pid_smaps(5)</a>
   * @see <a
   *     href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
   */
  public long memoryBytes(long pid) {
    Map<String, Long> shares = keyed(pid, "smaps_rollup");
    if (shares.containsKey("Pss_Anon")) {
      return shares.get("Pss_Anon") + shares.getOrDefault("Pss_Shmem", 0L);
    }
    Map<String, Long> status = keyed(pid, "status");
    return status.getOrDefault("RssAnon", 0L) + status.getOrDefault("RssShmem", 0L);
  }

  /** {@code read_bytes} and {@code write_bytes}; nothing when it is another user's process. */
  public Map<String, Long> io(long pid) {
    return keyed(pid, "io");
  }

  public long memoryTotalBytes() throws IOException {
    Long total = KernelText.keyed(KernelText.read(root.resolve("meminfo"))).get("MemTotal");
    if (total == null) {
      throw new IOException("no MemTotal in " + root.resolve("meminfo"));
    }
    return total;
  }

  /**
   * Time of all CPUs, idle or not, since boot: user, nice, system, idle, iowait, irq, softirq and
   * steal. What guests used is part of user and nice already.
   *
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_stat.5.html">proc_stat(5)</a>
   */
  public long hostCpuNanos() throws IOException {
    String[] fields =
        KernelText.read(root.resolve("stat")).lines().findFirst().orElse("").split("\\s+", -1);
    long ticks = 0;
    for (int i = 1; i < Math.min(fields.length, 9); i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks * ProcStat.NANOS_PER_TICK;
  }

  private Map<String, Long> keyed(long pid, String file) {
    return KernelText.keyed(KernelText.readIfThere(root.resolve(pid + "/" + file)));
  }
}
