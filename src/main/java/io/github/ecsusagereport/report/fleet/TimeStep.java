package io.github.ecsusagereport.report.fleet;

import java.util.concurrent.TimeUnit;

/** How long a column of the charts over time is. Each step is a multiple of the one before it. */
public enum TimeStep {
  MINUTE(TimeUnit.MINUTES.toMillis(1)),
  FIVE_MINUTES(TimeUnit.MINUTES.toMillis(5)),
  QUARTER(TimeUnit.MINUTES.toMillis(15)),
  HOUR(TimeUnit.HOURS.toMillis(1)),
  THREE_HOURS(TimeUnit.HOURS.toMillis(3)),
  SIX_HOURS(TimeUnit.HOURS.toMillis(6)),
  HALF_DAY(TimeUnit.HOURS.toMillis(12)),
  DAY(TimeUnit.DAYS.toMillis(1)),
  WEEK(TimeUnit.DAYS.toMillis(7)),
  FOUR_WEEKS(TimeUnit.DAYS.toMillis(28)),
  YEAR(TimeUnit.DAYS.toMillis(364)),
  DECADE(TimeUnit.DAYS.toMillis(3640));

  static final int MOST_COLUMNS = 120;

  /** 1970-01-05, so that weeks begin with Monday, and days at midnight UTC. */
  private static final long A_MONDAY_MS = TimeUnit.DAYS.toMillis(4);

  private final long ms;

  TimeStep(long ms) {
    this.ms = ms;
  }

  /** The shortest one that goes from first to last in {@link #MOST_COLUMNS} columns. */
  static TimeStep of(long firstEpochMs, long lastEpochMs) {
    for (TimeStep step : values()) {
      if ((step.start(lastEpochMs) - step.start(firstEpochMs)) / step.ms < MOST_COLUMNS) {
        return step;
      }
    }
    return DECADE;
  }

  /** When the column began that holds this time. */
  long start(long epochMs) {
    return Math.floorDiv(epochMs - A_MONDAY_MS, ms) * ms + A_MONDAY_MS;
  }

  public long ms() {
    return ms;
  }
}
