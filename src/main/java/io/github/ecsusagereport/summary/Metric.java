package io.github.ecsusagereport.summary;

/**
 * The fields of {@code metrics}, {@code taskMetrics} and {@code containers[].metrics}, in the order
 * in which they are written. {@code docs/FIELDS.md} says what each means.
 */
public enum Metric {
  DURATION_MS("durationMs", Kind.DECIMAL),
  BILLED_DURATION_MS("billedDurationMs", Kind.WHOLE),
  REQUEST_DELAY_MS("requestDelayMs", Kind.DECIMAL),
  PULL_DURATION_MS("pullDurationMs", Kind.DECIMAL),
  SIDECAR_PULL_MS("sidecarPullMs", Kind.DECIMAL),
  INIT_DURATION_MS("initDurationMs", Kind.DECIMAL),
  CPU_SIZE_VCPU("cpuSizeVcpu", Kind.DECIMAL),
  MEMORY_SIZE_MIB("memorySizeMiB", Kind.WHOLE),
  CPU_TIME_MS("cpuTimeMs", Kind.DECIMAL),
  CPU_USER_MS("cpuUserMs", Kind.DECIMAL),
  CPU_SYSTEM_MS("cpuSystemMs", Kind.DECIMAL),
  CPU_THROTTLED_MS("cpuThrottledMs", Kind.DECIMAL),
  CPU_THROTTLED_PERIODS("cpuThrottledPeriods", Kind.WHOLE),
  AVG_CPU_PERCENT("avgCpuPercent", Kind.DECIMAL),
  P95_CPU_PERCENT("p95CpuPercent", Kind.DECIMAL),
  MAX_CPU_PERCENT("maxCpuPercent", Kind.DECIMAL),
  AVG_CPU_UTILIZATION("avgCpuUtilization", Kind.DECIMAL),
  MAX_CPU_UTILIZATION("maxCpuUtilization", Kind.DECIMAL),
  CPU_SATURATED_MS("cpuSaturatedMs", Kind.DECIMAL),
  AVG_MEMORY_USED_MIB("avgMemoryUsedMiB", Kind.DECIMAL),
  P95_MEMORY_USED_MIB("p95MemoryUsedMiB", Kind.DECIMAL),
  MAX_MEMORY_USED_MIB("maxMemoryUsedMiB", Kind.DECIMAL),
  MAX_MEMORY_UTILIZATION("maxMemoryUtilization", Kind.DECIMAL),
  LAST_MEMORY_USED_MIB("lastMemoryUsedMiB", Kind.DECIMAL),
  MEMORY_CACHE_MIB("memoryCacheMiB", Kind.DECIMAL),
  MEMORY_HIGH_WATER_MIB("memoryHighWaterMiB", Kind.DECIMAL),
  MEMORY_LIMIT_HITS("memoryLimitHits", Kind.WHOLE),
  OOM_KILLS("oomKills", Kind.WHOLE),
  NETWORK_RX_BYTES("networkRxBytes", Kind.WHOLE),
  NETWORK_TX_BYTES("networkTxBytes", Kind.WHOLE),
  DISK_READ_BYTES("diskReadBytes", Kind.WHOLE),
  DISK_WRITE_BYTES("diskWriteBytes", Kind.WHOLE),
  EPHEMERAL_STORAGE_USED_MIB("ephemeralStorageUsedMiB", Kind.WHOLE),
  EPHEMERAL_STORAGE_SIZE_MIB("ephemeralStorageSizeMiB", Kind.WHOLE);

  /** Fixed for ever: an index takes a field's type from the first document it sees. */
  enum Kind {
    /** A whole number. */
    WHOLE,
    /** Always with a fraction, rounded to 3 decimals. */
    DECIMAL
  }

  private final String jsonName;
  private final Kind kind;

  Metric(String jsonName, Kind kind) {
    this.jsonName = jsonName;
    this.kind = kind;
  }

  public String jsonName() {
    return jsonName;
  }

  Kind kind() {
    return kind;
  }
}
