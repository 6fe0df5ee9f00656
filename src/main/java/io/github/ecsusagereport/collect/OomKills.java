package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * The kernel's count of processes that it killed for memory, look by look. Whose they were it does
 * not say; when, the looks do.
 */
final class OomKills {
  private final long first;
  private long last;
  private long lookedAt;
  private long movedAfter = UNKNOWN;
  private long movedUntil = UNKNOWN;
  private long countAtStop = UNKNOWN;

  /**
   * The first look.
   *
   * @param count since the machine booted, or UNKNOWN
   * @param time on the axis of the readings, as all times here
   */
  OomKills(long count, long time) {
    first = count;
    last = count;
    lookedAt = time;
  }

  /** One more look. */
  void look(long count, long time) {
    if (last != UNKNOWN && count > last) {
      movedAfter = lookedAt;
      movedUntil = time;
    }
    last = count;
    lookedAt = time;
  }

  /** Since the first look, or UNKNOWN. */
  long count() {
    return first == UNKNOWN || last == UNKNOWN ? UNKNOWN : Math.max(0, last - first);
  }

  /** Whether there was none since the machine booted. */
  boolean isNoneEver() {
    return last == 0;
  }

  /** Whether the last one came between the same two looks as this moment. */
  boolean isLastAround(long time) {
    return movedAfter != UNKNOWN && time != UNKNOWN && movedAfter <= time && time <= movedUntil;
  }

  /** From now on the task is to stop. */
  void noteStop() {
    countAtStop = countAtStop == UNKNOWN ? count() : countAtStop;
  }

  /** Whether there was one since. */
  boolean isAnySinceStop() {
    return countAtStop != UNKNOWN && count() > countAtStop;
  }
}
