package io.github.ecsusagereport.report.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.report.fleet.Detail;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.report.lines.WorkloadKey;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.Prices;
import io.github.ecsusagereport.report.sizing.Sizing;
import io.github.ecsusagereport.report.sizing.SizingOptions;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PatchReportTest {
  @Test
  void family_getsTheLargestOfItsJobs() {
    Advice small = advice("small", 10, 500);
    Advice large = advice("large", 10, 4000);

    assertEquals(
        "{\"family\":\"import\",\"cpu\":\"2048\",\"memory\":\"5120\"}\n",
        patch(List.of(small, large)));
  }

  @Test
  void familyWithAJobThatHasNoAdvice_isLeftAlone() {
    assertEquals("", patch(List.of(advice("small", 10, 500), advice("new", 3, 500))));
  }

  @Test
  void familyWhoseJobsNeedWhatItHas_isLeftAlone() {
    assertEquals("", patch(List.of(advice("small", 10, 500), advice("large", 10, 6500))));
  }

  @Test
  void limitOfAContainer_thatIsInTheWay_isInTheLine() {
    // Of 4096 MiB a fifth more than the 200 that the others used are left to them.
    assertEquals(
        "{\"family\":\"import\",\"cpu\":\"2048\",\"memory\":\"4096\",\"containerDefinitions\":"
            + "[{\"name\":\"batch\",\"memory\":3856}]}\n",
        patch(List.of(limited(8000, 500, Status.SUCCESS))));
    assertEquals(
        "{\"family\":\"import\",\"cpu\":\"2048\",\"memory\":\"4096\"}\n",
        patch(List.of(limited(3800, 500, Status.SUCCESS))));
  }

  @Test
  void limitOfAContainer_thatRanOutOfIt_isRaised() {
    assertEquals(
        "{\"family\":\"import\",\"cpu\":\"2048\",\"memory\":\"9216\",\"containerDefinitions\":"
            + "[{\"name\":\"batch\",\"memory\":8750}]}\n",
        patch(List.of(limited(7000, 6990, Status.OUT_OF_MEMORY))));
  }

  @Test
  void familyOfTwoRegions_hasALineForEach() {
    List<Advice> advices =
        Stream.of("eu-west-1", "us-east-1")
            .map(region -> advice(new TestRun().region(region).build().key(), 10, 500))
            .toList();

    assertEquals(
        """
        {"family":"import","region":"eu-west-1","cpu":"2048","memory":"4096"}
        {"family":"import","region":"us-east-1","cpu":"2048","memory":"4096"}
        """,
        patch(advices));
    assertEquals(1, PatchReport.of(advices, advices.subList(0, 1)).lines().count());
  }

  /** 8192 MiB, of which the watched container may have a part, and used so much of it. */
  private static Advice limited(int limitMiB, double usedMiB, Status last) {
    Workload workload = new Workload(TestRun.KEY, Detail.NONE);
    for (int i = 0; i < 11; i++) {
      workload.add(
          new TestRun()
              .size(2, 8192)
              .status(i < 10 ? Status.SUCCESS : last)
              .watched(Metric.MEMORY_SIZE_MIB, limitMiB)
              .with(Metric.MAX_MEMORY_USED_MIB, usedMiB + 200)
              .watched(Metric.MAX_MEMORY_USED_MIB, usedMiB)
              .build());
    }
    return new Sizing(Prices.known(), SizingOptions.DEFAULT).advise(workload);
  }

  private static String patch(List<Advice> advices) {
    return PatchReport.of(advices, advices);
  }

  private static Advice advice(String job, int runs, double usedMiB) {
    return advice(TestRun.key(job), runs, usedMiB);
  }

  private static Advice advice(WorkloadKey key, int runs, double usedMiB) {
    Workload workload = new Workload(key, Detail.NONE);
    for (int i = 0; i < runs; i++) {
      workload.add(new TestRun().size(2, 8192).with(Metric.MAX_MEMORY_USED_MIB, usedMiB).build());
    }
    return new Sizing(Prices.known(), SizingOptions.DEFAULT).advise(workload);
  }
}
