package io.github.ecsusagereport.kernel;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * Those of cgroup v1: a folder for each controller (<a
 * href="https://github.com/torvalds/linux/blob/v6.12/Documentation/admin-guide/cgroup-v1/memory.rst">memory</a>,
 * <a
 * href="https://github.com/torvalds/linux/blob/v6.12/Documentation/admin-guide/cgroup-v1/cpuacct.rst">cpuacct</a>).
 * Memory in use is {@code usage - cache}, by the same rule as the endpoint's.
 */
final class CounterFilesV1 extends CounterFiles {
  /** A limit that is none: the largest number of pages, in bytes. */
  private static final long NO_LIMIT_BYTES = 1L << 60;

  private static final byte[] USER = ascii("user ");
  private static final byte[] SYSTEM = ascii("system ");
  private static final byte[] PERIODS = ascii("nr_periods ");
  private static final byte[] THROTTLED = ascii("nr_throttled ");
  private static final byte[] THROTTLED_TIME = ascii("throttled_time ");
  private static final byte[] CACHE = ascii("cache ");
  private static final byte[] OOM_KILL = ascii("oom_kill ");

  private final ProcFile cpuKinds;
  private final ProcFile cpuLimit;
  private final ProcFile usage;
  private final ProcFile hits;
  private final ProcFile stat;
  private final ProcFile peak;
  private final ProcFile limit;
  private final ProcFile kills;

  CounterFilesV1(String folder, byte[] buffer) {
    super(new ProcFile(folder + "/cpuacct/cpuacct.usage", buffer));
    this.cpuKinds = new ProcFile(folder + "/cpuacct/cpuacct.stat", buffer);
    this.cpuLimit = new ProcFile(folder + "/cpu/cpu.stat", buffer);
    this.usage = new ProcFile(folder + "/memory/memory.usage_in_bytes", buffer);
    this.hits = new ProcFile(folder + "/memory/memory.failcnt", buffer);
    this.stat = new ProcFile(folder + "/memory/memory.stat", buffer);
    this.peak = new ProcFile(folder + "/memory/memory.max_usage_in_bytes", buffer);
    this.limit = new ProcFile(folder + "/memory/memory.limit_in_bytes", buffer);
    this.kills = new ProcFile(folder + "/memory/memory.oom_control", buffer);
  }

  @Override
  boolean readCpu() {
    cpuNanos = cpu.read() ? cpu.firstNumber() : UNKNOWN;
    if (cpuKinds.read()) {
      userNanos = times(cpuKinds.number(USER), ProcStat.NANOS_PER_TICK);
      systemNanos = times(cpuKinds.number(SYSTEM), ProcStat.NANOS_PER_TICK);
    }
    return cpuNanos != UNKNOWN;
  }

  @Override
  boolean readMemory() {
    usageBytes = usage.read() ? usage.firstNumber() : UNKNOWN;
    limitHits = hits.read() ? hits.firstNumber() : limitHits;
    return usageBytes != UNKNOWN;
  }

  @Override
  void readDetails() {
    if (stat.readToEnd()) {
      cacheBytes = stat.number(CACHE);
      reclaimableBytes = cacheBytes;
    }
    highWaterBytes = peak.read() ? peak.firstNumber() : highWaterBytes;
    oomKills = kills.read() ? kills.number(OOM_KILL) : oomKills;
    if (limit.read()) {
      long bytes = limit.firstNumber();
      limitBytes = bytes < NO_LIMIT_BYTES ? bytes : UNKNOWN;
    }
    if (cpuLimit.read()) {
      setThrottling(
          cpuLimit.number(PERIODS), cpuLimit.number(THROTTLED), cpuLimit.number(THROTTLED_TIME));
    }
  }

  @Override
  public void close() {
    cpu.close();
    cpuKinds.close();
    cpuLimit.close();
    usage.close();
    hits.close();
    stat.close();
    peak.close();
    limit.close();
    kills.close();
  }
}
