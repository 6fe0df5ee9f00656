package io.github.ecsusagereport.report.print;

import static io.github.ecsusagereport.report.print.HumanReadable.duration;
import static io.github.ecsusagereport.report.print.HumanReadable.format;
import static io.github.ecsusagereport.report.print.HumanReadable.mib;
import static io.github.ecsusagereport.report.print.HumanReadable.moment;
import static io.github.ecsusagereport.report.print.HumanReadable.percent;
import static io.github.ecsusagereport.report.print.HumanReadable.vcpu;

import io.github.ecsusagereport.report.fleet.SingleRuns;
import io.github.ecsusagereport.report.fleet.SingleRuns.Ended;
import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.PricedSize;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.UsageCurve;
import java.util.ArrayList;
import java.util.List;

/** One task as a whole: the sizes that were weighed, its last runs, and how the worst one went. */
final class TaskText {
  private static final String INDENT = "  ";

  /** What a table of runs with the ids takes, and a curve of 60 steps with its words beside it. */
  private static final int WIDE = 104;

  private final Advice advice;
  private final Paper paper;
  private final TextPage page;

  TaskText(Advice advice, Paper paper, TextPage page) {
    this.advice = advice;
    this.paper = paper;
    this.page = page;
  }

  void write(List<PricedSize> weighed) {
    if (!weighed.isEmpty()) {
      page.line("");
      page.grid(sizes(weighed), 1, INDENT);
    }
    SingleRuns runs = advice.workload().singleRuns();
    page.line("");
    page.grid(runs(runs.last()), 2, INDENT);
    Ended largest = runs.largest();
    if (largest != null) {
      curve("The run with the most memory", largest);
    }
    runs.failed().stream()
        .filter(failed -> !failed.equals(largest))
        .limit(1)
        .forEach(failed -> curve("The last run that failed", failed));
  }

  private List<List<String>> sizes(List<PricedSize> weighed) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("SIZE", "A RUN TAKES", "TIMES AS LONG", "A RUN COSTS", ""));
    for (PricedSize option : weighed) {
      double times = option.timesAsLong();
      rows.add(
          List.of(
              option.size().toString(),
              duration(option.durationMs()),
              Double.isNaN(times) ? HumanReadable.UNKNOWN : format("%.2f", times),
              Double.isNaN(option.usd())
                  ? HumanReadable.UNKNOWN
                  : HumanReadable.usdOfARun(option.usd()),
              mark(option)));
    }
    return rows;
  }

  private String mark(PricedSize option) {
    boolean isNow = option.size().equals(advice.now().size());
    boolean isToTake = advice.take() != null && option.size().equals(advice.take().size());
    return isNow ? (isToTake ? "today, and to stay" : "today") : isToTake ? "to take" : "";
  }

  private List<List<String>> runs(List<Ended> runs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "STARTED (UTC)", "STATUS", "EXIT", "DURATION", "CPU", "MEMORY", "OF SIZE", id("TASK")));
    for (Ended ended : runs) {
      Run run = ended.run();
      rows.add(
          List.of(
              moment(run.startedAtEpochMs()),
              ended.how(),
              run.exitCode() < 0 ? HumanReadable.UNKNOWN : Integer.toString(run.exitCode()),
              duration(run.durationMs()),
              percent(run.cpuUtilization()),
              run.hasMemory() ? mib(run.maxMemoryMiB()) : HumanReadable.UNKNOWN,
              percent(run.maxMemoryUtilization()),
              id(taskId(run))));
    }
    return rows;
  }

  /** Where there is no room the last column goes. */
  private String id(String text) {
    return isWide() ? text : "";
  }

  private boolean isWide() {
    return !paper.isTerminal() || paper.width() >= WIDE;
  }

  private static String taskId(Run run) {
    return run.taskId() == null ? HumanReadable.UNKNOWN : HumanReadable.printable(run.taskId());
  }

  private void curve(String which, Ended ended) {
    Run run = ended.run();
    page.line("");
    page.wrap(
        format("%s: %s, %s, %s.", which, taskId(run), moment(run.startedAtEpochMs()), ended.how()),
        INDENT);
    UsageCurve curve = run.curve();
    if (curve == null) {
      page.wrap("Its line has no curve of its use (USAGE_CURVE).", INDENT);
      return;
    }
    double[] cpu = Sparkline.values(curve.cpuPercent());
    double[] memory = Sparkline.values(curve.memoryMiB());
    double vcpus = run.task(Metric.CPU_SIZE_VCPU);
    double sizeMib = run.task(Metric.MEMORY_SIZE_MIB);
    lines(
        List.of("CPU", Sparkline.of(cpu, paper), ofCpu(Sparkline.most(cpu), vcpus)),
        List.of("memory", Sparkline.of(memory, paper), ofMemory(Sparkline.most(memory), sizeMib)));
    page.wrap(
        format(
            "That is of the watched containers; a character is %s, and each line goes from 0 to its"
                + " most.",
            duration(curve.stepMs())),
        INDENT);
  }

  private void lines(List<String> cpu, List<String> memory) {
    if (isWide()) {
      page.grid(List.of(cpu, memory), 2, INDENT);
      return;
    }
    for (List<String> each : List.of(cpu, memory)) {
      page.line(INDENT + each.get(0) + ": " + each.get(2));
      page.line(INDENT + each.get(1));
    }
  }

  private static String ofCpu(double mostPercent, double vcpus) {
    if (Double.isNaN(mostPercent)) {
      return "not read";
    }
    String of = vcpus > 0 ? " of " + vcpu(vcpus) : "";
    return format("%.2f%s vCPU at most", mostPercent / 100, of);
  }

  private static String ofMemory(double mostMib, double sizeMib) {
    if (Double.isNaN(mostMib)) {
      return "not read";
    }
    String of = sizeMib > 0 ? format(" of %.0f", sizeMib) : "";
    return format("%.0f%s MiB at most", mostMib, of);
  }
}
