package io.github.ecsusagereport.report;

import java.time.Instant;
import java.util.Optional;

/**
 * What {@code report} was asked for.
 *
 * @param since runs that ended before are left out
 * @param family of the task definition; all when empty
 * @param job all when empty
 * @param container the watched one; all when empty
 * @param region whose prices; that of the task when empty
 * @param architecture whose prices
 * @param goal what the size is chosen for
 * @param slowdown how many times as long a run may take, with {@link Goal#BALANCED}
 */
record ReportOptions(
    Optional<Instant> since,
    Optional<String> family,
    Optional<String> job,
    Optional<String> container,
    Optional<String> region,
    Architecture architecture,
    Goal goal,
    double slowdown) {
  static final double DEFAULT_SLOWDOWN = 1.25;

  static final ReportOptions DEFAULT =
      new ReportOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Architecture.X86,
          Goal.BALANCED,
          DEFAULT_SLOWDOWN);

  ReportOptions {
    if (!(slowdown >= 1)) {
      throw new IllegalArgumentException("--slowdown is 1 or more");
    }
  }

  /** Whether a line is asked for. */
  boolean wants(Run run) {
    return since.map(time -> run.timeEpochMs() >= time.toEpochMilli()).orElse(true)
        && wants(family, run.key().family())
        && wants(job, run.key().job())
        && wants(container, run.key().container());
  }

  private static boolean wants(Optional<String> asked, String actual) {
    return asked.isEmpty() || asked.get().equals(actual);
  }
}
