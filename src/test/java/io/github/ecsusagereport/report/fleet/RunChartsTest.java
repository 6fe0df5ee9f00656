package io.github.ecsusagereport.report.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.report.lines.Tariff;
import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunChartsTest {
  private static final long MONDAY = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
  private static final long HOUR_MS = 3_600_000;

  private final RunCharts charts = new RunCharts();

  @ParameterizedTest
  @CsvSource({
    "PT0S, MINUTE",
    "PT119M, MINUTE",
    "PT120M, FIVE_MINUTES",
    "PT119H, HOUR",
    "PT120H, THREE_HOURS",
    "P119D, DAY",
    "P120D, WEEK",
    "P20000D, YEAR",
    "P90000D, DECADE"
  })
  void step_isTheShortestThatFits(String span, TimeStep expected) {
    assertEquals(expected, TimeStep.of(MONDAY, MONDAY + Duration.parse(span).toMillis()));
  }

  @Test
  void steps_areMultiples_andWeeksBeginOnMonday() {
    TimeStep[] steps = TimeStep.values();
    for (int i = 1; i < steps.length; i++) {
      assertEquals(0, steps[i].ms() % steps[i - 1].ms(), steps[i].toString());
    }
    assertEquals(MONDAY, TimeStep.WEEK.start(MONDAY + 7 * 24 * HOUR_MS - 1));
    assertEquals(-3 * 24 * HOUR_MS, TimeStep.WEEK.start(0));
  }

  /** However the runs come, the columns are those of the whole span, and nothing gets lost. */
  @Test
  void history_isTheSame_inAnyOrder() {
    Random random = new Random(1);
    History inOrder = new History();
    History mixed = new History();
    List<Long> starts = random.longs(5000, MONDAY, MONDAY + 200 * 24 * HOUR_MS).boxed().toList();
    starts.stream().sorted().forEach(start -> add(inOrder, start));
    starts.forEach(start -> add(mixed, start));

    assertEquals(TimeStep.WEEK, mixed.step());
    assertEquals(inOrder.columns().keySet(), mixed.columns().keySet());
    assertTrue(mixed.columns().size() <= TimeStep.MOST_COLUMNS);
    long all = 0;
    for (var each : mixed.columns().entrySet()) {
      History.Column other = inOrder.columns().get(each.getKey());
      assertEquals(other.counts().all(), each.getValue().counts().all());
      double median = other.durationMs().median();
      assertEquals(median, each.getValue().durationMs().median(), 0.02 * median);
      assertEquals(other.durationMs().most(), each.getValue().durationMs().most());
      all += each.getValue().counts().all();
    }
    assertEquals(5000, all);
  }

  private static void add(History history, long start) {
    History.Column column = history.at(start);
    column.counts().add(Status.SUCCESS, true);
    column.durationMs().add(start % 100_000);
  }

  @Test
  void use_isWeightedByDuration() {
    charts.add(run("a", MONDAY + HOUR_MS, 1000, 100, 512, Status.SUCCESS));
    charts.add(run("b", MONDAY + HOUR_MS, 3000, 20, 256, Status.FAILURE));
    charts.addUnfinished(run("c", MONDAY + 25 * HOUR_MS, 4000, 60, 128, Status.RUNNING), false);

    History.Column first = charts.history().columns().get(MONDAY + HOUR_MS);
    assertEquals(20, first.use().cpuUtilization());
    assertEquals(31.25, first.use().memoryUtilization());
    assertEquals(1, first.counts().of(Status.FAILURE));
    assertEquals(1, first.durationMs().count());
    assertEquals(3, charts.hours().get(1).runs());
    assertEquals(25, charts.hours().get(1).cpuUtilization());
    assertEquals(Double.NaN, charts.hours().get(2).cpuUtilization());
  }

  @Test
  void box_namesTheRunsFarOut() {
    for (int i = 0; i < 100; i++) {
      charts.add(run("in-" + i, MONDAY, 1000, 40 + i % 10, 512, Status.SUCCESS));
    }
    for (int i = 0; i < 7; i++) {
      charts.add(run("out-" + i, MONDAY + i * HOUR_MS, 1000, 100 + i, 512, Status.SUCCESS));
    }
    charts.add(run("low", MONDAY, 1000, 2, 512, Status.SUCCESS));

    BoxPlot.Box box = charts.cpu().box();
    assertEquals(21, box.p25());
    assertEquals(22.5, box.median());
    assertEquals(23.5, box.p75());
    assertEquals(20, box.low());
    assertEquals(24.5, box.high());
    assertEquals(8, box.outliers());
    assertEquals(
        List.of("low", "out-2", "out-3", "out-4", "out-5", "out-6"),
        box.outlierRuns().stream().map(BoxPlot.Point::taskId).toList());
    assertEquals(MONDAY + 6 * HOUR_MS, box.outlierRuns().get(5).startedAtEpochMs());
  }

  @Test
  void box_ofManyRuns_isNearlyTheSame() {
    Random random = new Random(1);
    double[] values = random.doubles(20_000, 40, 60).toArray();
    BoxPlot spread = new BoxPlot();
    for (double value : values) {
      spread.add(value, run("a", MONDAY, 1, 1, 1, Status.SUCCESS));
    }
    spread.add(99, run("far", MONDAY, 1, 1, 1, Status.SUCCESS));
    BoxPlot.Box box = spread.box();

    assertEquals(45, box.p25(), 0.2);
    assertEquals(55, box.p75(), 0.2);
    assertEquals(40, box.low(), 0.1);
    assertEquals(60, box.high(), 0.1);
    assertEquals(1, box.outliers());
    assertEquals("far", box.outlierRuns().get(0).taskId());
  }

  /** 2 vCPU and 1024 MiB; percent of one vCPU, MiB. */
  private static Run run(
      String id, long start, double durationMs, double cpu, double mib, Status status) {
    Metrics task = new Metrics();
    task.put(Metric.DURATION_MS, durationMs);
    task.put(Metric.CPU_SIZE_VCPU, 2);
    task.put(Metric.MEMORY_SIZE_MIB, 1024);
    task.put(Metric.AVG_CPU_PERCENT, cpu);
    task.put(Metric.AVG_MEMORY_USED_MIB, mib);
    task.put(Metric.MAX_MEMORY_USED_MIB, mib);
    String arn = "arn:aws:ecs:us-east-1:123456789012:task/nightly/" + id;
    return new Run(
        true,
        arn,
        Run.hash(arn),
        TestRun.KEY,
        status,
        null,
        Tariff.X86,
        -1,
        -1,
        start,
        start,
        new Metrics(),
        task,
        new Metrics(),
        Double.NaN,
        Map.of(),
        60,
        99,
        null);
  }
}
