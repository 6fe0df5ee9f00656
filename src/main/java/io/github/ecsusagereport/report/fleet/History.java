package io.github.ecsusagereport.report.fleet;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs by the time at which they started. The columns grow longer with the time that they have to
 * span, so that there are never more than {@link TimeStep#MOST_COLUMNS}.
 */
public final class History {
  private final Map<Long, Column> columns = new HashMap<>();
  private TimeStep step = TimeStep.MINUTE;
  private long firstEpochMs = Long.MAX_VALUE;
  private long lastEpochMs = Long.MIN_VALUE;

  /** The runs that started within one step. */
  public static final class Column {
    private static final double MILLIS_STEP = 0.1;

    private final RunCounts counts = new RunCounts();
    private final Quantiles durationMs = Quantiles.coarse(MILLIS_STEP);
    private final MeanUse use = new MeanUse();

    public RunCounts counts() {
      return counts;
    }

    /** Of the runs that succeeded. */
    public Quantiles durationMs() {
      return durationMs;
    }

    public MeanUse use() {
      return use;
    }

    private void add(Column other) {
      counts.add(other.counts);
      durationMs.add(other.durationMs);
      use.add(other.use);
    }
  }

  /** The column for a run that started then. */
  Column at(long startedAtEpochMs) {
    if (startedAtEpochMs < firstEpochMs || startedAtEpochMs > lastEpochMs) {
      firstEpochMs = Math.min(firstEpochMs, startedAtEpochMs);
      lastEpochMs = Math.max(lastEpochMs, startedAtEpochMs);
      widen(TimeStep.of(firstEpochMs, lastEpochMs));
    }
    return columns.computeIfAbsent(step.start(startedAtEpochMs), start -> new Column());
  }

  /** Makes the columns longer, as those of the other workloads are; never shorter. */
  void widen(TimeStep wider) {
    if (wider.compareTo(step) <= 0) {
      return;
    }
    step = wider;
    Map<Long, Column> before = new HashMap<>(columns);
    columns.clear();
    before.forEach((start, column) -> columns.merge(step.start(start), column, History::sum));
  }

  private static Column sum(Column a, Column b) {
    a.add(b);
    return a;
  }

  public TimeStep step() {
    return step;
  }

  /** Those with runs, by the time at which they begin. */
  public SortedMap<Long, Column> columns() {
    return new TreeMap<>(columns);
  }
}
