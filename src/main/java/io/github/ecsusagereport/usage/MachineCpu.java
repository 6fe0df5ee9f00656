package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import java.util.List;

/**
 * The task's CPU time as the machine tells it: all of the machine's, less what was not the
 * containers'. How much that is for each second is known from one reading of the endpoint to the
 * next, where the containers' counters tell all that they used in between.
 */
final class MachineCpu {
  private static final long SECOND_NANOS = 1_000_000_000;

  /** From one calibration to the next: over less, ticks and moments say little of a rate. */
  private static final long LEAST_NANOS = 5 * SECOND_NANOS;

  private final MachineHistory history;
  private final double vcpus;
  private final MachineSeconds seconds;

  private long runStart;
  private long beginAt = UNKNOWN;

  /** Of what is not the containers': processors in use. */
  private double otherCores;

  private boolean isCalibrated;

  /** Of what there was when the machine was read first: false where one ended without a reading. */
  private boolean isBeforeKnown = true;

  /** Up to there, what the containers used is known, at the same moment of the machine. */
  private long knownAt;

  private long knownNanos;

  /** Of that, what the sidecar used before the run began: of no second of the run. */
  private long earlierNanos;

  private long knownMachineNanos = UNKNOWN;

  /** By the readings of the endpoint, or UNKNOWN before the first. */
  private long taskNanos = UNKNOWN;

  /**
   * @param vcpus what the task can use at most
   */
  MachineCpu(MachineHistory history, double vcpus) {
    this.history = history;
    this.vcpus = vcpus;
    this.seconds = new MachineSeconds(history, vcpus);
  }

  /**
   * Says when the first container but the sidecar started; once, soon after.
   *
   * @param ownNanos CPU time of the sidecar until then, where it alone ran before; else UNKNOWN
   */
  void begin(long start, long ownNanos) {
    long first = history.time(history.oldest());
    runStart = start;
    beginAt = Math.max(start, first);
    seconds.begin(beginAt);
    knownAt = beginAt;
    knownMachineNanos = history.cpuNanosAt(beginAt);
    // At most so much before the machine's first reading, as long as no reading tells it.
    knownNanos = Math.min(knownMachineNanos, (long) (vcpus * (beginAt - runStart)));
    if (start > first) {
      knownNanos = Math.max(0, ownNanos);
      earlierNanos = knownNanos;
    }
    double quietCores = quietCores();
    if (knownMachineNanos != UNKNOWN && !Double.isNaN(quietCores)) {
      otherCores = quietCores;
      isCalibrated = true;
    }
  }

  /**
   * Of the quietest second before the run: to start it the engine works itself. NaN without a
   * second.
   */
  private double quietCores() {
    double least = Double.NaN;
    long to = history.oldest();
    for (long from = to; from < history.end(); from++) {
      while (to < history.end() && history.time(to) - history.time(from) < SECOND_NANOS) {
        to++;
      }
      if (to == history.end() || history.time(to) > beginAt) {
        break;
      }
      double cores =
          (double) (history.cpuNanos(to) - history.cpuNanos(from))
              / (history.time(to) - history.time(from));
      least = Double.isNaN(least) ? cores : Math.min(least, cores);
    }
    return least;
  }

  /** Where the machine's readings of the run begin, or UNKNOWN. */
  long beginAt() {
    return beginAt;
  }

  /** The time of the last calibration, or where the readings begin. */
  long knownAt() {
    return knownAt;
  }

  /** Whether it is to be told what the containers had used until {@link #beginAt}. */
  boolean wantsBefore() {
    return beginAt != UNKNOWN && taskNanos == UNKNOWN;
  }

  /**
   * Says that.
   *
   * @param isAll false when there may be more
   */
  void before(long nanos, boolean isAll) {
    taskNanos = nanos;
    isBeforeKnown = isAll;
    knownNanos = isAll ? nanos : Math.max(nanos, knownNanos);
    if (beginAt == runStart) {
      earlierNanos = knownNanos;
    }
    seconds.addBefore(knownNanos, beginAt - runStart);
  }

  /**
   * Says what the containers had used together up to that time, by their readings.
   *
   * @param isAll false when there may be more, of a container that has ended since the last time
   */
  void calibrate(long time, long nanos, boolean isAll) {
    long machineNanos = history.cpuNanosAt(time);
    boolean isKnown = machineNanos != UNKNOWN && knownMachineNanos != UNKNOWN;
    if (taskNanos == UNKNOWN || !isKnown || time - knownAt < leastNanos()) {
      return;
    }
    long machine = machineNanos - knownMachineNanos;
    long task = nanos - taskNanos;
    if (isAll) {
      otherCores = (double) (machine - task) / (time - knownAt);
      isCalibrated = true;
    } else {
      task = Math.max(task, machine - others(time - knownAt));
    }
    seconds.settle(time, otherCores);
    knownAt = time;
    knownNanos += task;
    knownMachineNanos = machineNanos;
    taskNanos = nanos;
  }

  private long leastNanos() {
    return isCalibrated ? LEAST_NANOS : SECOND_NANOS;
  }

  private long others(long nanos) {
    return Math.round(otherCores * nanos);
  }

  /** Before the oldest reading goes. */
  void makeRoom() {
    seconds.makeRoom(otherCores);
  }

  /** Whether all that it says is an upper bound. */
  boolean isUpperBound() {
    return !isCalibrated || !isBeforeKnown;
  }

  /** Of what is not the containers', in percent of one processor; NaN when that is not known. */
  double otherPercent() {
    return isCalibrated ? 100 * otherCores : Double.NaN;
  }

  /**
   * CPU time of all containers from their start to the end, with the machine's first reading after
   * it, so that nothing is missing; UNKNOWN when the machine does not tell it.
   */
  long cpuTimeNanos(long end) {
    if (knownMachineNanos == UNKNOWN) {
      return UNKNOWN;
    }
    long last = Math.min(history.firstFrom(end), history.end() - 1);
    long machine = Math.max(history.cpuNanos(last), knownMachineNanos) - knownMachineNanos;
    long since = Math.max(0, machine - others(Math.max(0, history.time(last) - knownAt)));
    long most = (long) (vcpus * Math.max(0, end - runStart));
    long read = taskNanos == UNKNOWN ? 0 : knownNanos;
    return Math.max(read, Math.min(knownNanos + since, earlierNanos + most));
  }

  /** CPU time, 95th percentile and maximum, the last two over a second each. */
  void put(Metrics metrics, long end) {
    long cpuTimeNanos = cpuTimeNanos(end);
    Metrics all = new Metrics();
    secondsUpTo(end).putCpu(all, Math.max(UNKNOWN, cpuTimeNanos - earlierNanos), end - runStart);
    metrics.putMillis(Metric.CPU_TIME_MS, cpuTimeNanos);
    for (Metric metric : List.of(Metric.P95_CPU_PERCENT, Metric.MAX_CPU_PERCENT)) {
      if (all.get(metric) != null) {
        metrics.put(metric, all.get(metric));
      }
    }
  }

  private Profile secondsUpTo(long end) {
    Profile profile = seconds.upTo(end, otherCores);
    if (wantsBefore() && beginAt > runStart) {
      profile.addCpu(knownNanos, beginAt - runStart);
    }
    return profile;
  }

  /** By the seconds of the machine, up to the end; empty when it does not tell them. */
  List<DurationAtVcpu> durationAtVcpu(double durationMs, long end) {
    return knownMachineNanos == UNKNOWN ? List.of() : secondsUpTo(end).durationAtVcpu(durationMs);
  }
}
