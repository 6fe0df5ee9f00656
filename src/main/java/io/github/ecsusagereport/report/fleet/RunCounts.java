package io.github.ecsusagereport.report.fleet;

import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.EnumMap;
import java.util.Map;

/** How many runs there were, and how they ended. */
public final class RunCounts {
  private final Map<Status, Long> byStatus = new EnumMap<>(Status.class);
  private long unfinished;
  private long running;
  private long withoutReadings;
  private long readSuccesses;

  /** Counts a run that has its report. */
  void add(Status status, boolean hasReadings) {
    byStatus.merge(status, 1L, Long::sum);
    if (!hasReadings) {
      withoutReadings++;
    } else if (status == Status.SUCCESS) {
      readSuccesses++;
    }
  }

  /** Counts a run without a report. */
  void addUnfinished(boolean isRunning, boolean hasReadings) {
    unfinished += isRunning ? 0 : 1;
    running += isRunning ? 1 : 0;
    withoutReadings += hasReadings ? 0 : 1;
  }

  void add(RunCounts other) {
    other.byStatus.forEach((status, count) -> byStatus.merge(status, count, Long::sum));
    unfinished += other.unfinished;
    running += other.running;
    withoutReadings += other.withoutReadings;
    readSuccesses += other.readSuccesses;
  }

  public long of(Status status) {
    return byStatus.getOrDefault(status, 0L);
  }

  /** Without a report, and not running any more. */
  public long unfinished() {
    return unfinished;
  }

  /** Without a report, and probably running. */
  public long running() {
    return running;
  }

  public long withoutReadings() {
    return withoutReadings;
  }

  /** Succeeded, with a reading. */
  public long readSuccesses() {
    return readSuccesses;
  }

  public long all() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum() + unfinished + running;
  }

  /** Ended, and not well: failed, out of memory, stopped, ended in a way that is not known. */
  public long notSuccessful() {
    return all() - running - of(Status.SUCCESS);
  }
}
