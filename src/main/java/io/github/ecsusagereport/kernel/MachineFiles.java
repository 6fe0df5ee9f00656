package io.github.ecsusagereport.kernel;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What the kernel says of the whole machine. Any process may read it, with no right and no setting,
 * and none of it is about any process but this one. A number whose file is not there, or has
 * another shape, is not known from then on.
 */
public final class MachineFiles {
  /**
   * The kernel shows times in ticks of 10 ms, whatever its own clock does (<a
   * href="https://man7.org/linux/man-pages/man7/time.7.html">time(7), USER_HZ</a>).
   */
  private static final long NANOS_PER_TICK = 10_000_000;

  /** The longest of them, vmstat, has some 5,000. */
  private static final int BUFFER_BYTES = 8192;

  private static final byte[] ANON_PAGES = "AnonPages:".getBytes(US_ASCII);
  private static final byte[] SHMEM = "Shmem:".getBytes(US_ASCII);
  private static final byte[] ALL_PROCESSORS = "cpu ".getBytes(US_ASCII);
  private static final byte[] OWN_ANONYMOUS = "RssAnon:".getBytes(US_ASCII);
  private static final byte[] OWN_SHARED = "RssShmem:".getBytes(US_ASCII);
  private static final byte[] OOM_KILL = "oom_kill ".getBytes(US_ASCII);

  private final ProcFile memory;
  private final ProcFile cpu;
  private final ProcFile events;
  private final ProcFile own;
  private int anonPagesAt;
  private int shmemAt;

  /**
   * Opens nothing yet.
   *
   * @param procFolder {@code /proc}
   */
  public MachineFiles(String procFolder) {
    byte[] buffer = new byte[BUFFER_BYTES];
    this.memory = new ProcFile(procFolder + "/meminfo", buffer);
    this.cpu = new ProcFile(procFolder + "/stat", buffer);
    this.events = new ProcFile(procFolder + "/vmstat", buffer);
    this.own = new ProcFile(procFolder + "/self/status", buffer);
  }

  /**
   * Memory in use that no cache can give back, now: AnonPages and Shmem (<a
   * href="https://man7.org/linux/man-pages/man5/proc_meminfo.5.html">proc_meminfo(5)</a>). In
   * bytes, or UNKNOWN.
   */
  public long memoryBytes() {
    if (!memory.read()) {
      return UNKNOWN;
    }
    anonPagesAt = memory.find(ANON_PAGES, anonPagesAt);
    long anonymous = anonPagesAt < 0 ? UNKNOWN : memory.nextNumber();
    shmemAt = memory.find(SHMEM, shmemAt);
    long shared = shmemAt < 0 ? UNKNOWN : memory.nextNumber();
    if (anonymous == UNKNOWN || shared == UNKNOWN) {
      memory.turnOff("it has no AnonPages or no Shmem");
      return UNKNOWN;
    }
    return (anonymous + shared) << 10;
  }

  /**
   * CPU time of all processors since the machine booted: user, nice, system, irq and softirq (<a
   * href="https://man7.org/linux/man-pages/man5/proc_stat.5.html">proc_stat(5)</a>); what a guest
   * used is in user. In nanoseconds, or UNKNOWN.
   */
  public long cpuTimeNanos() {
    if (!cpu.read()) {
      return UNKNOWN;
    }
    long user = cpu.find(ALL_PROCESSORS, 0) < 0 ? UNKNOWN : cpu.nextNumber();
    long nice = cpu.nextNumber();
    long system = cpu.nextNumber();
    cpu.nextNumber(); // idle
    cpu.nextNumber(); // iowait
    long irq = cpu.nextNumber();
    long softirq = cpu.nextNumber();
    // A number that is not there ends them all.
    if (user == UNKNOWN || softirq == UNKNOWN) {
      cpu.turnOff("it has no line cpu with seven numbers");
      return UNKNOWN;
    }
    return (user + nice + system + irq + softirq) * NANOS_PER_TICK;
  }

  /**
   * Processes that the kernel killed for memory since it booted, for the limit of a cgroup as well
   * (<a href="https://github.com/torvalds/linux/blob/v6.1/mm/oom_kill.c">oom_kill.c</a>); or
   * UNKNOWN.
   */
  public long oomKills() {
    if (!events.readToEnd()) {
      return UNKNOWN;
    }
    long kills = events.find(OOM_KILL, 0) < 0 ? UNKNOWN : events.nextNumber();
    if (kills == UNKNOWN) {
      events.turnOff("it has no oom_kill");
    }
    return kills;
  }

  /**
   * The same kind of memory of this very process (<a
   * href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>). In
   * bytes, or UNKNOWN.
   */
  public long ownMemoryBytes() {
    if (!own.readToEnd() || own.find(OWN_ANONYMOUS, 0) < 0) {
      return UNKNOWN;
    }
    long anonymous = own.nextNumber();
    long shared = own.find(OWN_SHARED, 0) < 0 ? UNKNOWN : own.nextNumber();
    return anonymous == UNKNOWN || shared == UNKNOWN ? UNKNOWN : (anonymous + shared) << 10;
  }
}
