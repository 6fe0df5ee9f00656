package io.github.ecsusagereport.report.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ecsusagereport.report.fleet.SingleRuns.Ended;
import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class SingleRunsTest {
  private final SingleRuns runs = new SingleRuns(2);

  @Test
  void kept_areTheLast_theLargest_andTheLastThatFailed() {
    add(0, 900, Status.SUCCESS);
    add(1, 700, Status.FAILURE);
    for (int day = 20; day > 2; day--) {
      add(day, 500, day == 10 ? Status.STOPPED : Status.SUCCESS);
    }
    runs.addUnfinished(run(2, 600, Status.RUNNING), false);
    runs.addUnfinished(run(30, 100, Status.RUNNING), true);

    assertEquals(List.of("30 running", "20 success"), text(runs.last()));
    assertEquals(List.of("2 unfinished", "1 failure"), text(runs.failed()));
    assertEquals(List.of("0 success"), text(List.of(runs.largest())));
    assertEquals(
        List.of("30 running", "20 success", "2 unfinished", "1 failure", "0 success"),
        text(runs.all()));
  }

  @Test
  void failures_areThreeAtMost() {
    for (int day = 0; day < 9; day++) {
      add(day, 500, Status.OUT_OF_MEMORY);
    }
    assertEquals(List.of("8 outOfMemory", "7 outOfMemory", "6 outOfMemory"), text(runs.failed()));
    assertEquals(List.of("0 outOfMemory"), text(List.of(runs.largest())), "the first of the same");
  }

  @Test
  void withoutReading_noneIsTheLargest() {
    runs.add(new TestRun().withoutMemory().build());
    assertNull(runs.largest());
  }

  private void add(int day, double mib, Status status) {
    runs.add(run(day, mib, status));
  }

  private static Run run(int day, double mib, Status status) {
    return new TestRun()
        .startedAt(day * TestRun.DAY_MS)
        .with(Metric.MAX_MEMORY_USED_MIB, mib)
        .status(status)
        .build();
  }

  private static List<String> text(List<Ended> ended) {
    return ended.stream()
        .map(each -> each.run().startedAtEpochMs() / TestRun.DAY_MS + " " + each.how())
        .toList();
  }
}
