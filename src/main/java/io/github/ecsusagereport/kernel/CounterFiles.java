package io.github.ecsusagereport.kernel;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.ecsusagereport.usage.ContainerSample;
import java.io.IOException;
import java.util.StringTokenizer;

/**
 * The kernel's counters of another container, as that one sees them itself: the files of its cgroup
 * below {@code /proc/PID/root}, opened once and read again from their beginning. Who may do that is
 * decided by the kernel's check for ptrace (<a
 * href="https://man7.org/linux/man-pages/man2/ptrace.2.html">ptrace(2)</a>): the same user and
 * group with no capability that this process lacks, or the capability SYS_PTRACE.
 *
 * <p>When the container ends its cgroup goes, and files that are open can be read no more.
 */
public abstract class CounterFiles {
  /** Memory that moves by less leaves its details as they were, for up to {@link #MOST_REUSED}. */
  private static final long MOVED_BYTES = 1 << 20;

  private static final int MOST_REUSED = 9;

  static final long NANOS_PER_MICRO = 1000;

  final ProcFile cpu;
  long cpuNanos = UNKNOWN;
  long userNanos = UNKNOWN;
  long systemNanos = UNKNOWN;
  long throttledNanos = UNKNOWN;
  long throttledPeriods = UNKNOWN;
  long usageBytes = UNKNOWN;
  long cacheBytes = UNKNOWN;
  long reclaimableBytes = UNKNOWN;
  long highWaterBytes = UNKNOWN;
  long limitBytes = UNKNOWN;
  long limitHits = UNKNOWN;
  long oomKills = UNKNOWN;
  private long detailedUsageBytes;
  private long detailedLimitHits;
  private int reused = MOST_REUSED;

  CounterFiles(ProcFile cpu) {
    this.cpu = cpu;
  }

  /**
   * Opens them. As long as the process is still on its way into its container (the runtime's own
   * {@code runc init}), its root is the host's, and so would be the counters: they are its
   * container's if the process is a member of what is to be seen there.
   *
   * @param procFolder {@code /proc}
   * @param pid of a process of the container
   * @param buffer where they are read to; may be shared
   * @return null where they cannot be read, or are not those of its container
   */
  public static CounterFiles open(String procFolder, String pid, byte[] buffer) {
    String folder = procFolder + "/" + pid + "/root/sys/fs/cgroup";
    CounterFiles files = null;
    if (isMember(pid, folder + "/memory/cgroup.procs")) {
      files = new CounterFilesV1(folder, buffer);
    } else if (isMember(pid, folder + "/cgroup.procs")) {
      files = new CounterFilesV2(folder, buffer);
    }
    return files != null && files.readCpu() && files.readMemory() ? files : null;
  }

  private static boolean isMember(String pid, String procsFile) {
    try {
      StringTokenizer members = new StringTokenizer(ProcText.read(procsFile), "\n");
      while (members.hasMoreTokens()) {
        if (members.nextToken().equals(pid)) {
          return true;
        }
      }
      return false;
    } catch (IOException | SecurityException e) {
      return false;
    }
  }

  /**
   * The counters at this moment. Details of memory are read when it has moved, and once a second.
   *
   * @param at the time it is given
   * @return null when the cgroup has gone
   */
  public ContainerSample read(long at) {
    if (!readCpu() || !readMemory()) {
      close();
      return null;
    }
    boolean isMoved =
        Math.abs(usageBytes - detailedUsageBytes) >= MOVED_BYTES || limitHits != detailedLimitHits;
    if (isMoved || reused >= MOST_REUSED) {
      readDetails();
      detailedUsageBytes = usageBytes;
      detailedLimitHits = limitHits;
      reused = 0;
    } else {
      reused++;
    }
    return sample(at);
  }

  private ContainerSample sample(long at) {
    boolean isLess = reclaimableBytes != UNKNOWN && reclaimableBytes < usageBytes;
    return new ContainerSample(
        at,
        UNKNOWN,
        cpuNanos,
        UNKNOWN,
        userNanos,
        systemNanos,
        throttledNanos,
        throttledPeriods,
        isLess ? usageBytes - reclaimableBytes : usageBytes,
        usageBytes,
        cacheBytes,
        Math.max(highWaterBytes, usageBytes),
        limitHits,
        limitBytes,
        oomKills,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN);
  }

  /** CPU time, in all and of each kind; false when it cannot be read. */
  abstract boolean readCpu();

  /** Memory in use, and how often it was at its limit; false when it cannot be read. */
  abstract boolean readMemory();

  /** What changes seldom, or only when memory does. */
  abstract void readDetails();

  /** Gives them back. */
  public abstract void close();

  /** How often a limit kept it from running; not known where there is none. */
  final void setThrottling(long periods, long throttled, long nanos) {
    boolean hasLimit = periods > 0;
    throttledPeriods = hasLimit ? throttled : UNKNOWN;
    throttledNanos = hasLimit ? nanos : UNKNOWN;
  }

  static long times(long number, long unit) {
    return number == UNKNOWN ? UNKNOWN : number * unit;
  }

  static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
