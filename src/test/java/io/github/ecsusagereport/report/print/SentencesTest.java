package io.github.ecsusagereport.report.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.report.fleet.Detail;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.report.sizing.Prices;
import io.github.ecsusagereport.report.sizing.Sizing;
import io.github.ecsusagereport.report.sizing.SizingOptions;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private Workload workload = new Workload(TestRun.key("nightly"), Detail.NONE);

  @Test
  void change_saysWhatWasAsked_used_whatToWrite_andWhatItRestsOn() {
    add(12, () -> new TestRun().size(2, 8192));

    assertSentences(
        "It asks for 2 vCPU and 8192 MiB. It used 1.16 vCPU on average (58%) and 700 MiB at most"
            + " (9%).",
        "Write cpu 2048 and memory 4096 into the task definition, or into the overrides of RunTask"
            + " for this job alone: it needs 840 MiB with headroom, a run takes as long as now and"
            + " costs $0.005760 in the mean instead of $0.006797.",
        "This rests on 12 runs of 2026-01-05.",
        "On ARM a run would cost $0.004608, if it takes as long there.");
  }

  @Test
  void firstOutOfMemory_hasNoTime_andCostsWhatItTook() {
    add(1, () -> new TestRun().size(0.5, 1024).status(Status.OUT_OF_MEMORY));

    assertSentences(
        "It asks for 0.5 vCPU and 1024 MiB. It used 700 MiB at most (68%).",
        "Write cpu 512 and memory 2048 into the task definition, or into the overrides of RunTask"
            + " for this job alone: it needs 1280 MiB with headroom, a run costs $0.001699 in the mean"
            + " instead of $0.001440.",
        "This rests on 1 run of 2026-01-05.",
        "On ARM a run would cost $0.001360, if it takes as long there.",
        "It ran out of memory once, so what it would have used is not known.",
        "Too few runs were read closely enough to lower the vCPU (0 of 10).");
  }

  @Test
  void failures_thatCostACent_areSaid() {
    add(10, () -> new TestRun().arm());
    add(5, () -> new TestRun().arm().status(Status.FAILURE).exitCode(1));

    assertSentences(
        "It asks for 2 vCPU and 4096 MiB. It used 1.16 vCPU on average (58%) and 700 MiB at most"
            + " (17%).",
        "It stays: with 1 vCPU and 2048 MiB a run would take about 5m18s instead of 3m30s, and cost"
            + " $0.003094 instead of $0.004608.",
        "All these runs cost $0.07, those that did not succeed $0.02 of that.");
  }

  @Test
  void percentOfMemory_isThatOfTheRunThatUsedIt() {
    add(10, () -> new TestRun().revision(8).size(2, 8192));
    add(
        1,
        () -> new TestRun().revision(7).size(2, 16_384).with(Metric.MAX_MEMORY_USED_MIB, 1638.4));

    assertEquals(
        "It asks for 2 vCPU and 8192 MiB. It used 1.16 vCPU on average (58%) and 1639 MiB at most"
            + " (10%).",
        sentences().get(0));
  }

  @Test
  void ownLimit_thatIsInTheWay_isToBeChangedToo() {
    add(10, () -> new TestRun().size(2, 8192).watched(Metric.MEMORY_SIZE_MIB, 6000));
    assertEquals(
        "The container has a memory limit of its own, 6000 MiB: make it 4032, too.",
        sentences().get(4));

    workload = new Workload(workload.key(), Detail.NONE);
    add(10, () -> new TestRun().size(2, 8192).watched(Metric.MEMORY_SIZE_MIB, 3000));
    assertEquals(4, sentences().size());
  }

  @Test
  void noAdvice_isOneSentence() {
    add(3, TestRun::new);
    assertSentences("Not enough runs (3): advice takes 10 that succeeded.");

    add(4, () -> new TestRun().launchType("EC2"));
    assertSentences(
        "It runs on EC2, so it has no price. Not enough runs (7): what it needs takes 10 that"
            + " succeeded.");

    add(6, () -> new TestRun().size(2, 4000).launchType("MANAGED_INSTANCES"));
    assertSentences(
        "It runs on MANAGED_INSTANCES, so it has no price. The task needs 840 MiB of memory.");

    add(9, () -> new TestRun().size(2, 4000));
    assertEquals(
        "Its size is none of Fargate's, so it has no price. The task needs 840 MiB of memory.",
        sentences().get(0));

    workload = new Workload(workload.key(), Detail.NONE);
    add(10, () -> new TestRun().size(32, 249_856).with(Metric.MAX_MEMORY_USED_MIB, 240_000));
    assertSentences("It needs 288000 MiB of memory, and no Fargate task has that.");

    workload = new Workload(workload.key(), Detail.NONE);
    add(1, () -> new TestRun().withoutMemory());
    assertSentences("No run was read, so nothing is known of its memory.");
  }

  private void add(int runs, Supplier<TestRun> run) {
    for (int i = 0; i < runs; i++) {
      workload.add(run.get().build());
    }
  }

  private void assertSentences(String... expected) {
    assertEquals(List.of(expected), sentences());
  }

  private List<String> sentences() {
    return Sentences.of(new Sizing(Prices.known(), SizingOptions.DEFAULT).advise(workload));
  }
}
