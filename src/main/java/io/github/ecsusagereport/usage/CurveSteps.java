package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.UsageCurve;
import java.util.Arrays;

/**
 * The course of a run in at most 60 steps of equal length, which doubles as the run grows. CPU time
 * is spread evenly over the interval that it was used in. A reading of memory stands for all of the
 * time since the one before, and the highest one of a step counts.
 */
final class CurveSteps {
  static final int MOST_STEPS = 60;

  private static final long FIRST_STEP_NANOS = 1_000_000_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long[] cpuNanos = new long[MOST_STEPS];
  private final int[] memoryMiB = new int[MOST_STEPS];
  private long stepNanos = FIRST_STEP_NANOS;
  private long startAt = UNKNOWN;
  private boolean hasCpu;
  private long cpuUntil = UNKNOWN;
  private long memoryUntil = UNKNOWN;

  CurveSteps() {
    Arrays.fill(memoryMiB, (int) UNKNOWN);
  }

  private CurveSteps copy() {
    CurveSteps copy = new CurveSteps();
    System.arraycopy(cpuNanos, 0, copy.cpuNanos, 0, MOST_STEPS);
    System.arraycopy(memoryMiB, 0, copy.memoryMiB, 0, MOST_STEPS);
    copy.stepNanos = stepNanos;
    copy.startAt = startAt;
    copy.hasCpu = hasCpu;
    copy.cpuUntil = cpuUntil;
    copy.memoryUntil = memoryUntil;
    return copy;
  }

  /** Where the first step begins; said once. */
  void startAt(long time) {
    if (startAt == UNKNOWN && time != UNKNOWN) {
      startAt = time;
      memoryUntil = time;
    }
  }

  void addCpu(long from, long to, long nanos) {
    startAt(from);
    long begin = Math.max(from, startAt);
    if (to <= begin) {
      return;
    }
    makeRoomFor(to);
    double perNano = (double) nanos / (to - from);
    for (long at = begin; at < to; ) {
      int step = (int) ((at - startAt) / stepNanos);
      long end = startAt + (step + 1) * stepNanos;
      long next = end < 0 ? to : Math.min(to, end);
      cpuNanos[step] += (long) (perNano * (next - at));
      at = next;
    }
    if (nanos > 0) {
      hasCpu = true;
    }
    cpuUntil = Math.max(cpuUntil, to);
  }

  /**
   * A reading; the same one again, or one that is not known, changes nothing.
   *
   * @param since when what was read had started, or UNKNOWN: it stands for nothing before
   */
  void addMemory(long since, long at, long bytes) {
    startAt(at);
    if (bytes == UNKNOWN || at <= memoryUntil) {
      return;
    }
    makeRoomFor(at);
    int mib = (int) Math.min(Integer.MAX_VALUE, Math.round(bytes / (double) (1 << 20)));
    int last = stepEndingAt(at);
    for (int i = Math.min(last, stepEndingAt(Math.max(memoryUntil, since) + 1)); i <= last; i++) {
      memoryMiB[i] = Math.max(memoryMiB[i], mib);
    }
    memoryUntil = at;
  }

  /** The step in which a time lies; its end belongs to it, its beginning to the one before. */
  private int stepEndingAt(long at) {
    return (int) Math.max(0, (at - startAt - 1) / stepNanos);
  }

  private void makeRoomFor(long time) {
    while ((time - startAt - 1) / stepNanos >= MOST_STEPS) {
      doubleStep();
    }
  }

  private void doubleStep() {
    for (int i = 0; i < MOST_STEPS / 2; i++) {
      cpuNanos[i] = cpuNanos[2 * i] + cpuNanos[2 * i + 1];
      memoryMiB[i] = Math.max(memoryMiB[2 * i], memoryMiB[2 * i + 1]);
    }
    Arrays.fill(cpuNanos, MOST_STEPS / 2, MOST_STEPS, 0);
    Arrays.fill(memoryMiB, MOST_STEPS / 2, MOST_STEPS, (int) UNKNOWN);
    stepNanos *= 2;
  }

  /**
   * Drawn up to the end of the run, or null when nothing was read. Where large numbers make it too
   * long, it becomes coarser.
   *
   * @param vcpus what several containers can use together, or NaN. What is above it in a step,
   *     since each one's is spread evenly between its readings, belongs into the steps beside it
   */
  UsageCurve upTo(long end, double vcpus) {
    if (!hasCpu && memoryUntil == startAt) {
      return null;
    }
    CurveSteps copy = copy();
    copy.makeRoomFor(end);
    copy.level(vcpus);
    while (copy.drawn(end).isTooLong()) {
      copy.doubleStep();
    }
    return copy.drawn(end);
  }

  /** Leaves it as it is where it does not fit at all: then nobody enforces the size. */
  private void level(double vcpus) {
    if (Double.isNaN(vcpus) || Arrays.stream(cpuNanos).sum() > vcpus * (cpuUntil - startAt)) {
      return;
    }
    for (int i = 0; i < MOST_STEPS; i++) {
      for (int away = 1; room(i, vcpus) < 0 && away < MOST_STEPS; away++) {
        moveExcess(i, i - away, vcpus);
        moveExcess(i, i + away, vcpus);
      }
    }
  }

  private long room(int step, double vcpus) {
    return (long) (vcpus * Math.max(0, covered(step))) - cpuNanos[step];
  }

  private void moveExcess(int from, int to, double vcpus) {
    if (to >= 0 && to < MOST_STEPS) {
      long moved = Math.max(0, Math.min(-room(from, vcpus), room(to, vcpus)));
      cpuNanos[from] -= moved;
      cpuNanos[to] += moved;
    }
  }

  private long covered(int step) {
    return Math.min(stepNanos, cpuUntil - startAt - step * stepNanos);
  }

  private UsageCurve drawn(long end) {
    StringBuilder cpu = new StringBuilder();
    StringBuilder memory = new StringBuilder();
    int last = stepEndingAt(Math.max(end, Math.max(cpuUntil, memoryUntil)));
    for (int i = 0; i <= last; i++) {
      long covered = covered(i);
      append(cpu, hasCpu && covered > 0 ? Math.round(100.0 * cpuNanos[i] / covered) : UNKNOWN);
      append(memory, memoryMiB[i]);
    }
    return new UsageCurve(stepNanos / NANOS_PER_MILLI, cpu.toString(), memory.toString());
  }

  private static void append(StringBuilder text, long value) {
    if (!text.isEmpty()) {
      text.append(' ');
    }
    if (value == UNKNOWN) {
      text.append('-');
    } else {
      text.append(value);
    }
  }
}
