package io.github.ecsusagereport.report.fleet;

import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.summary.Metric;
import java.util.Map;
import java.util.TreeMap;

/** How long successful runs with the same number of vCPUs took. */
public final class TimeStats {
  private static final double MILLIS_STEP = 0.1;
  private static final double PERCENT_STEP = 0.001;
  private static final double RATIO_STEP = 1e-5;

  private final Quantiles durationMs = new Quantiles(MILLIS_STEP);
  private final LaunchSplit launch;
  private final Quantiles startDelayMs = new Quantiles(MILLIS_STEP);
  private final Quantiles avgCpuPercent = new Quantiles(PERCENT_STEP);
  private final Quantiles saturatedShare = new Quantiles(RATIO_STEP);
  private final Map<Double, Quantiles> timesAsLong = new TreeMap<>();

  /**
   * @param hasCharts whether they are to be drawn
   */
  TimeStats(boolean hasCharts) {
    this.launch = hasCharts ? new LaunchSplit() : null;
  }

  void add(Run run) {
    if (launch != null) {
      launch.add(run);
    }
    durationMs.add(run.durationMs());
    double init = run.task(Metric.INIT_DURATION_MS);
    double requested = run.task(Metric.REQUEST_DELAY_MS);
    startDelayMs.add(Double.isNaN(requested) ? init : init + requested);
    if (!run.hasCpu() || !(run.durationMs() > 0)) {
      return;
    }
    avgCpuPercent.add(run.avgCpuPercent());
    saturatedShare.add(run.task(Metric.CPU_SATURATED_MS) / run.durationMs());
    run.msAtVcpu()
        .forEach(
            (vcpu, ms) ->
                timesAsLong
                    .computeIfAbsent(vcpu, key -> new Quantiles(RATIO_STEP))
                    .add(ms / run.durationMs()));
  }

  /** Of the task, by which it is paid. */
  public Quantiles durationMs() {
    return durationMs;
  }

  /** Null when it is not to be drawn. */
  public LaunchSplit launch() {
    return launch;
  }

  /** From the request, or else the start of the pull, to the start. */
  public Quantiles startDelayMs() {
    return startDelayMs;
  }

  /** Mean of each run, 100 is one vCPU. */
  public Quantiles avgCpuPercent() {
    return avgCpuPercent;
  }

  /** Part of each run in which it wanted more CPU. */
  public Quantiles saturatedShare() {
    return saturatedShare;
  }

  /** Runs of which enough was read to say something about their CPU. */
  public long cpuRuns() {
    return avgCpuPercent.count();
  }

  /**
   * How many times as long runs would take with fewer vCPUs, for 95 of 100; NaN when too few say.
   */
  public double timesAsLong(double vcpu, long leastRuns) {
    Quantiles ratios = timesAsLong.get(vcpu);
    return ratios == null || ratios.count() < leastRuns ? Double.NaN : ratios.p95();
  }
}
