package io.github.ecsusagereport.report.sizing;

import io.github.ecsusagereport.report.fleet.TimeStats;
import io.github.ecsusagereport.report.fleet.Workload;
import java.util.List;

/**
 * What is known of a workload, and the size that follows.
 *
 * @param workload the runs
 * @param verdict what comes of it
 * @param region whose prices are used
 * @param needMiB memory that the task needs; NaN without a reading
 * @param now the present size; null when there is none
 * @param take the size to take; null when nothing can be said
 * @param runsPerMonth as often as was seen; NaN when seen for less than a day
 * @param notes what else is to be said
 */
public record Advice(
    Workload workload,
    Verdict verdict,
    String region,
    double needMiB,
    PricedSize now,
    PricedSize take,
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
    return take == null || now == null ? Double.NaN : (now.usd() - take.usd()) * runsPerMonth;
  }
}
