package io.github.ecsusagereport.usage;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import java.util.ArrayList;
import java.util.List;

/**
 * How much longer the intervals would have been with fewer vCPUs: one that used u of them takes u/c
 * times as long with c, if that is above 1. Waiting does not stretch.
 */
final class Stretch {
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * Fargate's (<a
   * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size">task
   * size</a>).
   */
  private final double[] vcpus = {0.25, 0.5, 1, 2, 4, 8, 16, 32};

  private final double[] addedNanos = new double[vcpus.length];

  /** The same, to which more can be added without this one. */
  Stretch copy() {
    Stretch copy = new Stretch();
    System.arraycopy(addedNanos, 0, copy.addedNanos, 0, addedNanos.length);
    return copy;
  }

  /** An interval in which {@code cores} were used. */
  void add(double cores, long nanos) {
    for (int i = 0; i < vcpus.length && vcpus[i] < cores; i++) {
      addedNanos[i] += nanos * (cores / vcpus[i] - 1);
    }
  }

  /** The duration and what would come on top of it, for each size below the task's own. */
  List<DurationAtVcpu> durations(double durationMs, double cpuSizeVcpu) {
    List<DurationAtVcpu> durations = new ArrayList<>();
    for (int i = 0; i < vcpus.length && vcpus[i] < cpuSizeVcpu; i++) {
      durations.add(new DurationAtVcpu(vcpus[i], durationMs + addedNanos[i] / NANOS_PER_MILLI));
    }
    return List.copyOf(durations);
  }
}
