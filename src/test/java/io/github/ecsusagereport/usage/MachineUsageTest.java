package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.usage.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.MachineSummary;
import io.github.ecsusagereport.summary.Metric;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** The task, as its own machine tells it between two readings and after the last. */
class MachineUsageTest {
  private static final double SIDECAR_MIB = 12;

  private static double cpuSeconds(MachineSummary summary) {
    return summary.metrics().get(Metric.CPU_TIME_MS) / 1000;
  }

  private static double maxMiB(MachineSummary summary) {
    return summary.metrics().get(Metric.MAX_MEMORY_USED_MIB);
  }

  @Test
  void busyToTheLastMoment_hasAllOfItsCpuTime() {
    MachineLife life = new MachineLife().batchCores(second -> second < 60 ? 0.1 : 1.8);

    MachineSummary summary = life.run(67.5);

    assertEquals(life.taskCpuSeconds(67.5), cpuSeconds(summary), 0.2);
    // The last reading of the endpoint was 9.5 s before.
    assertEquals(5.8, life.usage.watchedMetrics(false).get(Metric.CPU_TIME_MS) / 1000, 0.05);
    assertEquals(180, summary.metrics().get(Metric.MAX_CPU_PERCENT), 2);
    assertEquals(2, summary.offsetCpuPercent(), 0.5);
    assertFalse(summary.isCpuUpperBound());
    assertFalse(summary.isMemoryUpperBound());
  }

  @Test
  void spikesBetweenTwoReadings_areSeen() {
    MachineLife life =
        new MachineLife()
            .batchCores(second -> second >= 22 && second < 23 ? 2 : 0.2)
            .batchMiB(second -> second >= 33 && second < 33.3 ? 700 : 80);

    MachineSummary summary = life.run(60);

    assertEquals(700 + SIDECAR_MIB, maxMiB(summary), 1);
    assertEquals(80, life.usage.watchedMetrics(false).get(Metric.MAX_MEMORY_USED_MIB), 0.001);
    assertTrue(summary.metrics().get(Metric.MAX_CPU_PERCENT) > 110, summary.toString());
    assertEquals(6, summary.calibrations());
    assertEquals(120, summary.offsetMemoryMiB(), 0.001);
    assertEquals(0, summary.offsetMemorySpreadMiB(), 0.001);
  }

  /**
   * 10 s at 2 vCPU and 10 at none are a mean of 1 to the readings, which 1 vCPU does not stretch.
   */
  @Test
  void durationAtVcpu_seesTheBurstsWithinAMean() {
    MachineLife life = new MachineLife().batchCores(second -> second % 10 < 5 ? 2 : 0);

    life.run(60);

    double ofReadings = atVcpu(life.usage.durationAtVcpu(60_000), 1);
    double ofMachine = atVcpu(life.machine.durationAtVcpu(60_000, at(60)), 1);
    assertEquals(60_000, ofReadings, 3000);
    // A second in which the burst begins or ends is a mean as well.
    assertEquals(90_000, ofMachine, 6000);
  }

