package io.github.ecsusagereport.report.fleet;

import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.summary.Metric;

/** What the start of runs was spent on. */
public final class LaunchSplit {
  private static final double MILLIS_STEP = 0.1;

  private final Quantiles requestMs = new Quantiles(MILLIS_STEP);
  private final Quantiles pullMs = new Quantiles(MILLIS_STEP);
  private final Quantiles afterPullMs = new Quantiles(MILLIS_STEP);

  void add(Run run) {
    double pull = run.task(Metric.PULL_DURATION_MS);
    requestMs.add(run.task(Metric.REQUEST_DELAY_MS));
    pullMs.add(pull);
    afterPullMs.add(run.task(Metric.INIT_DURATION_MS) - pull);
  }

  /** From the request to the start of the pull. */
  public Quantiles requestMs() {
    return requestMs;
  }

  /** From the start of the pull to its end. */
  public Quantiles pullMs() {
    return pullMs;
  }

  /** From the end of the pull to the start of the task's containers. */
  public Quantiles afterPullMs() {
    return afterPullMs;
  }
}
