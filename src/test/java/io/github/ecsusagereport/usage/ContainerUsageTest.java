package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static io.github.ecsusagereport.usage.Samples.START;
import static io.github.ecsusagereport.usage.Samples.add;
import static io.github.ecsusagereport.usage.Samples.counters;
import static io.github.ecsusagereport.usage.Samples.sample;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.summary.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerUsageTest {
  private static final double EXACT = 1e-9;

  private static final List<Metric> CPU_METRICS =
      List.of(
          Metric.CPU_TIME_MS,
          Metric.AVG_CPU_PERCENT,
          Metric.P95_CPU_PERCENT,
          Metric.MAX_CPU_PERCENT,
          Metric.CPU_SATURATED_MS);

  private final ContainerUsage usage = started(new Limits(2, 1024));

  private static ContainerUsage started(Limits limits) {
    ContainerUsage usage = new ContainerUsage(limits);
    usage.startedAt(START);
    return usage;
  }

  private void expect(Metric metric, double expected) {
    assertEquals(expected, usage.metrics().get(metric), EXACT, metric.jsonName());
  }

  private void expectUnknown(Metric metric) {
    assertNull(usage.metrics().get(metric), metric.jsonName());
  }

  @Test
  void cpu_ofTheFirstReading_isOverTheTimeSinceTheStart() {
    add(usage, sample(4, 1000, 100));

    expect(Metric.CPU_TIME_MS, 1000);
    expect(Metric.AVG_CPU_PERCENT, 25);
    expect(Metric.MAX_CPU_PERCENT, 25);
  }

  @Test
  void cpu_isOverTheTimeBetweenReadings_notOverAFixedSecond() {
    add(usage, sample(10, 0, 100));
    add(usage, sample(20.001, 1000.1, 100));

    expect(Metric.MAX_CPU_PERCENT, 10);
  }

  @Test
  void cpu_withAUsablePrecpu_splitsTheIntervalThere() {
    add(usage, sample(10, 9, 1000, 100, 100));

    expect(Metric.AVG_CPU_PERCENT, 10);
    expect(Metric.MAX_CPU_PERCENT, 90);
  }

  @Test
  void cpu_withAPrecpuOfAReadingThatWasNotFetched_splitsTheIntervalThere() {
    add(usage, sample(1, 500, 100));
    add(usage, sample(3, 2, 1500, 600, 100));

    expect(Metric.MAX_CPU_PERCENT, 90);
  }

  @Test
  void cpu_withAPrecpuOfTheLastReading_isOneInterval() {
    add(usage, sample(1, 500, 100));
    add(usage, sample(2, 1, 700, 500, 100));

    expect(Metric.MAX_CPU_PERCENT, 50);
    expect(Metric.AVG_CPU_PERCENT, 35);
  }

  @Test
  void cpu_withAPrecpuOfZero_doesNotSplit() {
    add(usage, sample(10, 9, 1000, 0, 100));

    expect(Metric.MAX_CPU_PERCENT, 10);
  }

  @Test
  void cpu_withAPreadBeforeTheStart_doesNotSplit() {
    add(usage, sample(10, -1, 1000, 500, 100));

    expect(Metric.MAX_CPU_PERCENT, 10);
  }

  @Test
  void cpu_withoutAStart_hasATimeButNoAverage() {
    ContainerUsage unstarted = new ContainerUsage(Limits.NONE);
    add(unstarted, sample(10, 1000, 100));
    add(unstarted, sample(11, 1500, 100));

    assertEquals(1500, unstarted.metrics().get(Metric.CPU_TIME_MS), EXACT);
    assertEquals(50, unstarted.metrics().get(Metric.MAX_CPU_PERCENT), EXACT);
    assertNull(unstarted.metrics().get(Metric.AVG_CPU_PERCENT));
  }

  @Test
  void cpu_isAlsoInPercentOfTheSize() {
    add(usage, sample(1, 1500, 100));

    expect(Metric.CPU_SIZE_VCPU, 2);
    expect(Metric.MAX_CPU_UTILIZATION, 75);
    expect(Metric.AVG_CPU_UTILIZATION, 75);
  }

  @Test
  void cpuSaturated_isTheTimeAt95PercentOfTheSize() {
    add(usage, sample(1, 1899, 100));
    add(usage, sample(3, 1899 + 3800, 100));

    expect(Metric.CPU_SATURATED_MS, 2000);
  }

  @Test
  void cpuUtilization_withoutASize_isUnknown() {
    ContainerUsage unlimited = started(Limits.NONE);
    add(unlimited, sample(1, 1000, 100));

    assertNull(unlimited.metrics().get(Metric.CPU_SIZE_VCPU));
    assertNull(unlimited.metrics().get(Metric.MAX_CPU_UTILIZATION));
    assertNull(unlimited.metrics().get(Metric.CPU_SATURATED_MS));
    assertNull(unlimited.metrics().get(Metric.MEMORY_SIZE_MIB));
  }

  @Test
  void cpu_p95_isWeightedByTime() {
    add(usage, sample(94, 0, 100));
    add(usage, sample(100, 6000, 100));

    assertEquals(100, usage.metrics().get(Metric.P95_CPU_PERCENT), 0.01);
  }

  @Test
  void cpu_missingInOneReading_isCountedByTheNext() {
    add(usage, sample(1, 100, 100));
    add(usage, sample(2, UNKNOWN, 100));
    add(usage, sample(3, 900, 100));

    expect(Metric.CPU_TIME_MS, 900);
    expect(Metric.MAX_CPU_PERCENT, 40);
  }

  @Test
  void reset_isCountedAndSummedOver() {
    add(usage, sample(1, 800, 100));
    add(usage, sample(2, 300, 50));
    add(usage, sample(3, 400, 50));

    assertEquals(1, usage.resets());
    expect(Metric.CPU_TIME_MS, 1200);
    expect(Metric.MAX_CPU_PERCENT, 80);
  }

  @Test
  void sameReadingAgain_changesNothing() {
    add(usage, sample(1, 800, 100));
    var before = usage.metrics();
    add(usage, sample(1, 900, 900));

    assertEquals(before, usage.metrics());
    assertEquals(1, usage.readings());
    assertEquals(0, usage.dropped());
  }

  @Test
  void olderReading_isDroppedAndCounted() {
    add(usage, sample(2, 800, 100));
    var before = usage.metrics();
    add(usage, sample(1, 700, 900));

    assertEquals(before, usage.metrics());
    assertEquals(1, usage.dropped());
  }

  /** The time of the reading is its identity; when that was, whoever knows the clock tells. */
  @Test
  void clockThatWasSetBack_isNoOlderReading() {
    add(usage, sample(1, 400, 100));
    usage.add(sample(0.5, 900, 200), Samples.at(2));
    usage.add(sample(1.5, 1400, 200), Samples.at(3));

    assertEquals(0, usage.dropped());
    assertEquals(0, usage.resets());
    expect(Metric.CPU_TIME_MS, 1400);
    expect(Metric.MAX_CPU_PERCENT, 50);
    expect(Metric.MAX_MEMORY_USED_MIB, 200);
  }

  @Test
  void memory_isWeightedByTime() {
    add(usage, sample(1, 0, 100));
    add(usage, sample(11, 0, 210));

    expect(Metric.AVG_MEMORY_USED_MIB, 200);
    expect(Metric.MAX_MEMORY_USED_MIB, 210);
    expect(Metric.LAST_MEMORY_USED_MIB, 210);
    expect(Metric.MEMORY_SIZE_MIB, 1024);
    expect(Metric.MAX_MEMORY_UTILIZATION, 210.0 * 100 / 1024);
  }

  @Test
  void memory_p95_isWithinOnePercentAndNeverAboveTheMaximum() {
    add(usage, sample(94, 0, 300));
    add(usage, sample(100, 0, 700));

    expect(Metric.P95_MEMORY_USED_MIB, 700);

    add(usage, sample(10_000, 0, 500));
    assertEquals(500, usage.metrics().get(Metric.P95_MEMORY_USED_MIB), 5);
  }

  @Test
  void memory_unknown_leavesTheOthersAlone() {
    add(usage, sample(1, 500, UNKNOWN));

    expect(Metric.CPU_TIME_MS, 500);
    expectUnknown(Metric.MAX_MEMORY_USED_MIB);
    expectUnknown(Metric.LAST_MEMORY_USED_MIB);
  }

  @Test
  void memory_ofTheOnlyReadingWithoutAStart_isThePeak() {
    ContainerUsage unstarted = new ContainerUsage(Limits.NONE);
    add(unstarted, sample(10, 1000, 100));

    assertEquals(100, unstarted.metrics().get(Metric.MAX_MEMORY_USED_MIB), EXACT);
    assertNull(unstarted.metrics().get(Metric.AVG_MEMORY_USED_MIB));
  }

  @Test
  void memorySize_withoutOneAskedFor_isWhatTheKernelEnforces() {
    ContainerUsage unlimited = started(Limits.NONE);
    add(
        unlimited,
        new ContainerSample(
            START + 1, UNKNOWN, 0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 1, UNKNOWN, UNKNOWN,
            7 << 20, UNKNOWN, 512 << 20, UNKNOWN, 0, 0, 0, 0));

    assertEquals(512, unlimited.metrics().get(Metric.MEMORY_SIZE_MIB), EXACT);
    assertEquals(7, unlimited.metrics().get(Metric.MEMORY_HIGH_WATER_MIB), EXACT);
  }

  @Test
  void diskCounters_areSummedOverAReset_thatCountsOnce() {
    add(usage, counters(1, 1000, 50, 0));
    expectUnknown(Metric.MEMORY_LIMIT_HITS);
    usage.restarts(0);
    usage.restarts(1);
    add(usage, counters(2, 100, 5, 3));

    assertEquals(1, usage.resets());
    assertEquals(1100, usage.networkRxBytes());
    assertEquals(2200, usage.networkTxBytes());
    expect(Metric.DISK_READ_BYTES, 55);
    expect(Metric.DISK_WRITE_BYTES, 110);
    expect(Metric.MEMORY_LIMIT_HITS, 3);
  }

  @Test
  void hugeCounters_neverWrapAround() {
    add(usage, counters(1, Long.MAX_VALUE / 2, Long.MAX_VALUE, 0));
    usage.restarts(0);
    usage.restarts(1);
    add(usage, counters(2, 0, 10, 0));

    assertEquals(Long.MAX_VALUE, usage.diskReadBytes());
  }

  @Test
  void cpu_thatStandsStill_isZero() {
    add(usage, sample(10, 500, 100));
    add(usage, sample(11, 500, 100));

    expect(Metric.MAX_CPU_PERCENT, 5);
    assertEquals(0, usage.resets());
  }

  /** All of the interval's CPU time before the split, after it, or a split at one of its ends. */
  @ParameterizedTest
  @CsvSource({"2, 100, 100", "2, 1100, 100", "1, 200, 50", "3, 200, 50"})
  void cpu_isSplit_withinTheIntervalAlone(double presecond, double precpuMillis, double expected) {
    add(usage, sample(1, 100, 100));
    add(usage, sample(3, presecond, 1100, precpuMillis, 100));

    expect(Metric.MAX_CPU_PERCENT, expected);
  }

  @Test
  void cpu_withAPrecpuThatCannotBe_doesNotSplit() {
    add(usage, sample(10, 1000, 100));
    add(usage, sample(20, 19, 2000, 999, 100));
    add(usage, sample(30, 29, 3000, 3001, 100));

    expect(Metric.MAX_CPU_PERCENT, 10);
  }

  @Test
  void readingAtTheStart_hasNoTime() {
    add(usage, sample(0, 5, 100));

    expect(Metric.CPU_TIME_MS, 5);
    expectUnknown(Metric.MAX_CPU_PERCENT);
    expectUnknown(Metric.AVG_CPU_PERCENT);
    expectUnknown(Metric.AVG_MEMORY_USED_MIB);
    expect(Metric.MAX_MEMORY_USED_MIB, 100);

    add(usage, sample(0.001, 5, 50));
    expect(Metric.AVG_MEMORY_USED_MIB, 50);
    assertEquals(50, usage.metrics().get(Metric.P95_MEMORY_USED_MIB), 0.5);
  }

  /** A container that runs has used some: its CPU time is not told. */
  @Test
  void cpu_thatIsZeroInEveryReading_isUnknown() {
    add(usage, sample(1, 0, 100));
    add(usage, sample(2, 0, 100));

    for (Metric metric : CPU_METRICS) {
      expectUnknown(metric);
    }
    expect(Metric.MAX_MEMORY_USED_MIB, 100);
  }

  @Test
  void memory_ofZero_isUnknown() {
    add(usage, sample(1, 100, 0));

    expectUnknown(Metric.MAX_MEMORY_USED_MIB);
    expectUnknown(Metric.LAST_MEMORY_USED_MIB);
  }

  /** What the container runtime itself used before: 23 ms in 6.33 would be 364 %. */
  @Test
  void firstReadingJustAfterTheStart_isJoinedToTheNext() {
    add(usage, sample(0.006_33, 23.07, 100));
    expect(Metric.CPU_TIME_MS, 23.07);
    expectUnknown(Metric.AVG_CPU_PERCENT);
    expectUnknown(Metric.MAX_CPU_PERCENT);
    expectUnknown(Metric.CPU_SATURATED_MS);

    add(usage, sample(1.006_33, 1020, 100));
    expect(Metric.MAX_CPU_PERCENT, 100 * 1020 / 1006.33);
    expect(Metric.CPU_SATURATED_MS, 0);
  }

  @Test
  void shortIntervals_areJoinedUntilTheySayMore() {
    add(usage, sample(1, 100, 100));
    add(usage, sample(1.1, 200, 100));
    add(usage, sample(1.3, 400, 100));
    expect(Metric.MAX_CPU_PERCENT, 100 * 400 / 1300.0);

    add(usage, sample(1.5, 400, 100));
    expect(Metric.MAX_CPU_PERCENT, 60);
  }

  /** The highest mean over an interval is not below the mean over all of the time. */
  @Test
  void max_isNeverBelowTheAverage() {
    add(usage, sample(10, 1, 100));
    add(usage, sample(10.4, 801, 100));

    expect(Metric.AVG_CPU_PERCENT, 100 * 801 / 10_400.0);
    expect(Metric.MAX_CPU_PERCENT, 100 * 801 / 10_400.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1997, 0})
  void cpuThatIsLowerOnce_isABadReading(double low) {
    usage.startedAt(START);
    usage.restarts(1);
    add(usage, sample(2, 2000, 100));
    usage.startedAt(START);
    usage.restarts(1);
    assertEquals(UNKNOWN, add(usage, sample(3, low, 500)));
    assertEquals(UNKNOWN, add(usage, sample(3, low, 500)));
    add(usage, sample(4, 4000, 120));
    add(usage, sample(6, 6000, 120));

    expect(Metric.CPU_TIME_MS, 6000);
    expect(Metric.MAX_CPU_PERCENT, 100);
    expect(Metric.MAX_MEMORY_USED_MIB, 120);
    assertEquals(0, usage.resets());
    assertEquals(1, usage.dropped());
    assertEquals(3, usage.readings());
  }

  @Test
  void cpuThatIsLowerInTheLastReading_isABadReading() {
    add(usage, sample(2, 2000, 100));
    add(usage, sample(3, 1000, 100));

    expect(Metric.CPU_TIME_MS, 2000);
    assertEquals(1, usage.dropped());
  }

  @Test
  void cpuThatIsZeroForAWhile_isNoRestart() {
    add(usage, sample(2, 2000, 100));
    add(usage, sample(3, 0, 100));
    add(usage, sample(4, 0, 100));
    add(usage, sample(5, 2500, 100));

    expect(Metric.CPU_TIME_MS, 2500);
    assertEquals(0, usage.resets());
    assertEquals(2, usage.dropped());
  }

  @Test
  void halfASecond_isEnoughForAnAverage() {
    add(usage, sample(0.5, 250, 100));

    expect(Metric.AVG_CPU_PERCENT, 50);
    expect(Metric.MAX_CPU_PERCENT, 50);
  }

  @Test
  void restartThatEcsCounts_isAReset_atOnce() {
    usage.restarts(0);
    add(usage, sample(2, 2000, 100));
    usage.restarts(1);
    add(usage, sample(3, 100, 100));

    expect(Metric.CPU_TIME_MS, 2100);
    assertEquals(1, usage.resets());
    assertEquals(0, usage.dropped());
  }

  @Test
  void laterStart_isAReset_andTheFirstOneStands() {
    add(usage, sample(2, 2000, 100));
    usage.startedAt(START + 2_500_000_000L);
    add(usage, sample(4, 100, 100));

    expect(Metric.CPU_TIME_MS, 2100);
    expect(Metric.AVG_CPU_PERCENT, 52.5);
    assertEquals(1, usage.resets());
  }

  /** The agent adds up itself: the sign is no excuse for a lower reading much later. */
  @Test
  void restartWithoutALowerCounter_isForgotten() {
    usage.restarts(0);
    add(usage, sample(2, 2000, 100));
    usage.restarts(1);
    add(usage, sample(3, 2100, 100));
    add(usage, sample(4, 1000, 100));
    add(usage, sample(5, 2500, 100));

    expect(Metric.CPU_TIME_MS, 2500);
    assertEquals(0, usage.resets());
    assertEquals(1, usage.dropped());
  }

  /** An interface that is missing once. */
  @Test
  void networkThatIsLowerOnce_isLeftOut_andTheRestOfTheReadingIsTaken() {
    add(usage, network(1, 100, 5000));
    add(usage, network(2, 200, 1000));
    add(usage, network(3, 300, 6000));

    assertEquals(6000, usage.networkRxBytes());
    expect(Metric.CPU_TIME_MS, 300);
    assertEquals(3, usage.readings());
    assertEquals(1, usage.dropped());
    assertEquals(0, usage.resets());
  }

  @Test
  void networkThatStaysLower_goesOnFromWhereItWas() {
    add(usage, network(1, 100, 5000));
    add(usage, network(2, 200, 1000));
    add(usage, network(3, 300, 1100));
    add(usage, network(4, 400, 1300));

    assertEquals(5200, usage.networkRxBytes());
    assertEquals(0, usage.resets());
  }

  private static ContainerSample network(double second, long cpuMillis, long rxBytes) {
    return new ContainerSample(
        Samples.at(second),
        UNKNOWN,
        cpuMillis * 1_000_000,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        100 << 20,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        rxBytes,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN);
  }

  /** The frame before has the time of the same clock. */
  @Test
  void precpu_isSplitThere_afterAStepOfTheClock() {
    long day = 86_400_000_000_000L;
    add(usage, sample(1, 500, 100));
    usage.add(Lives.reading(Samples.at(2) + day, 0, 1_000_000_000, 0, 1), Samples.at(2));
    usage.add(
        Lives.reading(Samples.at(4) + day, Samples.at(3) + day, 2_000_000_000, 1_100_000_000, 1),
        Samples.at(4));

    expect(Metric.MAX_CPU_PERCENT, 90);
  }

  @Test
  void readingWithLessCpu_isWorthALook_whenItIsNew() {
    add(usage, sample(2, 800, 100));

    assertTrue(usage.isLower(sample(3, 799, 1), Samples.at(3)));
    assertFalse(usage.isLower(sample(3, 800, 1), Samples.at(3)));
    assertFalse(usage.isLower(sample(3, UNKNOWN, 1), Samples.at(3)));
    assertFalse(usage.isLower(sample(2, 100, 1), Samples.at(2)), "a repeat");
    assertFalse(usage.isLower(sample(1, 100, 1), Samples.at(1)), "an old one");
    add(usage, sample(3, 799, 1));
    assertFalse(usage.isLower(sample(3, 799, 1), Samples.at(3)), "was looked at");
  }

  @Test
  void olderReadingWithTheSameCpu_isDropped() {
    add(usage, sample(2, 800, 100));
    add(usage, sample(1, 800, 100));

    assertEquals(1, usage.dropped());
  }
}
