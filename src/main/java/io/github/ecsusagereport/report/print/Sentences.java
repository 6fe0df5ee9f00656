package io.github.ecsusagereport.report.print;

import static io.github.ecsusagereport.report.print.HumanReadable.day;
import static io.github.ecsusagereport.report.print.HumanReadable.format;
import static io.github.ecsusagereport.report.print.HumanReadable.mib;
import static io.github.ecsusagereport.report.print.HumanReadable.vcpu;

import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.fleet.TimeStats;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.Note;
import io.github.ecsusagereport.report.sizing.OwnLimit;
import io.github.ecsusagereport.report.sizing.PricedSize;
import io.github.ecsusagereport.report.sizing.Sizing;
import io.github.ecsusagereport.report.sizing.Verdict;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.ArrayList;
import java.util.List;

/** An advice in plain words. */
final class Sentences {
  private Sentences() {}

  /** What was asked, what was used, what to write instead, and what that rests on. */
  static List<String> of(Advice advice) {
    List<String> sentences = new ArrayList<>();
    if (advice.take() == null) {
      sentences.add(obstacle(advice));
    } else if (advice.verdict() == Verdict.CHANGE) {
      sentences.add(asked(advice) + " " + used(advice));
      sentences.add(write(advice));
      sentences.add(restsOn(advice));
    } else {
      sentences.add(asked(advice) + " " + used(advice));
      sentences.add(MoneySentences.smaller(advice));
    }
    sentences.addAll(MoneySentences.of(advice));
    advice.notes().forEach(note -> sentences.add(note(note, advice)));
    return sentences;
  }

  /** Why there is no size to take. */
  private static String obstacle(Advice advice) {
    return switch (advice.verdict()) {
      case NO_READINGS -> "No run was read, so nothing is known of its memory.";
      case NOT_ENOUGH_RUNS ->
          format(
              "Not enough runs (%d): advice takes %d that succeeded.",
              advice.workload().counts().readSuccesses(), Sizing.LEAST_RUNS);
      case NOT_FARGATE -> notFargate(advice);
      case TOO_LARGE ->
          format("It needs %s of memory, and no Fargate task has that.", mib(advice.needMiB()));
      case CHANGE, KEEP -> throw new IllegalArgumentException("a size to take: " + advice);
    };
  }

  /** With as few runs as on Fargate nothing more is promised. */
  private static String notFargate(Advice advice) {
    Workload workload = advice.workload();
    String where =
        workload.elsewhere() == null
            ? "Its size is none of Fargate's"
            : "It runs on " + HumanReadable.printable(workload.elsewhere());
    return where
        + ", so it has no price. "
        + (Sizing.hasEnoughRuns(workload)
            ? format("The task needs %s of memory.", mib(advice.needMiB()))
            : format(
                "Not enough runs (%d): what it needs takes %d that succeeded.",
                workload.counts().readSuccesses(), Sizing.LEAST_RUNS));
  }

  private static String asked(Advice advice) {
    Size now = advice.now().size();
    return format("It asks for %s vCPU and %d MiB.", vcpu(now.vcpu()), now.memoryMiB());
  }

  private static String used(Advice advice) {
    Workload workload = advice.workload();
    String memory =
        format(
            "%s at most (%s)",
            mib(workload.maxMemoryMiB()), HumanReadable.percent(workload.percentOfMaxMemory()));
    TimeStats times = advice.times();
    if (times.cpuRuns() == 0) {
      return "It used " + memory + ".";
    }
    double cores = times.avgCpuPercent().median() / 100;
    double cpuPercent = 100 * cores / advice.now().size().vcpu();
    return format(
        "It used %.2f vCPU on average (%s) and %s.",
        cores, HumanReadable.percent(cpuPercent), memory);
  }

  private static String write(Advice advice) {
    Size take = advice.take().size();
    String where =
        advice.workload().key().job() == null
            ? "the task definition"
            : "the task definition, or into the overrides of RunTask for this job alone";
    return format(
        "Write cpu %d and memory %d into %s: it needs %s with headroom%s.",
        take.cpuUnits(), take.memoryMiB(), where, mib(advice.needMiB()), timeAndCost(advice));
  }

  private static String timeAndCost(Advice advice) {
    PricedSize now = advice.now();
    PricedSize take = advice.take();
    if (Double.isNaN(now.usd())) {
      return "";
    }
    String time =
        take.timesAsLong() > 1
            ? format(
                ", a run takes about %s instead of %s and",
                HumanReadable.duration(take.durationMs()), HumanReadable.duration(now.durationMs()))
            : Double.isNaN(now.durationMs()) ? ", a run" : ", a run takes as long as now and";
    double saving = advice.savingUsdPerMonth();
    String month =
        Double.isNaN(saving)
            ? ""
            : format(
                ", which %s %s a month",
                saving < 0 ? "adds" : "saves", HumanReadable.usdInWords(Math.abs(saving)));
    return format(
        "%s costs %s in the mean instead of %s%s",
        time, HumanReadable.usdOfARun(take.usd()), HumanReadable.usdOfARun(now.usd()), month);
  }

  private static String restsOn(Advice advice) {
    Workload workload = advice.workload();
    String first = day(workload.firstStartEpochMs());
    String last = day(workload.lastStartEpochMs());
    long runs = workload.counts().all() - workload.counts().withoutReadings();
    return format(
        "This rests on %s %s.",
        runs(runs), first.equals(last) ? "of " + first : "from " + first + " to " + last);
  }

  private static String note(Note note, Advice advice) {
    Workload workload = advice.workload();
    return switch (note) {
      case OUT_OF_MEMORY ->
          format(
              "It ran out of memory %s, so what it would have used is not known.",
              times(workload.counts().of(Status.OUT_OF_MEMORY)));
      case MEMORY_OF_MACHINE ->
          "That most of its memory was seen on the task's own machine, and by no reading of its"
              + " containers; where a run had none yet, as in its first 10 s, it is an upper"
              + " bound.";
      case MEMORY_NOT_LOWERED ->
          format(
              "The memory is not lowered, since it may have been too little for %s that did not"
                  + " succeed.",
              runs(workload.memorySuspects()));
      case CPU_NOT_KNOWN ->
          format(
              "Too few runs were read closely enough to lower the vCPU (%d of %d).",
              advice.times().cpuRuns(), Sizing.LEAST_RUNS);
      case SINGLE_THREADED ->
          "It looks single-threaded: it used about one vCPU, and cannot use the others.";
      case CPU_SATURATED ->
          format(
              "It wanted more CPU for %s of its time: more vCPUs may make it faster.",
              HumanReadable.percent(100 * advice.times().saturatedShare().median()));
      case HEAP_GROWS_TO_LIMIT ->
          "It used the same part of its memory at every size, as a heap does that grows to its"
              + " limit: try a smaller heap.";
      case OWN_MEMORY_LIMIT ->
          format(
              "The container has a memory limit of its own, %.0f MiB: make it %d, too.",
              workload.ownLimitMiB(),
              OwnLimit.beside(workload, advice.take().size()).orElseThrow());
      case OTHER_REGIONS_PRICES -> MoneySentences.otherRegion(advice);
      case SPOT_PRICES ->
          "Runs on Spot are taken to cost a part of the price on demand, which changes (--spot).";
    };
  }

  private static String runs(long count) {
    return count == 1 ? "1 run" : format("%d runs", count);
  }

  private static String times(long count) {
    return count == 1 ? "once" : count == 2 ? "twice" : count + " times";
  }
}
