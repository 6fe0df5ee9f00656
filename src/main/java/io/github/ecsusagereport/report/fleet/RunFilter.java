package io.github.ecsusagereport.report.fleet;

import io.github.ecsusagereport.report.lines.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which runs are asked for.
 *
 * @param since runs that ended before are left out
 * @param window runs that ended so long before the newest of all are left out
 * @param family of the task definition; all when empty
 * @param job all when empty
 * @param container the watched one; all when empty
 * @param task what somebody calls it; all when empty
 */
public record RunFilter(
    Optional<Instant> since,
    Optional<Duration> window,
    Optional<String> family,
    Optional<String> job,
    Optional<String> container,
    Optional<String> task) {
  public static final RunFilter ALL =
      new RunFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Whether a line is asked for; the window is for later, when the newest is known. */
  boolean wants(Run run) {
    return since.map(time -> run.timeEpochMs() >= time.toEpochMilli()).orElse(true)
        && wants(family, run.key().family())
        && wants(job, run.key().job())
        && wants(container, run.key().container())
        && task.map(run.key()::isCalled).orElse(true);
  }

  private static boolean wants(Optional<String> asked, String actual) {
    return asked.isEmpty() || asked.get().equals(actual);
  }
}
