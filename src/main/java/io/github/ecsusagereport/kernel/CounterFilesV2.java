package io.github.ecsusagereport.kernel;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * Those of cgroup v2, in one folder (<a
 * href="https://github.com/torvalds/linux/blob/v6.12/Documentation/admin-guide/cgroup-v2.rst">Control
 * Group v2</a>). Memory in use is {@code current - inactive_file}, by the same rule as the
 * endpoint's. A hit of the limit is a {@code max} of memory.events, the counterpart of version 1's
 * failcnt.
 */
final class CounterFilesV2 extends CounterFiles {
  private static final byte[] USAGE = ascii("usage_usec ");
  private static final byte[] USER = ascii("user_usec ");
  private static final byte[] SYSTEM = ascii("system_usec ");
  private static final byte[] PERIODS = ascii("nr_periods ");
  private static final byte[] THROTTLED = ascii("nr_throttled ");
  private static final byte[] THROTTLED_TIME = ascii("throttled_usec ");
  private static final byte[] FILE = ascii("file ");
  private static final byte[] INACTIVE_FILE = ascii("inactive_file ");
  private static final byte[] MAX = ascii("max ");
  private static final byte[] OOM_KILL = ascii("oom_kill ");

  private final ProcFile usage;
  private final ProcFile events;
  private final ProcFile stat;
  private final ProcFile peak;
  private final ProcFile limit;

  CounterFilesV2(String folder, byte[] buffer) {
    super(new ProcFile(folder + "/cpu.stat", buffer));
    this.usage = new ProcFile(folder + "/memory.current", buffer);
    this.events = new ProcFile(folder + "/memory.events", buffer);
    this.stat = new ProcFile(folder + "/memory.stat", buffer);
    this.peak = new ProcFile(folder + "/memory.peak", buffer);
    this.limit = new ProcFile(folder + "/memory.max", buffer);
  }

  @Override
  boolean readCpu() {
    if (!cpu.readToEnd()) {
      return false;
    }
    cpuNanos = times(cpu.number(USAGE), NANOS_PER_MICRO);
    userNanos = times(cpu.number(USER), NANOS_PER_MICRO);
    systemNanos = times(cpu.number(SYSTEM), NANOS_PER_MICRO);
    setThrottling(
        cpu.number(PERIODS),
        cpu.number(THROTTLED),
        times(cpu.number(THROTTLED_TIME), NANOS_PER_MICRO));
    return cpuNanos != UNKNOWN;
  }

  @Override
  boolean readMemory() {
    usageBytes = usage.read() ? usage.firstNumber() : UNKNOWN;
    if (events.readToEnd()) {
      limitHits = events.number(MAX);
      oomKills = events.number(OOM_KILL);
    }
    return usageBytes != UNKNOWN;
  }

  @Override
  void readDetails() {
    if (stat.readToEnd()) {
      cacheBytes = stat.number(FILE);
      reclaimableBytes = stat.number(INACTIVE_FILE);
    }
    highWaterBytes = peak.read() ? peak.firstNumber() : highWaterBytes;
    limitBytes = limit.read() ? limit.firstNumber() : limitBytes;
  }

  @Override
  public void close() {
    cpu.close();
    usage.close();
    events.close();
    stat.close();
    peak.close();
    limit.close();
  }
}
