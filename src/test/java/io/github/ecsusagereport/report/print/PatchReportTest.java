package io.github.ecsusagereport.report.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.report.lines.WorkloadKey;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.Prices;
import io.github.ecsusagereport.report.sizing.Sizing;
import io.github.ecsusagereport.report.sizing.SizingOptions;
import io.github.ecsusagereport.summary.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchReportTest {
  @Test
  void family_getsTheLargestOfItsJobs() {
    Advice small = advice("small", 10, 500);
    Advice large = advice("large", 10, 4000);

    assertEquals(
        "{\"family\":\"import\",\"cpu\":\"2048\",\"memory\":\"5120\"}\n",
        PatchReport.of(List.of(small, large)));
  }

  @Test
  void familyWithAJobThatHasNoAdvice_isLeftAlone() {
    assertEquals("", PatchReport.of(List.of(advice("small", 10, 500), advice("new", 3, 500))));
  }

  @Test
  void familyWhoseJobsNeedWhatItHas_isLeftAlone() {
    assertEquals("", PatchReport.of(List.of(advice("small", 10, 500), advice("large", 10, 6500))));
  }

  private static Advice advice(String job, int runs, double usedMiB) {
    Workload workload = new Workload(new WorkloadKey("import", "batch", job), false);
    for (int i = 0; i < runs; i++) {
      workload.add(new TestRun().size(2, 8192).with(Metric.MAX_MEMORY_USED_MIB, usedMiB).build());
    }
    return new Sizing(Prices.known(), SizingOptions.DEFAULT).advise(workload);
  }
}