  private static double atVcpu(List<DurationAtVcpu> durations, double vcpu) {
    return durations.stream()
        .filter(each -> each.vcpu() == vcpu)
        .mapToDouble(DurationAtVcpu::durationMs)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void lastMemory_isThatOfTheEnd_whateverTheProcessesGaveBack() {
    MachineSummary summary =
        new MachineLife().batchMiB(second -> second < 58 ? 100 : 400).run(61.04);

    assertEquals(400 + SIDECAR_MIB, summary.metrics().get(Metric.LAST_MEMORY_USED_MIB), 1);
  }

  @Test
  void beforeTheFirstReading_allIsUpperBounds() {
    MachineLife life = new MachineLife().batchCores(second -> 1).batchMiB(second -> 200);

    MachineSummary summary = life.run(5);

    assertTrue(summary.isCpuUpperBound());
    assertTrue(summary.isMemoryUpperBound());
    assertEquals(0, summary.calibrations());
    assertTrue(Double.isNaN(summary.offsetMemoryMiB()));
    assertTrue(Double.isNaN(summary.offsetCpuPercent()));
    assertEquals(200 + SIDECAR_MIB + 120, maxMiB(summary), 0.001);
    assertTrue(cpuSeconds(summary) >= life.taskCpuSeconds(5), "too low: " + summary);
    // What the task can have used at most in the 0.4 s before the first reading of the machine.
    assertEquals(life.taskCpuSeconds(5) + 0.4 + 0.1, cpuSeconds(summary), 0.2);
    assertTrue(atVcpu(life.machine.durationAtVcpu(5000, at(5)), 0.5) >= 9900);
  }

  @Test
  void endBeforeTheMachineWasRead_isBoundByTheSize() {
    MachineSummary summary = new MachineLife().batchCores(second -> 1).run(0.2);

    assertEquals(0.4, cpuSeconds(summary), 0.001);
    assertNull(summary.metrics().get(Metric.MAX_MEMORY_USED_MIB));
  }

  /** It has used CPU time before the machine was read, and no counter tells how much. */
  @Test
  void containerThatEndedWithoutAReading_leavesAnUpperBound_andOneOfCpuAlone() {
    MachineLife life = new MachineLife().batchCores(second -> 0.2).helperUntil(6).sidecarStart(2);

    MachineSummary summary = life.run(40);

    assertTrue(summary.isCpuUpperBound());
    assertFalse(summary.isMemoryUpperBound());
    assertFalse(life.machine.isCpuKnown());
    assertTrue(cpuSeconds(summary) >= life.taskCpuSeconds(40), "too low: " + summary);
  }

  /** Its end is known, and it is in no number. */
  @Test
  void containerThatEndedBeforeTheMachineWasRead_leavesNoBound() {
    MachineLife life = new MachineLife().batchCores(second -> 0.2).helperUntil(1).sidecarStart(2);

    MachineSummary summary = life.run(40);

    assertFalse(summary.isCpuUpperBound());
    assertEquals(life.taskCpuSeconds(40) - 1, cpuSeconds(summary), 0.2);
  }

  /** Before the first reading at second 8, and after the last one at 28. */
  @Test
  void checkpoint_hasTheSecondsSinceTheLastReading() {
    MachineLife life =
        new MachineLife()
            .batchCores(second -> second > 33 && second < 35 ? 1.5 : 0.2)
            .checkpoint(5)
            .checkpoint(36);

    MachineSummary summary = life.run(40);

    assertNotNull(life.said.get(0).metrics().get(Metric.MAX_CPU_PERCENT));
    double seen = life.said.get(1).metrics().get(Metric.MAX_CPU_PERCENT);
    assertEquals(150, seen, 4);
    assertEquals(seen, summary.metrics().get(Metric.MAX_CPU_PERCENT), 4);
  }

  /** The engine works to start the batch; the quiet second before is the baseline. */
  @Test
  void sidecarThatBeganBefore_knowsWhatWasThere() {
    MachineLife life =
        new MachineLife()
            .sidecarStart(-3)
            .otherCores(second -> second > -0.5 && second < 0 ? 1 : 0.1)
            .batchCores(second -> 0.5);

    MachineSummary summary = life.run(6);

    assertFalse(summary.isCpuUpperBound());
    assertFalse(summary.isMemoryUpperBound());
    assertEquals(0, summary.calibrations());
    assertEquals(10, summary.offsetCpuPercent(), 2);
    assertEquals(50 + SIDECAR_MIB, maxMiB(summary), 0.001);
    assertEquals(life.cpuSeconds(6), cpuSeconds(summary), 0.15);
    assertEquals(50, summary.metrics().get(Metric.MAX_CPU_PERCENT), 3);
  }

  /**
   * A reading of the endpoint that is made while memory jumps says nothing of what else there is.
   */
  @Test
  void readingWhileMemoryJumps_isNoCalibration() {
    MachineSummary summary =
        new MachineLife().batchMiB(second -> second < 27.95 ? 50 : 450).phases(8, 3).run(45);

    assertEquals(450 + SIDECAR_MIB, maxMiB(summary), 0.001);
    assertEquals(0, summary.offsetMemorySpreadMiB(), 0.001);
    assertEquals(3, summary.calibrations());
  }

  /** Unless there is none but that. */
  @Test
  void roughCalibration_isBetterThanNone_andGivesWayToTheNext() {
    MachineLife life = new MachineLife().batchMiB(second -> second < 7.95 ? 50 : 450).phases(8, 3);

    assertEquals(1, life.run(15).calibrations());
    MachineSummary summary =
        new MachineLife().batchMiB(second -> second < 7.95 ? 50 : 450).phases(8, 3).run(25);

    assertEquals(450 + SIDECAR_MIB, maxMiB(summary), 0.001);
    assertEquals(0, summary.offsetMemorySpreadMiB(), 0.001);
  }

  @Test
  void neighbourThatBegins_isSeenInTheSpread() {
    MachineSummary summary =
        new MachineLife()
            .otherMiB(second -> second < 30 ? 120 : 220)
            .otherCores(second -> second < 30 ? 0.02 : 0.22)
            .batchCores(second -> 0.5)
            .run(65);

    assertEquals(100, summary.offsetMemorySpreadMiB(), 0.001);
    assertEquals(220, summary.offsetMemoryMiB(), 0.001);
    assertTrue(maxMiB(summary) <= 50 + SIDECAR_MIB + 100, summary.toString());
    assertEquals(22, summary.offsetCpuPercent(), 1);
    assertEquals(0.5 * 65 + 0.26, cpuSeconds(summary), 0.3);
  }

  @Test
  void checkpoints_changeNothingThatMatters() {
    MachineSummary without = new MachineLife().batchCores(second -> 0.7).run(45);
    MachineSummary with =
        new MachineLife()
            .batchCores(second -> 0.7)
            .checkpoint(0.5)
            .checkpoint(13)
            .checkpoint(31)
            .run(45);

    assertEquals(cpuSeconds(without), cpuSeconds(with), 0.001);
    assertEquals(maxMiB(without), maxMiB(with), 0.001);
    assertEquals(
        without.metrics().get(Metric.MAX_CPU_PERCENT),
        with.metrics().get(Metric.MAX_CPU_PERCENT),
        5);
  }

  /** For longer than the history of the machine's readings lasts. */
  @Test
  void readingsThatStop_areBridged() {
    MachineLife life =
        new MachineLife()
            .batchCores(second -> 0.5)
            .batchMiB(second -> second > 100 && second < 101 ? 300 : 50)
            .readUntil(40);

    MachineSummary summary = life.run(200);

    assertEquals(4, summary.calibrations());
    assertEquals(life.taskCpuSeconds(200), cpuSeconds(summary), 1);
    assertEquals(300 + SIDECAR_MIB, maxMiB(summary), 0.001);
  }

  /** A step of any height and length, wherever it falls between the readings. */
  @Property(tries = 200)
  void anyLife_isToldWithinThePrecisionOfTheMachine(
      @ForAll @DoubleRange(min = 1, max = 9.5) double batchPhase,
      @ForAll @DoubleRange(min = 1, max = 9.5) double sidecarPhase,
      @ForAll @DoubleRange(min = 0, max = 1.9) double cores,
      @ForAll @DoubleRange(min = 20, max = 900) double mib,
      @ForAll @DoubleRange(min = 1, max = 35) double from,
      @ForAll @DoubleRange(min = 0.3, max = 20) double length,
      @ForAll @DoubleRange(min = 60, max = 80) double end) {
    MachineLife life =
        new MachineLife()
            .phases(batchPhase, sidecarPhase)
            .batchCores(second -> second >= from && second < from + length ? cores : 0.05)
            .batchMiB(second -> second >= from && second < from + length ? mib : 20);

    MachineSummary summary = life.run(end);

    double exact = life.taskCpuSeconds(end);
    assertEquals(exact, cpuSeconds(summary), 0.02 * exact + 0.3);
    assertTrue(cpuSeconds(summary) <= 2 * end);
    assertTrue(summary.metrics().get(Metric.MAX_CPU_PERCENT) <= 200);
    // A reading that is older than the change of another container's memory is off by that change.
    assertEquals(mib + SIDECAR_MIB, maxMiB(summary), 1 + summary.offsetMemorySpreadMiB());
    double before = Double.MAX_VALUE;
    for (DurationAtVcpu each : life.machine.durationAtVcpu(1000 * end, at(end))) {
      assertTrue(each.durationMs() >= 1000 * end - 1e-6);
      assertTrue(each.durationMs() <= 1000 * (end + (exact + 0.5) / each.vcpu()));
      assertTrue(each.durationMs() <= before);
      before = each.durationMs();
    }
  }
}
