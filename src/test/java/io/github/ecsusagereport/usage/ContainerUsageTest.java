package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static io.github.ecsusagereport.usage.Samples.START;
import static io.github.ecsusagereport.usage.Samples.counters;
import static io.github.ecsusagereport.usage.Samples.sample;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ecsusagereport.summary.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerUsageTest {
  private static final double EXACT = 1e-9;

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
    usage.add(sample(4, 1000, 100));

    expect(Metric.CPU_TIME_MS, 1000);
    expect(Metric.AVG_CPU_PERCENT, 25);
    expect(Metric.MAX_CPU_PERCENT, 25);
  }

  @Test
  void cpu_isOverTheTimeBetweenReadings_notOverAFixedSecond() {
    usage.add(sample(10, 0, 100));
    usage.add(sample(20.001, 1000.1, 100));

    expect(Metric.MAX_CPU_PERCENT, 10);
  }

  @Test
  void cpu_withAUsablePrecpu_splitsTheIntervalThere() {
    usage.add(sample(10, 9, 1000, 100, 100));

    expect(Metric.AVG_CPU_PERCENT, 10);
    expect(Metric.MAX_CPU_PERCENT, 90);
  }

  @Test
  void cpu_withAPrecpuOfAReadingThatWasNotFetched_splitsTheIntervalThere() {
    usage.add(sample(1, 500, 100));
    usage.add(sample(3, 2, 1500, 600, 100));

    expect(Metric.MAX_CPU_PERCENT, 90);
  }

  @Test
  void cpu_withAPrecpuOfTheLastReading_isOneInterval() {
    usage.add(sample(1, 500, 100));
    usage.add(sample(2, 1, 700, 500, 100));

    expect(Metric.MAX_CPU_PERCENT, 50);
    expect(Metric.AVG_CPU_PERCENT, 35);
  }

  @Test
  void cpu_withAPrecpuOfZero_doesNotSplit() {
    usage.add(sample(10, 9, 1000, 0, 100));

    expect(Metric.MAX_CPU_PERCENT, 10);
  }

  @Test
  void cpu_withAPreadBeforeTheStart_doesNotSplit() {
    usage.add(sample(10, -1, 1000, 500, 100));

    expect(Metric.MAX_CPU_PERCENT, 10);
  }

  @Test
  void cpu_withoutAStart_hasATimeButNoAverage() {
    ContainerUsage unstarted = new ContainerUsage(Limits.NONE);
    unstarted.add(sample(10, 1000, 100));
    unstarted.add(sample(11, 1500, 100));

    assertEquals(1500, unstarted.metrics().get(Metric.CPU_TIME_MS), EXACT);
    assertEquals(50, unstarted.metrics().get(Metric.MAX_CPU_PERCENT), EXACT);
    assertNull(unstarted.metrics().get(Metric.AVG_CPU_PERCENT));
  }

  @Test
  void cpu_isAlsoInPercentOfTheSize() {
    usage.add(sample(1, 1500, 100));

    expect(Metric.CPU_SIZE_VCPU, 2);
    expect(Metric.MAX_CPU_UTILIZATION, 75);
    expect(Metric.AVG_CPU_UTILIZATION, 75);
  }

  @Test
  void cpuSaturated_isTheTimeAt95PercentOfTheSize() {
    usage.add(sample(1, 1899, 100));
    usage.add(sample(3, 1899 + 3800, 100));

    expect(Metric.CPU_SATURATED_MS, 2000);
  }

  @Test
  void cpuUtilization_withoutASize_isUnknown() {
    ContainerUsage unlimited = started(Limits.NONE);
    unlimited.add(sample(1, 1000, 100));

    assertNull(unlimited.metrics().get(Metric.CPU_SIZE_VCPU));
    assertNull(unlimited.metrics().get(Metric.MAX_CPU_UTILIZATION));
    assertNull(unlimited.metrics().get(Metric.CPU_SATURATED_MS));
    assertNull(unlimited.metrics().get(Metric.MEMORY_SIZE_MIB));
  }

  @Test
  void cpu_p95_isWeightedByTime() {
    usage.add(sample(94, 0, 100));
    usage.add(sample(100, 6000, 100));

    assertEquals(100, usage.metrics().get(Metric.P95_CPU_PERCENT), 0.01);
  }

  @Test
  void cpu_missingInOneReading_isCountedByTheNext() {
    usage.add(sample(1, 100, 100));
    usage.add(sample(2, UNKNOWN, 100));
    usage.add(sample(3, 900, 100));

    expect(Metric.CPU_TIME_MS, 900);
    expect(Metric.MAX_CPU_PERCENT, 40);
  }

  @Test
  void reset_isCountedAndSummedOver() {
    usage.add(sample(1, 800, 100));
    usage.add(sample(2, 300, 50));
    usage.add(sample(3, 400, 50));

    assertEquals(1, usage.resets());
    expect(Metric.CPU_TIME_MS, 1200);
    expect(Metric.MAX_CPU_PERCENT, 80);
  }

  @Test
  void sameReadingAgain_changesNothing() {
    usage.add(sample(1, 800, 100));
    var before = usage.metrics();
    usage.add(sample(1, 900, 900));

    assertEquals(before, usage.metrics());
    assertEquals(1, usage.readings());
    assertEquals(0, usage.dropped());
  }

  @Test
  void olderReading_isDroppedAndCounted() {
    usage.add(sample(2, 800, 100));
    var before = usage.metrics();
    usage.add(sample(1, 700, 900));

    assertEquals(before, usage.metrics());
    assertEquals(1, usage.dropped());
    assertEquals(0, usage.clockSteps());
  }

  @Test
  void olderTimeWithMoreCpu_isAClockThatWasSetBack() {
    usage.add(sample(100, 800, 100));
    usage.add(sample(40, 900, 200));
    usage.add(sample(41, 1400, 200));

    assertEquals(1, usage.clockSteps());
    assertEquals(0, usage.dropped());
    assertEquals(0, usage.resets());
    expect(Metric.CPU_TIME_MS, 1400);
    expect(Metric.MAX_CPU_PERCENT, 50);
    expect(Metric.MAX_MEMORY_USED_MIB, 200);
  }

  @Test
  void memory_isWeightedByTime() {
    usage.add(sample(1, 0, 100));
    usage.add(sample(11, 0, 210));

    expect(Metric.AVG_MEMORY_USED_MIB, 200);
    expect(Metric.MAX_MEMORY_USED_MIB, 210);
    expect(Metric.LAST_MEMORY_USED_MIB, 210);
    expect(Metric.MEMORY_SIZE_MIB, 1024);
    expect(Metric.MAX_MEMORY_UTILIZATION, 210.0 * 100 / 1024);
  }

  @Test
  void memory_p95_isWithinOnePercentAndNeverAboveTheMaximum() {
    usage.add(sample(94, 0, 300));
    usage.add(sample(100, 0, 700));

    expect(Metric.P95_MEMORY_USED_MIB, 700);

    usage.add(sample(10_000, 0, 500));
    assertEquals(500, usage.metrics().get(Metric.P95_MEMORY_USED_MIB), 5);
  }

  @Test
  void memory_unknown_leavesTheOthersAlone() {
    usage.add(sample(1, 500, UNKNOWN));

    expect(Metric.CPU_TIME_MS, 500);
    expectUnknown(Metric.MAX_MEMORY_USED_MIB);
    expectUnknown(Metric.LAST_MEMORY_USED_MIB);
  }

  @Test
  void memory_ofTheOnlyReadingWithoutAStart_isThePeak() {
    ContainerUsage unstarted = new ContainerUsage(Limits.NONE);
    unstarted.add(sample(10, 1000, 100));

    assertEquals(100, unstarted.metrics().get(Metric.MAX_MEMORY_USED_MIB), EXACT);
    assertNull(unstarted.metrics().get(Metric.AVG_MEMORY_USED_MIB));
  }

  @Test
  void memorySize_withoutOneAskedFor_isWhatTheKernelEnforces() {
    ContainerUsage unlimited = started(Limits.NONE);
    unlimited.add(
        new ContainerSample(
            START + 1, UNKNOWN, 0, UNKNOWN, 1, 7 << 20, UNKNOWN, 512 << 20, 0, 0, 0, 0));

    assertEquals(512, unlimited.metrics().get(Metric.MEMORY_SIZE_MIB), EXACT);
    assertEquals(7, unlimited.metrics().get(Metric.MEMORY_HIGH_WATER_MIB), EXACT);
  }

  @Test
  void diskCounters_areSummedOverAReset_thatCountsOnce() {
    usage.add(counters(1, 1000, 50, 0));
    expectUnknown(Metric.MEMORY_LIMIT_HITS);
    usage.add(counters(2, 100, 5, 3));

    assertEquals(1, usage.resets());
    assertEquals(1100, usage.networkRxBytes());
    assertEquals(2200, usage.networkTxBytes());
    expect(Metric.DISK_READ_BYTES, 55);
    expect(Metric.DISK_WRITE_BYTES, 110);
    expect(Metric.MEMORY_LIMIT_HITS, 3);
  }

  @Test
  void hugeCounters_neverWrapAround() {
    usage.add(counters(1, Long.MAX_VALUE / 2, Long.MAX_VALUE, 0));
    usage.add(counters(2, 0, 10, 0));

    assertEquals(Long.MAX_VALUE, usage.diskReadBytes());
  }

  @Test
  void cpu_thatStandsStill_isZero() {
    usage.add(sample(10, 500, 100));
    usage.add(sample(11, 500, 100));

    expect(Metric.MAX_CPU_PERCENT, 5);
    assertEquals(0, usage.resets());
  }

  /** All of the interval's CPU time before the split, after it, or a split at one of its ends. */
  @ParameterizedTest
  @CsvSource({"2, 100, 100", "2, 1100, 100", "1, 200, 50", "3, 200, 50"})
  void cpu_isSplit_withinTheIntervalAlone(double presecond, double precpuMillis, double expected) {
    usage.add(sample(1, 100, 100));
    usage.add(sample(3, presecond, 1100, precpuMillis, 100));

    expect(Metric.MAX_CPU_PERCENT, expected);
  }

  @Test
  void cpu_withAPrecpuThatCannotBe_doesNotSplit() {
    usage.add(sample(10, 1000, 100));
    usage.add(sample(20, 19, 2000, 999, 100));
    usage.add(sample(30, 29, 3000, 3001, 100));

    expect(Metric.MAX_CPU_PERCENT, 10);
  }

  @Test
  void readingAtTheStart_hasNoTime() {
    usage.add(sample(0, 5, 100));

    expect(Metric.CPU_TIME_MS, 5);
    expectUnknown(Metric.MAX_CPU_PERCENT);
    expectUnknown(Metric.AVG_CPU_PERCENT);
    expectUnknown(Metric.AVG_MEMORY_USED_MIB);
    expect(Metric.MAX_MEMORY_USED_MIB, 100);

    usage.add(sample(0.001, 5, 50));
    expect(Metric.AVG_MEMORY_USED_MIB, 50);
    assertEquals(50, usage.metrics().get(Metric.P95_MEMORY_USED_MIB), 0.5);
  }

  @Test
  void cpu_thatWasNeverUsed_isZero() {
    usage.add(sample(1, 0, 100));

    expect(Metric.AVG_CPU_PERCENT, 0);
    expect(Metric.MAX_CPU_PERCENT, 0);
  }

  @Test
  void olderReadingWithTheSameCpu_isDropped() {
    usage.add(sample(2, 800, 100));
    usage.add(sample(1, 800, 100));

    assertEquals(1, usage.dropped());
    assertEquals(0, usage.clockSteps());
  }
}
