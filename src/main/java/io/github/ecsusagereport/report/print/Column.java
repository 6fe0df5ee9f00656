package io.github.ecsusagereport.report.print;

import io.github.ecsusagereport.report.fleet.RunCounts;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.Verdict;
import io.github.ecsusagereport.summary.TaskSummary.Status;

/** A column of the table on a terminal. */
enum Column {
  TASK("TASK", 0),
  RUNS("RUNS", 0),
  FAILED("FAILED", 3),
  OUT_OF_MEMORY("OOM", 4),
  MEDIAN("MEDIAN", 6),
  P95("P95", 2),
  START("START", 1),
  CPU("CPU", 7),
  MEMORY("MEM", 8),
  NOW("NOW", 9),
  TAKE("TAKE", 0),
  SAVING("SAVES", 5);

  private final String title;
  private final int dropOrder;

  Column(String title, int dropOrder) {
    this.title = title;
    this.dropOrder = dropOrder;
  }

  String title() {
    return title;
  }

  /** Which goes first where there is no room; 0 stays. */
  int dropOrder() {
    return dropOrder;
  }

  String cell(Advice advice, RowLabels labels) {
    RunCounts counts = advice.workload().counts();
    return switch (this) {
      case TASK -> labels.of(advice.workload().key());
      case RUNS -> count(counts.all());
      case FAILED -> count(counts.notSuccessful() - counts.of(Status.OUT_OF_MEMORY));
      case OUT_OF_MEMORY -> count(counts.of(Status.OUT_OF_MEMORY));
      case MEDIAN -> HumanReadable.duration(advice.times().durationMs().median());
      case P95 -> HumanReadable.duration(advice.times().durationMs().p95());
      case START -> HumanReadable.duration(advice.times().startDelayMs().median());
      case CPU -> cpu(advice);
      case MEMORY -> HumanReadable.percent(advice.workload().maxMemoryPercent());
      case NOW -> advice.now() == null ? HumanReadable.UNKNOWN : advice.now().size().toString();
      case TAKE -> take(advice);
      case SAVING -> saving(advice);
    };
  }

  private static String count(long count) {
    return HumanReadable.format("%,d", count);
  }

  private static String cpu(Advice advice) {
    return advice.now() == null
        ? HumanReadable.UNKNOWN
        : HumanReadable.percent(
            advice.times().avgCpuPercent().median() / advice.now().size().vcpu());
  }

  private static String take(Advice advice) {
    return switch (advice.verdict()) {
      case CHANGE -> advice.take().size().toString();
      case KEEP -> "stay";
      case NOT_ENOUGH_RUNS -> "few runs";
      case NO_READINGS -> "no data";
      case NOT_FARGATE -> HumanReadable.UNKNOWN;
      case TOO_LARGE -> "too large";
    };
  }

  private static String saving(Advice advice) {
    return advice.verdict() == Verdict.CHANGE ? HumanReadable.usd(advice.savingUsdPerMonth()) : "";
  }
}
