package io.github.ecsusagereport.report.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.report.lines.WorkloadKey;
import io.github.ecsusagereport.report.sizing.Prices;
import io.github.ecsusagereport.report.sizing.Sizing;
import io.github.ecsusagereport.report.sizing.SizingOptions;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private Workload workload = new Workload(new WorkloadKey("import", "batch", "nightly"), false);

  @Test
  void change_saysWhatWasAsked_used_whatToWrite_andWhatItRestsOn() {
    add(12, () -> new TestRun().size(2, 8192));

    assertSentences(
        "It asks for 2 vCPU and 8192 MiB. It used 1.16 vCPU on average (58%) and 700 MiB at most"
            + " (9%).",
        "Write cpu 2048 and memory 4096 into the task definition, or into the overrides of RunTask"
            + " for this job alone: it needs 840 MiB with headroom, a run takes as long as now and"
            + " costs $0.005760 instead of $0.006797.",
        "This rests on 12 runs of 2026-01-05.");
  }

  @Test
  void firstOutOfMemory_hasNoTimeAndNoCost() {
    add(1, () -> new TestRun().size(0.5, 1024).status(Status.OUT_OF_MEMORY));

    assertSentences(
        "It asks for 0.5 vCPU and 1024 MiB. It used 700 MiB at most (68%).",
        "Write cpu 512 and memory 2048 into the task definition, or into the overrides of RunTask"
            + " for this job alone: it needs 1280 MiB with headroom.",
        "This rests on 1 run of 2026-01-05.",
        "It ran out of memory once, so what it would have used is not known.",
        "Too few runs were read closely enough to lower the vCPU (0 of 10).");
  }

  @Test
  void ownLimit_isToBeChangedToo() {
    add(10, () -> new TestRun().size(2, 8192).watched(Metric.MEMORY_SIZE_MIB, 6000));

    assertEquals(
        "The container has a memory limit of its own, 6000 MiB: change it, too.",
        sentences().get(3));
  }

  @Test
  void noAdvice_isOneSentence() {
    add(3, TestRun::new);
    assertSentences("Not enough runs (3): advice takes 10 that succeeded.");

    add(1, () -> new TestRun().launchType("EC2"));
    assertSentences("It runs on EC2, so it has no price. The task needs 840 MiB of memory.");

    add(1, () -> new TestRun().size(2, 4000));
    assertSentences(
        "Its size is none of Fargate's, so it has no price. The task needs 840 MiB of memory.");

    workload = new Workload(workload.key(), false);
    add(10, () -> new TestRun().size(32, 249_856).with(Metric.MAX_MEMORY_USED_MIB, 240_000));
    assertSentences("It needs 288000 MiB of memory, and no Fargate task has that.");

    workload = new Workload(workload.key(), false);
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
