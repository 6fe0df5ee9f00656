package io.github.ecsusagereport.report.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadsTest {
  @Test
  void regions_andAccounts_areSizedByThemselves_clustersAreNot() {
    Workloads workloads = new Workloads(RunFilter.ALL, Detail.NONE);
    workloads.add(new TestRun().arn("us-east-1:111122223333:task/one/1").build());
    workloads.add(new TestRun().arn("us-east-1:111122223333:task/two/2").build());
    workloads.add(new TestRun().arn("us-east-1:444455556666:task/one/3").build());
    workloads.add(new TestRun().arn("eu-west-1:111122223333:task/one/4").build());

    assertEquals(
        List.of("111122223333 eu-west-1 1", "111122223333 us-east-1 2", "444455556666 us-east-1 1"),
        workloads.finish().stream().map(each -> name(each) + " " + each.counts().all()).toList());
  }

  private static String name(Workload workload) {
    return workload.key().account() + " " + workload.key().region();
  }

  @Test
  void window_endsWithTheNewestRun_inWhateverOrderTheyCome() {
    Workloads workloads = new Workloads(lastDays(2), Detail.NONE);
    for (int day : new int[] {1, 0, 5, 3, 2, 4}) {
      workloads.add(onDay(day).build());
    }
    workloads.add(onDay(0).status(Status.RUNNING).isReport(false).arn(arn(9)).build());
    Workload workload = workloads.finish().get(0);

    assertEquals(3, workload.counts().all());
    assertEquals(TestRun.FIRST_MS + 3 * TestRun.DAY_MS, workload.firstStartEpochMs());
    assertEquals(703, workload.maxMemoryMiB());
  }

  @Test
  void withoutAWindow_allCount() {
    Workloads workloads = new Workloads(RunFilter.ALL, Detail.NONE);
    workloads.add(onDay(0).build());
    workloads.add(onDay(400).build());

    assertEquals(2, workloads.finish().get(0).counts().all());
  }

  /** The older one, the more memory it used. */
  private static TestRun onDay(int day) {
    return new TestRun()
        .arn(arn(day))
        .startedAt(TestRun.FIRST_MS + day * TestRun.DAY_MS)
        .with(Metric.MAX_MEMORY_USED_MIB, 706 - day);
  }

  private static String arn(int run) {
    return "us-east-1:111122223333:task/one/" + run;
  }

  private static RunFilter lastDays(int days) {
    return new RunFilter(
        Optional.empty(),
        Optional.of(Duration.ofDays(days)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
