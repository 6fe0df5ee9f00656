package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/** The machine's CPU time second by second, less what was not the containers'. */
final class MachineSeconds {
  private static final long SECOND_NANOS = 1_000_000_000;

  /** A pause that was a little short is a pause all the same. */
  private static final long TOLERANCE_NANOS = 50_000_000;

  private final MachineHistory history;
  private final double vcpus;
  private final Profile profile;
  private long next;
  private long laidUntil = UNKNOWN;
  private long laidMachineNanos;
  private long windowNanos;
  private double windowCpuNanos;

  /**
   * @param vcpus what the task can use at most
   */
  MachineSeconds(MachineHistory history, double vcpus) {
    this(history, vcpus, new Profile(vcpus));
  }

  private MachineSeconds(MachineHistory history, double vcpus, Profile profile) {
    this.history = history;
    this.vcpus = vcpus;
    this.profile = profile;
  }

  /** The same, to which more can be laid without this one. */
  private MachineSeconds copy() {
    MachineSeconds copy = new MachineSeconds(history, vcpus, profile.copy());
    copy.next = next;
    copy.laidUntil = laidUntil;
    copy.laidMachineNanos = laidMachineNanos;
    copy.windowNanos = windowNanos;
    copy.windowCpuNanos = windowCpuNanos;
    return copy;
  }

  /** Says where they begin. */
  void begin(long time) {
    next = history.firstFrom(time);
    laidUntil = time;
    laidMachineNanos = history.cpuNanosAt(time);
  }

  /** Of a run that began before the machine was read. */
  void addBefore(long cpuNanos, long nanos) {
    if (nanos > 0) {
      profile.addCpu(cpuNanos, nanos);
    }
  }

  /**
   * Takes the machine's readings up to this time.
   *
   * @param otherCores of what is not the containers': processors in use
   */
  void settle(long until, double otherCores) {
    if (laidUntil == UNKNOWN) {
      return;
    }
    next = Math.max(next, history.oldest());
    while (next < history.end() && history.time(next) <= until) {
      lay(history.time(next), history.cpuNanos(next), otherCores);
      next++;
    }
  }

  private void lay(long time, long machineNanos, double otherCores) {
    long nanos = time - laidUntil;
    if (machineNanos == UNKNOWN || laidMachineNanos == UNKNOWN || nanos <= 0) {
      return;
    }
    windowNanos += nanos;
    windowCpuNanos += machineNanos - laidMachineNanos - otherCores * nanos;
    laidUntil = time;
    laidMachineNanos = machineNanos;
    if (windowNanos >= SECOND_NANOS - TOLERANCE_NANOS) {
      closeWindow();
    }
  }

  /** What was below nothing is taken from the next, so that the whole stays what it is. */
  private void closeWindow() {
    double used = Math.max(0, Math.min(windowCpuNanos, vcpus * windowNanos));
    profile.addCpu(Math.round(used), windowNanos);
    windowCpuNanos = Math.min(0, windowCpuNanos);
    windowNanos = 0;
  }

  /** Before the oldest reading goes. */
  void makeRoom(double otherCores) {
    if (history.isFull() && next == history.oldest()) {
      settle(history.time(next), otherCores);
    }
  }

  /** With all that is known by now up to this time, whatever else may be laid there. */
  Profile upTo(long end, double otherCores) {
    MachineSeconds all = copy();
    all.settle(end, otherCores);
    if (all.windowNanos > 0) {
      all.closeWindow();
    }
    return all.profile;
  }
}
