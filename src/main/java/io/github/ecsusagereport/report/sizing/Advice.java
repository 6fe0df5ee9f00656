package io.github.ecsusagereport.report.sizing;

import io.github.ecsusagereport.report.fleet.TimeStats;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.Architecture;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a workload, and the size that follows.
 *
 * @param workload the runs
 * @param verdict what comes of it
 * @param region whose prices are used
 * @param unpricedRegion whose prices were wanted and are not known; null when they are
 * @param architecture that of most runs, or that which is asked for
 * @param needMiB memory that the task needs; NaN without a reading
 * @param now the present size; null when there is none
 * @param take the size to take; null when nothing can be said
 * @param onArmUsd a run with the size to take on ARM; NaN when it is there, or has no price
 * @param nextSmaller when the present size is kept; empty when there is none
 * @param spending what the runs cost that were given
 * @param runsPerMonth as often as was seen; NaN when seen for less than a day
 * @param notes what else is to be said
 */
public record Advice(
    Workload workload,
    Verdict verdict,
    String region,
    String unpricedRegion,
    Architecture architecture,
    double needMiB,
    PricedSize now,
    PricedSize take,
    double onArmUsd,
    Optional<NextSmaller> nextSmaller,
    Spending spending,
    double runsPerMonth,
    List<Note> notes) {
  public Advice {
    notes = List.copyOf(notes);
  }

  /** The successful runs with the present number of vCPUs; none when that is not known. */
  public TimeStats times() {
    return workload.times(now == null ? Double.NaN : now.size().vcpu());
  }

  /** US dollars a month; NaN when not known. Below 0 when the size to take costs more. */
  public double savingUsdPerMonth() {
    return take == null ? Double.NaN : savingUsdPerMonth(take.usd());
  }

  /** The same with the size to take on ARM. */
  public double savingOnArmUsdPerMonth() {
    return savingUsdPerMonth(onArmUsd);
  }

  /** What is not known to cost anything, as a run elsewhere, saves nothing. */
  private double savingUsdPerMonth(double usdPerRun) {
    if (now == null) {
      return Double.NaN;
    }
    double pricedPart = (double) spending.runs() / workload.counts().all();
    return (now.usd() - usdPerRun) * pricedPart * runsPerMonth;
  }
}
