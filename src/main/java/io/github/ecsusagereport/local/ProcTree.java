package io.github.ecsusagereport.local;

import io.github.ecsusagereport.kernel.Proc;
import io.github.ecsusagereport.kernel.ProcStat;
import io.github.ecsusagereport.kernel.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measures a process and all that came from it, from {@code /proc}: what is left where no cgroup
 * may be made.
 *
 * <p>A child's CPU time stays countable after its end, since it is added to its parent's when the
 * parent waits for it. What nobody waits for is lost, and a process that leaves its parent between
 * two readings was never seen; so this can be too low, and is never too high.
 */
final class ProcTree implements ProcessStats {
  private final Proc proc;
  private final long rootPid;
  private final ProcStat selfAtStart;
  private final int cpus;

  /** Every process ever found in the tree, for those whose parent ends before them. */
  private final Map<Long, ProcStat> known = new HashMap<>();

  private Cpu highest = new Cpu(0, 0);
  private Cpu orphansEnded = new Cpu(0, 0);
  private final Map<String, Long> highestIo = new TreeMap<>();
  private Instant lastReadAt;
  private long lastTotalNanos;

  private record Cpu(long userNanos, long kernelNanos) {
    static Cpu of(ProcStat stat) {
      return new Cpu(
          stat.userNanos() + stat.waitedUserNanos(), stat.kernelNanos() + stat.waitedKernelNanos());
    }

    Cpu plus(Cpu other) {
      return new Cpu(userNanos + other.userNanos, kernelNanos + other.kernelNanos);
    }

    Cpu atLeast(Cpu other) {
      return new Cpu(
          Math.max(userNanos, other.userNanos), Math.max(kernelNanos, other.kernelNanos));
    }
  }

  /**
   * A tree from its root down.
   *
   * @param rootPid a child of this JVM
   * @param selfAtStart this JVM before that child was started: what it gains in {@code waited} time
   *     is the child's whole tree, exactly, once the child has been waited for
   * @param cpus how many this machine has
   */
  ProcTree(Proc proc, long rootPid, ProcStat selfAtStart, int cpus) {
    this.proc = proc;
    this.cpus = cpus;
    this.rootPid = rootPid;
    this.selfAtStart = selfAtStart;
  }

  @Override
  public Reading read(Instant now) throws IOException {
    Map<Long, ProcStat> tree = findTree();
    forgetEnded(tree);
    Cpu sum = orphansEnded;
    long memoryBytes = 0;
    Map<String, Long> io = new HashMap<>();
    // Parents before children: a child that ends on the way is then missing once rather than twice.
    for (long pid : tree.keySet()) {
      Optional<ProcStat> stat = proc.stat(pid).filter(tree.get(pid)::isSameProcess);
      if (stat.isPresent()) {
        known.put(pid, stat.get());
        sum = sum.plus(Cpu.of(stat.get()));
        memoryBytes += proc.memoryBytes(pid);
        proc.io(pid).forEach((key, value) -> io.merge(key, value, Long::sum));
      }
    }
    if (!tree.containsKey(rootPid)) {
      sum = sum.plus(waitedFor());
    }
    highest = highest.atLeast(sum);
    io.forEach((key, value) -> highestIo.merge(key, value, Math::max));
    return reading(now, memoryBytes, tree.size());
  }

  private Reading reading(Instant now, long memoryBytes, int processes) throws IOException {
    long user = highest.userNanos();
    long kernel = highest.kernelNanos();
    Reading.Cpu cpu =
        new Reading.Cpu(
            total(now, user + kernel),
            user,
            kernel,
            List.of(),
            Reading.Throttling.NONE,
            proc.hostCpuNanos());
    return new Reading(
        now, 2, cpu, memory(memoryBytes, proc.memoryTotalBytes()), disk(highestIo), processes);
  }

  /**
   * Within a few milliseconds a whole tick would be more than all CPUs can do; no more than they
   * can is counted then.
   */
  private long total(Instant now, long counted) {
    long total = counted;
    if (lastReadAt != null) {
      Duration passed = Duration.between(lastReadAt, now);
      if (passed.compareTo(ProcStat.BLURRED) < 0) {
        total = Math.min(counted, lastTotalNanos + cpus * Math.max(0, passed.toNanos()));
      }
    }
    lastReadAt = now;
    lastTotalNanos = total;
    return total;
  }

  /** The tree as it is now, parents first: the root, its descendants, and orphans seen before. */
  private Map<Long, ProcStat> findTree() throws IOException {
    Map<Long, List<ProcStat>> children = new HashMap<>();
    Map<Long, ProcStat> all = new HashMap<>();
    for (ProcStat stat : proc.allStats()) {
      all.put(stat.pid(), stat);
      children.computeIfAbsent(stat.parentPid(), parent -> new ArrayList<>()).add(stat);
    }
    Map<Long, ProcStat> tree = new LinkedHashMap<>();
    ProcStat root = all.get(rootPid);
    if (root != null && root.parentPid() == selfAtStart.pid()) {
      addWithChildren(root, children, tree);
    }
    for (ProcStat before : known.values()) {
      ProcStat stat = all.get(before.pid());
      if (stat != null && before.isSameProcess(stat)) {
        addWithChildren(stat, children, tree);
      }
    }
    return tree;
  }

  private static void addWithChildren(
      ProcStat from, Map<Long, List<ProcStat>> children, Map<Long, ProcStat> tree) {
    if (tree.putIfAbsent(from.pid(), from) == null) {
      for (ProcStat child : children.getOrDefault(from.pid(), List.of())) {
        addWithChildren(child, children, tree);
      }
    }
  }

  /**
   * Takes note of processes that have gone. Where the parent is one of ours, the time is in the
   * parent's now; an orphan's went to init, and what was last seen is kept.
   */
  private void forgetEnded(Map<Long, ProcStat> tree) {
    List<ProcStat> ended =
        known.values().stream().filter(stat -> !tree.containsKey(stat.pid())).toList();
    for (ProcStat stat : ended) {
      boolean ours = known.containsKey(stat.parentPid()) || stat.pid() == rootPid;
      if (!ours) {
        orphansEnded = orphansEnded.plus(Cpu.of(stat));
      }
    }
    ended.forEach(stat -> known.remove(stat.pid()));
  }

  private Cpu waitedFor() throws IOException {
    ProcStat self = proc.self();
    return new Cpu(
        self.waitedUserNanos() - selfAtStart.waitedUserNanos(),
        self.waitedKernelNanos() - selfAtStart.waitedKernelNanos());
  }

  /** Memory as cgroup v2 would show it, of which no part is page cache. */
  static Reading.Memory memory(long usedBytes, long limitBytes) {
    TreeMap<String, Long> stats = new TreeMap<>(Map.of("anon", usedBytes, "inactive_file", 0L));
    return new Reading.Memory(usedBytes, 0, 0, limitBytes, stats);
  }

  /** {@code /proc} does not say which device it was: 0:0. */
  static List<Reading.DiskBytes> disk(Map<String, Long> io) {
    List<Reading.DiskBytes> disk = new ArrayList<>();
    if (io.containsKey("read_bytes")) {
      disk.add(new Reading.DiskBytes(0, 0, "read", io.get("read_bytes")));
      disk.add(new Reading.DiskBytes(0, 0, "write", io.getOrDefault("write_bytes", 0L)));
    }
    return disk;
  }
}
