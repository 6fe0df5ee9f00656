package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static io.github.ecsusagereport.usage.Samples.START;
import static io.github.ecsusagereport.usage.Samples.add;
import static io.github.ecsusagereport.usage.Samples.at;
import static io.github.ecsusagereport.usage.Samples.counters;
import static io.github.ecsusagereport.usage.Samples.sample;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.UsageCurve;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskUsageTest {
  private static final double EXACT = 1e-9;

  private final TaskUsage usage = new TaskUsage(new Limits(1, 1024), Double.NaN, false);

  private void describe(String name, boolean isWatched) {
    Samples.describe(usage, name, UNKNOWN, START, isWatched, true);
  }

  private static void expect(double expected, Metrics metrics, Metric metric) {
    assertEquals(expected, metrics.get(metric), EXACT, metric.jsonName());
  }

  @Test
  void watchedMetrics_ofOneContainer_areItsOwn() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "batch", sample(1, 500, 100));
    add(usage, "usage-report", sample(1, 50, 10));
    usage.endPoll();

    assertEquals(usage.containerMetrics("batch", true), usage.watchedMetrics(true));
    expect(500, usage.watchedMetrics(true), Metric.CPU_TIME_MS);
  }

  @Test
  void taskMetrics_addUpAllContainers() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "batch", sample(1, 500, 100));
    add(usage, "usage-report", sample(1, 50, 10));
    usage.endPoll();
    add(usage, "batch", sample(2, 1300, 300));
    add(usage, "usage-report", sample(2, 100, 12));
    usage.endPoll();

    Metrics task = usage.taskMetrics(true);
    expect(1400, task, Metric.CPU_TIME_MS);
    expect(70, task, Metric.AVG_CPU_PERCENT);
    expect(85, task, Metric.MAX_CPU_PERCENT);
    expect(312, task, Metric.MAX_MEMORY_USED_MIB);
    expect(211, task, Metric.AVG_MEMORY_USED_MIB);
    expect(312, task, Metric.LAST_MEMORY_USED_MIB);
    expect(1024, task, Metric.MEMORY_SIZE_MIB);
  }

  @Test
  void taskMetrics_ofReadingsAtDifferentTimes_addUpTheLatestOfEach() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "batch", sample(4, 2000, 100));
    usage.endPoll();
    add(usage, "usage-report", sample(10, 1000, 10));
    usage.endPoll();
    add(usage, "batch", sample(14, 12_000 - 1000, 90));
    usage.endPoll();

    Metrics task = usage.taskMetrics(true);
    expect(100, task, Metric.MAX_CPU_PERCENT);
    expect(110, task, Metric.MAX_MEMORY_USED_MIB);
    expect(100, task, Metric.LAST_MEMORY_USED_MIB);
    expect(12_000, task, Metric.CPU_TIME_MS);
  }

  /**
   * Read at 8 s and at 5: what each used is spread evenly, and added up up to the earlier one. From
   * 8 to 15 s that is 110 %, more than there is: the 700 ms above belong into the 3 s before.
   */
  @Test
  void containersReadAtDifferentTimes_areLaidOnOneAxis() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "batch", sample(8, 4000, 100));
    add(usage, "usage-report", sample(5, 500, 10));
    usage.endPoll();
    add(usage, "usage-report", sample(15, 1500, 10));
    usage.endPoll();
    expect(60, usage.taskMetrics(true), Metric.MAX_CPU_PERCENT);
    add(usage, "batch", sample(18, 14_000, 100));
    usage.endPoll();

    expect(100, usage.taskMetrics(true), Metric.MAX_CPU_PERCENT);
    expect(15_500, usage.taskMetrics(true), Metric.CPU_TIME_MS);
    usage.endRun();
    expect(100, usage.taskMetrics(true), Metric.MAX_CPU_PERCENT);
    double atHalf = usage.durationAtVcpu(18_000).get(1).durationMs();
    assertEquals(18_000 + 15_500 * 2 - 18_000, atHalf, 1e-3, "no interval is below a half");
  }

  /** The agent polls: a frame every 5 to 9 s, with the one of a second before in precpu. */
  @Test
  void framesOfTheAgentsPollingMode_addUpToTheCounters() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "batch", sample(7, 6, 7000 * 0.2, 6000 * 0.2, 100));
    add(usage, "usage-report", sample(6.5, 5.5, 65, 64.9, 10));
    usage.endPoll();
    add(usage, "batch", sample(14, 13, 7000 * 0.2 + 7000 * 0.3, 7000 * 0.2 + 7000 * 0.3 - 1, 100));
    add(usage, "usage-report", sample(14, 13, 140, 130, 10));
    usage.endPoll();
    usage.endRun();

    expect(3640, usage.taskMetrics(true), Metric.CPU_TIME_MS);
    expect(26, usage.taskMetrics(true), Metric.AVG_CPU_PERCENT);
    double max = usage.taskMetrics(true).get(Metric.MAX_CPU_PERCENT);
    assertTrue(max >= 26 && max <= 40, () -> "max " + max);
  }

  @Test
  void containerThatHasStopped_addsNothingMore() {
    describe("batch", true);
    describe("init", false);
    add(usage, "init", sample(1, 900, 100));
    add(usage, "batch", sample(1, 100, 100));
    usage.endPoll();
    Samples.describe(usage, "init", UNKNOWN, START, false, false);
    add(usage, "batch", sample(2, 200, 100));
    usage.endPoll();
    add(usage, "batch", sample(3, 300, 100));
    usage.endPoll();
    usage.endRun();

    expect(1200, usage.taskMetrics(true), Metric.CPU_TIME_MS);
    expect(40, usage.taskMetrics(true), Metric.AVG_CPU_PERCENT);
    expect(100, usage.taskMetrics(true), Metric.MAX_CPU_PERCENT);
    expect(1000, usage.taskMetrics(true), Metric.CPU_SATURATED_MS);
  }

  /** Waited for during 30 s; what comes later is in the total and makes no peak. */
  @Test
  void containerThatIsSilent_keepsNobodyWaiting() {
    describe("batch", true);
    describe("silent", false);
    for (int second = 1; second <= 100; second++) {
      add(usage, "batch", sample(second, 500 * second, 100));
      usage.endPoll();
    }
    expect(50, usage.taskMetrics(true), Metric.MAX_CPU_PERCENT);
    assertEquals(70_000 + 30_000, usage.durationAtVcpu(100_000).get(1).durationMs(), EXACT);
    add(usage, "silent", sample(100, 50_000, 100));
    usage.endPoll();
    usage.endRun();

    expect(100_000, usage.taskMetrics(true), Metric.CPU_TIME_MS);
    expect(100, usage.taskMetrics(true), Metric.MAX_CPU_PERCENT);
  }

  /** Of three containers two are watched: 90 % at first, then 30, and 60 on average. */
  @Test
  void severalWatched_haveTheirOwnPeaks() {
    TaskUsage large = new TaskUsage(new Limits(2, 1024), Double.NaN, false);
    Samples.describe(large, "first", UNKNOWN, START, true, true);
    Samples.describe(large, "second", UNKNOWN, START, true, true);
    Samples.describe(large, "usage-report", UNKNOWN, START, false, true);
    for (int second : new int[] {1, 2}) {
      add(large, "first", sample(second, second == 1 ? 500 : 600, 100));
      add(large, "second", sample(second, second == 1 ? 400 : 600, 100));
      add(large, "usage-report", sample(second, 900 * second, 100));
      large.endPoll();
    }

    expect(90, large.watchedMetrics(true), Metric.MAX_CPU_PERCENT);
    expect(60, large.watchedMetrics(true), Metric.AVG_CPU_PERCENT);
    expect(180, large.taskMetrics(true), Metric.MAX_CPU_PERCENT);
  }

  /** Without a CPU size it is the machine's processors that no sum is above. */
  @Test
  void taskWithoutASize_hasTheProcessorsOfTheMachine() {
    for (double processors : new double[] {1, Double.NaN}) {
      TaskUsage sizeless = new TaskUsage(Limits.NONE, processors, true);
      Samples.describe(sizeless, "first", UNKNOWN, START, true, true);
      Samples.describe(sizeless, "second", UNKNOWN, START, true, true);
      for (int second : new int[] {1, 2}) {
        add(sizeless, "first", sample(second, second == 1 ? 300 : 900, 100));
        add(sizeless, "second", sample(second, second == 1 ? 300 : 900, 100));
        sizeless.endPoll();
      }
      sizeless.endRun();

      boolean isKnown = processors == 1;
      expect(isKnown ? 100 : 120, sizeless.watchedMetrics(true), Metric.MAX_CPU_PERCENT);
      expect(isKnown ? 100 : 120, sizeless.taskMetrics(true), Metric.MAX_CPU_PERCENT);
      assertEquals(isKnown ? "80 100" : "60 120", sizeless.curve(at(2)).cpuPercent());
    }
  }

  @Test
  void curve_isOfTheWatched_andOffWhenNotAskedFor() {
    TaskUsage drawn = new TaskUsage(Limits.NONE, Double.NaN, true);
    Samples.describe(drawn, "first", UNKNOWN, START, true, true);
    Samples.describe(drawn, "second", UNKNOWN, at(0.5), true, true);
    Samples.describe(drawn, "usage-report", UNKNOWN, START, false, true);
    assertNull(drawn.curve(at(1)));
    for (int second : new int[] {1, 2}) {
      add(drawn, "second", sample(second, 100 * second, 20));
      add(drawn, "first", sample(second, 300 * second, 100 * second));
      add(drawn, "usage-report", sample(second, 1000 * second, 900));
      drawn.endPoll();
    }

    assertEquals(new UsageCurve(1000, "40 40 -", "120 220 -"), drawn.curve(at(2.5)));
    assertNull(usage.curve(at(1)));
  }

  /** An init container, a pull, the batch: in between nothing ran. */
  @Test
  void curve_hasNoMemoryBetweenContainers() {
    TaskUsage drawn = new TaskUsage(Limits.NONE, Double.NaN, true);
    Samples.describe(drawn, "init", UNKNOWN, START, true, true);
    add(drawn, "init", sample(1.5, 100, 300));
    drawn.endPoll();
    Samples.describe(drawn, "init", UNKNOWN, START, true, false);
    Samples.describe(drawn, "batch", UNKNOWN, at(5), true, true);
    drawn.endPoll();
    add(drawn, "batch", sample(6.5, 100, 20));
    drawn.endPoll();

    assertEquals("300 300 - - - 20 20", drawn.curve(at(7)).memoryMiB());
  }

  /** Before the sidecar knows itself, it may be among them. */
  @Test
  void curve_beginsWhenItIsCertainWhatIsWatched_withWhatWasBefore() {
    TaskUsage drawn = new TaskUsage(Limits.NONE, Double.NaN, true);
    for (String name : List.of("batch", "usage-report")) {
      ContainerUsage container = drawn.describe(name, UNKNOWN);
      container.startedAt(START);
      drawn.watch(container, true, false);
    }
    add(drawn, "batch", sample(2, 1000, 100));
    add(drawn, "usage-report", sample(2, 2000, 900));
    drawn.endPoll();
    assertNull(drawn.curve(at(2)));
    drawn.watch(drawn.container("batch"), true, true);
    drawn.watch(drawn.container("usage-report"), false, true);
    add(drawn, "batch", sample(3, 1100, 120));
    add(drawn, "usage-report", sample(3, 3000, 900));
    drawn.endPoll();

    assertEquals(new UsageCurve(1000, "50 50 10", "100 100 120"), drawn.curve(at(3)));
    drawn.watch(drawn.container("batch"), true, true);
    assertEquals(new UsageCurve(1000, "50 50 10", "100 100 120"), drawn.curve(at(3)), "once");
  }

  @Test
  void curve_goesOn_overAStepOfTheClock() {
    TaskUsage drawn = new TaskUsage(Limits.NONE, Double.NaN, true);
    Samples.describe(drawn, "batch", UNKNOWN, START, true, true);
    long day = 86_400_000_000_000L;
    for (int second : new int[] {1, 2, 3}) {
      ContainerSample each = sample(second, 100 * second * second, 50);
      long at = each.readEpochNanos() + (second > 1 ? day : 0);
      drawn.add("batch", Lives.reading(at, 0, each.cpuTimeNanos(), 0, 50 << 20), at(second));
      drawn.endPoll();
    }

    assertEquals(new UsageCurve(1000, "10 30 50", "50 50 50"), drawn.curve(at(3)));
  }

  /** Waited for, and then not: 95 % from 15 to 20 s is seen, whenever that is added up. */
  @Test
  void containerThatNeverTellsAnything_flattensNothing() {
    for (int end : new int[] {25, 38, 70}) {
      TaskUsage task = new TaskUsage(new Limits(1, 1024), Double.NaN, false);
      Samples.describe(task, "batch", UNKNOWN, START, true, true);
      Samples.describe(task, "helper", UNKNOWN, at(-1), false, true);
      for (int second = 1; second <= end; second++) {
        double burst = 950 * Math.max(0, Math.min(second - 15, 5));
        add(task, "batch", sample(second, 10 * second + burst - 10 * Math.min(second, 1), 100));
        task.endPoll();
      }
      task.endRun();

      expect(96, task.taskMetrics(true), Metric.MAX_CPU_PERCENT);
      expect(5000, task.taskMetrics(true), Metric.CPU_SATURATED_MS);
    }
  }

  /** The last reading of the other is 8 s old at the end: second by second all the same. */
  @Test
  void containerThatIsReadMoreOften_keepsItsIntervalsAtTheEnd() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "usage-report", sample(1, 0, 10));
    for (int second = 1; second <= 9; second++) {
      add(usage, "batch", sample(second, second < 5 ? 100 * second : 900 + 100 * (second - 5), 1));
      usage.endPoll();
    }
    expect(100 * 1.3 / 9, usage.taskMetrics(true), Metric.MAX_CPU_PERCENT);
    usage.endRun();

    expect(50, usage.taskMetrics(true), Metric.MAX_CPU_PERCENT);
  }

  /** A second container starts at 50 s and tells nothing yet: the first is added up to there. */
  @Test
  void containerThatHasJustStarted_isWaitedFor_fromItsStart() {
    describe("batch", true);
    for (int second = 1; second <= 60; second++) {
      if (second == 50) {
        Samples.describe(usage, "late", UNKNOWN, at(50), false, true);
      }
      add(usage, "batch", sample(second, 500 * second, 100));
      usage.endPoll();
    }

    assertEquals(60_000 + 50_000, usage.durationAtVcpu(60_000).get(0).durationMs(), EXACT);
  }

  @Test
  void durationAtVcpu_withoutCpuTime_isNotKnown() {
    describe("batch", true);
    add(usage, "batch", sample(1, 0, 100));
    usage.endPoll();

    assertEquals(List.of(), usage.durationAtVcpu(1000));
  }

  /** Else the sum is that of the sidecar, and the task looks idle. */
  @Test
  void watchedContainerWithoutCpuTime_leavesTheTaskWithoutIt() {
    describe("batch", true);
    describe("usage-report", false);
    for (int second : new int[] {1, 2}) {
      add(usage, "batch", sample(second, 0, 100));
      add(usage, "usage-report", sample(second, 50 * second, 10));
      usage.endPoll();
    }

    assertNull(usage.taskMetrics(true).get(Metric.CPU_TIME_MS));
    assertNull(usage.taskMetrics(true).get(Metric.MAX_CPU_PERCENT));
    expect(1, usage.taskMetrics(true), Metric.CPU_SIZE_VCPU);
    expect(110, usage.taskMetrics(true), Metric.MAX_MEMORY_USED_MIB);
    expect(100, usage.containerMetrics("usage-report", true), Metric.CPU_TIME_MS);
    assertEquals(List.of(), usage.durationAtVcpu(1000));
    describe("other", true);
    assertNull(usage.watchedMetrics(true).get(Metric.CPU_TIME_MS));
  }

  /** It ended before its first reading, or the endpoint has none of it. */
  @Test
  void watchedContainerThatWasNeverRead_leavesTheTaskWithoutCpuTime() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "usage-report", sample(1, 50, 10));
    usage.endPoll();
    assertNull(usage.taskMetrics(true).get(Metric.CPU_TIME_MS));

    describe("second", true);
    add(usage, "second", sample(2, 300, 10));
    usage.endPoll();
    expect(350, usage.taskMetrics(true), Metric.CPU_TIME_MS);
  }

  /** The sum of all that is known; nothing is wrong with a container that helps. */
  @Test
  void otherContainerWithoutCpuTime_isLeftOut() {
    describe("batch", true);
    describe("silent", false);
    add(usage, "batch", sample(1, 500, 100));
    add(usage, "silent", sample(1, 0, 10));
    usage.endPoll();

    expect(500, usage.taskMetrics(true), Metric.CPU_TIME_MS);
  }

  @Test
  void resets_areThoseOfTheWatched() {
    describe("batch", true);
    describe("usage-report", false);
    for (String name : List.of("batch", "usage-report")) {
      usage.container(name).restarts(1);
      add(usage, name, sample(1, 500, 100));
      usage.container(name).restarts(2);
      add(usage, name, sample(2, 100, 100));
    }

    assertEquals(1, usage.resets());
  }

  @Test
  void networkThatIsShared_isTheLargest_ofReadingsAndKernel() {
    describe("batch", true);
    add(usage, "batch", counters(1, 1000, 10, 0));
    usage.endPoll();
    usage.addSharedNetwork(1500, 900);

    expect(1500, usage.watchedMetrics(true), Metric.NETWORK_RX_BYTES);
    expect(2000, usage.taskMetrics(true), Metric.NETWORK_TX_BYTES);
    expect(1000, usage.taskMetrics(false), Metric.NETWORK_RX_BYTES);
  }

  @Test
  void pollWithoutANewReading_changesNothing() {
    describe("batch", true);
    add(usage, "batch", sample(1, 500, 100));
    usage.endPoll();
    Metrics before = usage.taskMetrics(true);
    add(usage, "batch", sample(1, 500, 100));
    usage.endPoll();

    assertEquals(before, usage.taskMetrics(true));
  }

  @Test
  void stoppedContainer_countsNoMore_butForItsLastReading() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "batch", sample(1, 500, 100));
    add(usage, "usage-report", sample(1, 50, 10));
    usage.endPoll();
    Samples.describe(usage, "batch", UNKNOWN, START, true, false);
    add(usage, "batch", sample(2, 1000, 150));
    add(usage, "usage-report", sample(2, 100, 10));
    usage.endPoll();
    expect(160, usage.taskMetrics(true), Metric.MAX_MEMORY_USED_MIB);
    add(usage, "usage-report", sample(3, 150, 10));
    usage.endPoll();

    expect(160, usage.taskMetrics(true), Metric.MAX_MEMORY_USED_MIB);
    expect(10, usage.taskMetrics(true), Metric.LAST_MEMORY_USED_MIB);
  }

  @Test
  void severalWatched_areOne() {
    describe("first", true);
    describe("second", true);
    Samples.describe(usage, "usage-report", UNKNOWN, at(0.5), false, true);
    add(usage, "first", sample(1, 200, 100));
    add(usage, "second", sample(1, 300, 50));
    add(usage, "usage-report", sample(1, 900, 900));
    usage.endPoll();

    Metrics watched = usage.watchedMetrics(true);
    expect(500, watched, Metric.CPU_TIME_MS);
    expect(50, watched, Metric.MAX_CPU_PERCENT);
    expect(150, watched, Metric.MAX_MEMORY_USED_MIB);
    assertEquals(2, usage.readings());
  }

  @Test
  void memorySize_isTheContainersOwn_elseTheTasks() {
    Samples.describe(usage, "limited", 256, START, true, true);
    describe("unlimited", false);

    expect(256, usage.containerMetrics("limited", true), Metric.MEMORY_SIZE_MIB);
    expect(1024, usage.containerMetrics("unlimited", true), Metric.MEMORY_SIZE_MIB);
  }

  @Test
  void memorySize_ofATaskWithoutOne_isTheSumWhereEachContainerHasOne() {
    TaskUsage unlimited = new TaskUsage(Limits.NONE, Double.NaN, false);
    Samples.describe(unlimited, "batch", 256, START, true, true);
    Samples.describe(unlimited, "usage-report", 64, START, false, true);
    expect(320, unlimited.taskMetrics(true), Metric.MEMORY_SIZE_MIB);

    Samples.describe(unlimited, "other", UNKNOWN, START, false, true);
    assertNull(unlimited.taskMetrics(true).get(Metric.MEMORY_SIZE_MIB));
  }

  @Test
  void sharedNetwork_isTheTasks_onceAndNotTheContainers() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "batch", counters(1, 1000, 10, 0));
    add(usage, "usage-report", counters(1, 1200, 20, 0));
    usage.endPoll();

    expect(1200, usage.watchedMetrics(true), Metric.NETWORK_RX_BYTES);
    expect(1200, usage.taskMetrics(true), Metric.NETWORK_RX_BYTES);
    expect(2400, usage.taskMetrics(true), Metric.NETWORK_TX_BYTES);
    assertNull(usage.containerMetrics("batch", true).get(Metric.NETWORK_RX_BYTES));
    expect(30, usage.taskMetrics(true), Metric.DISK_READ_BYTES);
  }

  @Test
  void networkOfItsOwn_isEachContainers_andAddedUp() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "batch", counters(1, 1000, 10, 0));
    add(usage, "usage-report", counters(1, 1200, 20, 0));
    usage.endPoll();

    expect(1000, usage.watchedMetrics(false), Metric.NETWORK_RX_BYTES);
    expect(1000, usage.containerMetrics("batch", false), Metric.NETWORK_RX_BYTES);
    expect(2200, usage.taskMetrics(false), Metric.NETWORK_RX_BYTES);
  }

  @Test
  void sampling_tellsResolutionGapAndSampledTime_ofTheWatchedAlone() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "batch", sample(5, 0, 1));
    for (int i = 0; i < 20; i++) {
      add(usage, "batch", sample(15.003 + 10.003 * i, 0, 1));
      add(usage, "usage-report", sample(1 + i, 0, 1));
    }
    add(usage, "batch", sample(235.003, 0, 1));

    assertEquals(22, usage.readings());
    assertEquals(10_000, usage.resolutionMs());
    assertEquals(at(235.003) - at(205.06), usage.longestGapNanos());
    assertEquals(at(235.003) - START, usage.sampledNanos());
  }

  @Test
  void sampling_beforeAnyReading_isUnknown() {
    describe("batch", true);

    assertEquals(0, usage.readings());
    assertEquals(UNKNOWN, usage.resolutionMs());
    assertEquals(UNKNOWN, usage.longestGapNanos());
  }

  @Test
  void numbersOfSeveralContainers_areSums() {
    describe("batch", true);
    describe("usage-report", true);
    for (String name : List.of("batch", "usage-report")) {
      add(
          usage,
          name,
          new ContainerSample(
              at(1), UNKNOWN, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 1, UNKNOWN, UNKNOWN,
              7 << 20, 2, UNKNOWN, UNKNOWN, 1, 2, 3, 4));
    }
    usage.endPoll();

    Metrics task = usage.taskMetrics(false);
    expect(14, task, Metric.MEMORY_HIGH_WATER_MIB);
    expect(4, task, Metric.MEMORY_LIMIT_HITS);
    expect(6, task, Metric.DISK_READ_BYTES);
    expect(8, task, Metric.DISK_WRITE_BYTES);
    expect(4, task, Metric.NETWORK_TX_BYTES);
  }

  @Test
  void whatNoContainerKnows_isUnknown_andNoLimitHitsAreNone() {
    describe("batch", true);
    describe("usage-report", true);
    add(usage, "batch", sample(1, 500, 100));
    usage.endPoll();
    Metrics task = usage.taskMetrics(false);
    assertNull(task.get(Metric.MEMORY_HIGH_WATER_MIB));
    assertNull(task.get(Metric.MEMORY_LIMIT_HITS));
    assertNull(task.get(Metric.DISK_READ_BYTES));

    add(usage, "batch", counters(2, 1, 1, 0));
    usage.endPoll();
    assertNull(usage.taskMetrics(false).get(Metric.MEMORY_LIMIT_HITS));
  }

  @Test
  void task_beginsWithItsFirstContainer_inAnyOrder() {
    Samples.describe(usage, "late", UNKNOWN, at(8), true, true);
    Samples.describe(usage, "first", UNKNOWN, START, true, true);
    Samples.describe(usage, "later", UNKNOWN, at(9), true, true);
    Samples.describe(usage, "unstarted", UNKNOWN, UNKNOWN, true, true);
    add(usage, "first", sample(10, 1000, 100));
    usage.endPoll();

    expect(10, usage.taskMetrics(true), Metric.AVG_CPU_PERCENT);
  }

  @Test
  void readingAtTheStart_hasNoCpu() {
    describe("batch", true);
    add(usage, "batch", sample(0, 5, 100));
    usage.endPoll();

    assertNull(usage.taskMetrics(true).get(Metric.MAX_CPU_PERCENT));
    assertNull(usage.taskMetrics(true).get(Metric.AVG_CPU_PERCENT));

    add(usage, "batch", sample(1, 505, 100));
    usage.endPoll();
    expect(50.5, usage.taskMetrics(true), Metric.AVG_CPU_PERCENT);
    expect(50.5, usage.taskMetrics(true), Metric.MAX_CPU_PERCENT);
  }

  @Test
  void containerThatStops_withoutANewReading_leavesTheLastNumbers() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "batch", sample(1, 500, 100));
    add(usage, "usage-report", sample(1, 50, 10));
    usage.endPoll();
    Samples.describe(usage, "batch", UNKNOWN, START, true, false);
    usage.endPoll();

    expect(110, usage.taskMetrics(true), Metric.LAST_MEMORY_USED_MIB);
  }

  @Test
  void sampling_countsOnlyWhatWasTaken() {
    describe("batch", true);
    describe("usage-report", false);
    add(usage, "batch", sample(30, 300, 1));
    assertEquals(at(30) - START, usage.longestGapNanos());
    add(usage, "batch", sample(40, 400, 1));
    add(usage, "batch", sample(40, 400, 1));
    add(usage, "batch", sample(35, 350, 1));
    add(usage, "batch", sample(36, 360, 1));
    assertEquals(10_000, usage.resolutionMs());
    usage.add("batch", sample(5, 500, 1), at(41));

    assertEquals(3, usage.readings());
    assertEquals(2, usage.dropped());
    assertEquals(0, usage.resets());
    assertEquals(usage.container("batch").lastReadEpochNanos(), at(41));
    assertNull(usage.container("other"));
  }

  @Test
  void resolution_isRoundedToTheMillisecond() {
    describe("batch", true);
    add(usage, "batch", sample(1, 0, 1));
    add(usage, "batch", sample(1.9996, 0, 1));

    assertEquals(1000, usage.resolutionMs());
  }

  @Test
  void limits_thatAreNone_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Limits(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Limits(1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Limits(1, -2));
    assertEquals(new Limits(1, 7), new Limits(1, 5).withMemoryMiB(7));
    assertEquals(new Limits(1, 5), new Limits(1, 5).withMemoryMiB(0));
  }
}
