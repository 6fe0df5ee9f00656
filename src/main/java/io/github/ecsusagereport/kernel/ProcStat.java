package io.github.ecsusagereport.kernel;

import java.time.Duration;

/**
 * The fields of {@code /proc/PID/stat} used here.
 *
 * @param pid the process
 * @param parentPid its parent
 * @param processGroup its process group
 * @param terminalGroup the process group in the foreground of its terminal; -1 without a terminal
 * @param userNanos CPU time in user mode
 * @param kernelNanos CPU time in the kernel
 * @param waitedUserNanos user time of the children it has waited for, and of theirs
 * @param waitedKernelNanos kernel time of the same
 * @param startedAfterBoot when it started; with the pid, this names a process for ever
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
public record ProcStat(
    long pid,
    long parentPid,
    long processGroup,
    long terminalGroup,
    long userNanos,
    long kernelNanos,
    long waitedUserNanos,
    long waitedKernelNanos,
    Duration startedAfterBoot) {
  /**
   * The kernel shows times to programs in ticks of 10 ms, whatever its own clock does.
   *
   * @see <a href="https://man7.org/linux/man-pages/man7/time.7.html">time(7), USER_HZ</a>
   */
  public static final long NANOS_PER_TICK = 10_000_000;

  /** Over less than this, a rate of ticks says little. */
  public static final Duration BLURRED = Duration.ofMillis(100);

  /** Reads the line; a command's name may hold blanks and parentheses, so the last one counts. */
  public static ProcStat parse(String line) {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    if (open < 0 || close < open) {
      throw new IllegalArgumentException("not a line of /proc/PID/stat: " + line);
    }
    // Field n of the manual page, of which the third is the first after the name.
    String[] fields = line.substring(close + 1).strip().split(" ", -1);
    return new ProcStat(
        Long.parseLong(line.substring(0, open).strip()),
        Long.parseLong(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[5]),
        ticks(fields[11]),
        ticks(fields[12]),
        ticks(fields[13]),
        ticks(fields[14]),
        Duration.ofNanos(ticks(fields[19])));
  }

  /** Is it one of the processes that the terminal's Ctrl-C goes to? */
  public boolean inForeground() {
    return terminalGroup > 0 && processGroup == terminalGroup;
  }

  /** A pid is given again; a pid that was started at one moment is not. */
  public boolean isSameProcess(ProcStat other) {
    return pid == other.pid && startedAfterBoot.equals(other.startedAfterBoot);
  }

  private static long ticks(String text) {
    return Long.parseLong(text) * NANOS_PER_TICK;
  }
}
