package io.github.ecsusagereport.report.fleet;

import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.Arrays;
import java.util.Map;

/**
 * What runs with the same tariff are billed for: sums, run by run, from which the price of all of
 * them at any of Fargate's sizes follows. A price of the median run would know nothing of the few
 * long ones that are most of the money.
 */
public final class BilledTime {
  /** Those of Fargate's sizes. */
  static final double[] VCPUS = {0.25, 0.5, 1, 2, 4, 8, 16, 32};

  /** <a href="https://aws.amazon.com/fargate/pricing/">One minute at least</a>. */
  private static final long LEAST_SECONDS = 60;

  private static final double MICROS_PER_MILLI = 1000;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final double MIB_PER_GB = 1024;

  private long runs;
  private double vcpuSeconds;
  private double gbSeconds;
  private double failedVcpuSeconds;
  private double failedGbSeconds;

  /** By the place in {@link #VCPUS}: of runs that would not take longer there than they did. */
  private final double[] sameSeconds = new double[VCPUS.length];

  /** Of runs that say how long they would take there: so long. */
  private final double[] longerSeconds = new double[VCPUS.length];

  /** Of the same runs: as long as they took. */
  private final double[] shorterSeconds = new double[VCPUS.length];

  /** Of runs that would take longer there, and do not say how much. */
  private final double[] silentSeconds = new double[VCPUS.length];

  /**
   * Takes a run; one without a duration or a size has no price.
   *
   * @param hasFailed whether it ended, and not well
   */
  void add(Run run, boolean hasFailed) {
    double vcpu = run.task(Metric.CPU_SIZE_VCPU);
    double gb = run.task(Metric.MEMORY_SIZE_MIB) / MIB_PER_GB;
    double durationMs = run.durationMs();
    if (!(vcpu > 0) || !(gb > 0) || Double.isNaN(durationMs)) {
      return;
    }
    double init = run.task(Metric.INIT_DURATION_MS);
    double initMs = Double.isNaN(init) ? 0 : init;
    long seconds = seconds(initMs + durationMs);
    runs++;
    vcpuSeconds += seconds * vcpu;
    gbSeconds += seconds * gb;
    if (hasFailed) {
      failedVcpuSeconds += seconds * vcpu;
      failedGbSeconds += seconds * gb;
    }
    boolean canStretch = run.status() == Status.SUCCESS;
    for (int i = 0; i < VCPUS.length; i++) {
      (canStretch && VCPUS[i] < vcpu ? silentSeconds : sameSeconds)[i] += seconds;
    }
    if (canStretch && run.hasCpu()) {
      addLonger(run, vcpu, initMs, seconds);
    }
  }

  /** What a run says is no longer silent: whole seconds, of which a sum is exact. */
  private void addLonger(Run run, double vcpu, double initMs, long seconds) {
    for (Map.Entry<Double, Double> each : run.msAtVcpu().entrySet()) {
      int place = Arrays.binarySearch(VCPUS, each.getKey());
      if (place >= 0 && VCPUS[place] < vcpu) {
        silentSeconds[place] -= seconds;
        longerSeconds[place] += seconds(initMs + each.getValue());
        shorterSeconds[place] += seconds;
      }
    }
  }

  /** From the start of the pull to the end in whole seconds, as Fargate counts them. */
  static long seconds(double ms) {
    // Times have nanoseconds at most: what a sum of doubles adds beyond is no second more.
    long micros = Math.round(ms * MICROS_PER_MILLI);
    return Math.max(LEAST_SECONDS, -Math.floorDiv(-micros, MICROS_PER_SECOND));
  }

  /**
   * What all runs would be billed for with so many vCPUs. Those that do not say how long they would
   * take are taken to stretch as those do that say it.
   *
   * @param vcpu one of Fargate's
   */
  public double secondsAt(double vcpu) {
    int place = Arrays.binarySearch(VCPUS, vcpu);
    double shorter = shorterSeconds[place];
    double timesAsLong = shorter > 0 ? longerSeconds[place] / shorter : 1;
    return sameSeconds[place] + longerSeconds[place] + silentSeconds[place] * timesAsLong;
  }

  /** Runs that have a price. */
  public long runs() {
    return runs;
  }

  /** Of each run by its own size. */
  public double vcpuSeconds() {
    return vcpuSeconds;
  }

  /** Of each run by its own size. */
  public double gbSeconds() {
    return gbSeconds;
  }

  /** Of those that did not succeed. */
  public double failedVcpuSeconds() {
    return failedVcpuSeconds;
  }

  /** Of those that did not succeed. */
  public double failedGbSeconds() {
    return failedGbSeconds;
  }
}
