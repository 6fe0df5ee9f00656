package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * How the memory of one container came near its limit, by its last two readings. The kill itself
 * comes some milliseconds before the cgroup goes with all that it has counted, so it is hardly ever
 * in a reading.
 */
final class LimitApproach {
  /** A reading that is older says nothing of the end. */
  private static final double MOST_INTERVALS = 5;

  private long usageBytes = UNKNOWN;
  private long grownBytes;
  private long readAt = UNKNOWN;
  private long intervalNanos;
  private long hits = UNKNOWN;
  private boolean hasNewHits;

  /** Takes a reading: page cache counted, as the limit counts it. */
  void add(long at, long bytes, long limitHits) {
    if (bytes == UNKNOWN) {
      return;
    }
    grownBytes = usageBytes == UNKNOWN ? 0 : Math.max(0, bytes - usageBytes);
    intervalNanos = readAt == UNKNOWN ? 0 : at - readAt;
    usageBytes = bytes;
    readAt = at;
    hasNewHits = hits != UNKNOWN && limitHits > hits;
    hits = limitHits;
  }

  /** The container begins anew. */
  void reset() {
    usageBytes = UNKNOWN;
    readAt = UNKNOWN;
    hits = UNKNOWN;
    hasNewHits = false;
    grownBytes = 0;
  }

  /** Whether the limit was hit between the last two readings. */
  boolean hasNewHits() {
    return hasNewHits;
  }

  /**
   * How much memory would have been in use at the end, had it gone on to grow as it did between the
   * last two readings, for as long as they are apart at least, and a few times that at most; or
   * UNKNOWN.
   */
  long bytesAt(long end) {
    if (usageBytes == UNKNOWN || intervalNanos <= 0) {
      return usageBytes;
    }
    double intervals =
        Math.max(1, Math.min(MOST_INTERVALS, (double) (end - readAt) / intervalNanos));
    return usageBytes + (long) (grownBytes * intervals);
  }
}
