package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * The CPU time of one container on the axis that it shares with the others of its task: what it
 * used between two of its readings is spread evenly over the time between them. What has been added
 * up with the others is forgotten, so a few points are all there is.
 */
final class CpuTrack {
  /**
   * Half a minute of frames, each split in two, or 6 s of the kernel's own counters. More are made
   * fewer: two stretches are one.
   */
  private static final int MOST_POINTS = 64;

  private final long[] times = new long[MOST_POINTS];
  private final long[] totals = new long[MOST_POINTS];
  private int points;

  /**
   * So much from there to there. What lies before the time that was added up last is left out: it
   * came too late.
   */
  void add(long from, long to, long cpuNanos) {
    long begin = points == 0 ? from : Math.max(from, last());
    if (to <= begin) {
      return;
    }
    double share = (double) (to - begin) / (to - from);
    put(begin, 0);
    put(to, begin == from ? cpuNanos : (long) (cpuNanos * share));
  }

  private void put(long time, long cpuNanos) {
    if (time <= last()) {
      return;
    }
    if (points == MOST_POINTS) {
      thin();
    }
    times[points] = time;
    totals[points] = points == 0 ? 0 : totals[points - 1] + cpuNanos;
    points++;
  }

  /** Every other point between the first and the last goes. */
  private void thin() {
    int kept = 1;
    for (int i = 2; i < points; i += 2) {
      move(i, kept++);
    }
    move(points - 1, kept++);
    points = kept;
  }

  private void move(int from, int to) {
    times[to] = times[from];
    totals[to] = totals[from];
  }

  /** The time up to which it is known, or UNKNOWN. */
  long last() {
    return points == 0 ? UNKNOWN : times[points - 1];
  }

  /** The first point after this time, or UNKNOWN. */
  long nextAfter(long time) {
    int next = next(time);
    return next < points ? times[next] : UNKNOWN;
  }

  /** What was used since it was last taken, up to this time, which takes nothing. */
  long usedUntil(long until) {
    if (points == 0 || until <= times[0]) {
      return 0;
    }
    int next = next(until);
    return next < points ? totals[next - 1] + share(next, until) : totals[points - 1];
  }

  /** The first point after this time. */
  private int next(long until) {
    int next = 1;
    while (next < points && times[next] <= until) {
      next++;
    }
    return next;
  }

  private long share(int next, long until) {
    double share = (double) (until - times[next - 1]) / (times[next] - times[next - 1]);
    return (long) ((totals[next] - totals[next - 1]) * share);
  }

  /** What was used since it was last asked for, up to this time. */
  long take(long until) {
    if (until <= times[0]) {
      return 0;
    }
    long used = usedUntil(until);
    int next = next(until);
    times[0] = until;
    totals[0] = 0;
    int kept = 1;
    for (int i = next; i < points; i++) {
      times[kept] = times[i];
      totals[kept++] = totals[i] - used;
    }
    points = kept;
    return used;
  }
}
