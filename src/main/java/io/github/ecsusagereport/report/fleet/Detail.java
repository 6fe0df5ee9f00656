package io.github.ecsusagereport.report.fleet;

/**
 * How much of each task is kept, beside what its advice rests on.
 *
 * @param hasCharts whether there are charts, which take longer than all the rest
 * @param lastRuns how many of the last runs are kept as they are; 0: no run is
 */
public record Detail(boolean hasCharts, int lastRuns) {
  /** What a table takes. */
  public static final Detail NONE = new Detail(false, 0);

  /** Whether runs are kept as they are, with the curves of their use. */
  public boolean hasRuns() {
    return lastRuns > 0;
  }
}
