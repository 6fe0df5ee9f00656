package io.github.ecsusagereport.report.fleet;

import java.util.concurrent.TimeUnit;

/** How often a workload runs. */
public final class RunsPerMonth {
  /** Less than a day says nothing about a month. */
  private static final double LEAST_MS = TimeUnit.DAYS.toMillis(1);

  private static final double MS_PER_MONTH = TimeUnit.HOURS.toMillis(730);

  private RunsPerMonth() {}

  /** By the time between the first start and the last; NaN when that is too short. */
  public static double of(Workload workload) {
    double ms = workload.lastStartEpochMs() - workload.firstStartEpochMs();
    return ms < LEAST_MS ? Double.NaN : (workload.counts().all() - 1) / ms * MS_PER_MONTH;
  }
}
