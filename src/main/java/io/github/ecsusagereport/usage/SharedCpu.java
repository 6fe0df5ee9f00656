package io.github.ecsusagereport.usage;

/**
 * CPU time of several containers together, interval by interval, and never more than their
 * processors can do. Each container's own is spread evenly between two of its readings, though it
 * may have used it in a part of that time. Where two of them hand a processor to each other this
 * adds up to too much: the excess was used a little earlier or later, and is laid there.
 */
final class SharedCpu {
  /** Intervals with room left that wait for what may still belong into them. */
  private static final int MOST_OPEN = 64;

  /** A reading is not longer in coming: more than can be misplaced is no misplacement. */
  private static final long MOST_EXCESS_NANOS = CpuAxis.LONGEST_WAIT_NANOS;

  /** A container that uses so many times the size by itself shows that nobody enforces it. */
  private static final double BEYOND_DOUBT = 1.25;

  /** What the container runtime may have used before the start is no such sign. */
  private static final long OF_THE_RUNTIME_NANOS = 60_000_000;

  private final Profile profile;
  private final long[] nanos = new long[MOST_OPEN];
  private final long[] cpuNanos = new long[MOST_OPEN];
  private final long[] mostNanos = new long[MOST_OPEN];
  private double vcpus;
  private int open;
  private long joinedNanos;
  private long joinedCpuNanos;
  private long joinedMostNanos;
  private long excessNanos;

  /**
   * @param profile what is settled goes there
   * @param vcpus what the containers can use at most, or NaN
   */
  SharedCpu(Profile profile, double vcpus) {
    this.profile = profile;
    this.vcpus = vcpus;
  }

  /**
   * CPU time of an interval. One that is too short is joined to the next.
   *
   * @param largestNanos of any one container: its own counter is what it is
   */
  void add(long usedNanos, long largestNanos, long length) {
    if (Double.isNaN(vcpus)) {
      profile.addCpu(usedNanos, length);
      return;
    }
    joinedNanos = Counter.saturated(joinedNanos + length);
    joinedCpuNanos = Counter.saturated(joinedCpuNanos + usedNanos);
    joinedMostNanos =
        Counter.saturated(joinedMostNanos + Math.max((long) (vcpus * length), largestNanos));
    if (joinedNanos >= Profile.SHORTEST_INTERVAL_NANOS) {
      lay();
      joinedNanos = 0;
      joinedCpuNanos = 0;
      joinedMostNanos = 0;
    }
  }

  private void lay() {
    if (joinedMostNanos > BEYOND_DOUBT * vcpus * joinedNanos + OF_THE_RUNTIME_NANOS) {
      giveUp();
      profile.addCpu(joinedCpuNanos, joinedNanos);
      return;
    }
    long all = Counter.saturated(joinedCpuNanos + excessNanos);
    excessNanos = Math.max(0, all - joinedMostNanos);
    layExcessBefore();
    if (excessNanos > vcpus * MOST_EXCESS_NANOS) {
      giveUp();
    }
    if (all >= joinedMostNanos) {
      profile.addCpu(joinedMostNanos, joinedNanos);
    } else {
      open(joinedNanos, all, joinedMostNanos);
    }
  }

  /** The nearest first; what does not fit there comes with the next interval. */
  private void layExcessBefore() {
    while (excessNanos > 0 && open > 0) {
      int last = open - 1;
      long laid = Math.min(excessNanos, mostNanos[last] - cpuNanos[last]);
      cpuNanos[last] += laid;
      excessNanos -= laid;
      if (cpuNanos[last] == mostNanos[last]) {
        profile.addCpu(cpuNanos[last], nanos[last]);
        open--;
      }
    }
  }

  private void open(long length, long usedNanos, long most) {
    if (open == MOST_OPEN) {
      profile.addCpu(cpuNanos[0], nanos[0]);
      open--;
      System.arraycopy(nanos, 1, nanos, 0, open);
      System.arraycopy(cpuNanos, 1, cpuNanos, 0, open);
      System.arraycopy(mostNanos, 1, mostNanos, 0, open);
    }
    nanos[open] = length;
    cpuNanos[open] = usedNanos;
    mostNanos[open++] = most;
  }

  /** Nobody enforces the size: from now on sums are as they come, and the excess is in none. */
  private void giveUp() {
    vcpus = Double.NaN;
    excessNanos = 0;
  }

  /** No more will come. */
  void end() {
    settleInto(profile);
    open = 0;
  }

  private void settleInto(Profile settled) {
    for (int i = 0; i < open; i++) {
      settled.addCpu(cpuNanos[i], nanos[i]);
    }
  }

  /** With all that is known by now, whatever may still be laid there. */
  Profile settled() {
    if (open == 0) {
      return profile;
    }
    Profile settled = profile.copy();
    settleInto(settled);
    return settled;
  }
}
