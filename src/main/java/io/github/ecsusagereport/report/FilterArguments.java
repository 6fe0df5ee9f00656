package io.github.ecsusagereport.report;

import io.github.ecsusagereport.report.fleet.RunFilter;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code report} that say which runs are asked for. */
final class FilterArguments {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only lines since then: 2026-01-05, 2026-01-05T03:00:00Z or 30d.")
  private String since;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      description = "Only the last 12h, 30d or 8w before the newest line.")
  private String window;

  @Option(names = "--family", description = "Only this family.")
  private String family;

  @Option(names = "--job", description = "Only this job.")
  private String job;

  @Option(names = "--container", description = "Only this watched container.")
  private String container;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description = "Only this task, as a whole: what was weighed, its last runs, their use.")
  private String task;

  /** Whether one task is asked for as a whole. */
  boolean isOneTask() {
    return task != null;
  }

  RunFilter filter(Instant now) {
    return new RunFilter(
        Optional.ofNullable(since).map(text -> TimeArgument.parse(text, now)),
        Optional.ofNullable(window).map(TimeArgument::parseWindow),
        Optional.ofNullable(family),
        Optional.ofNullable(job),
        Optional.ofNullable(container),
        Optional.ofNullable(task));
  }
}
