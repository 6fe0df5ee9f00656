package io.github.ecsusagereport.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.summary.UsageCurve;
import org.junit.jupiter.api.Test;

class CurveStepsTest {
  private static final long START = 1_700_000_000_000_000_000L;

  private final CurveSteps curve = new CurveSteps();

  private static long at(double seconds) {
    return START + Math.round(seconds * 1e9);
  }

  private void add(double from, double to, long cpuMillis, long mib) {
    curve.addCpu(at(from), at(to), cpuMillis * 1_000_000);
    curve.addMemory(START, at(to), mib << 20);
  }

  @Test
  void nothingRead_isNoCurve() {
    assertNull(curve.upTo(at(10), Double.NaN));
    curve.startAt(START);
    assertNull(curve.upTo(at(10), Double.NaN));
  }

  @Test
  void cpuOfZeroThroughout_isNotKnown() {
    add(0, 1, 0, 100);
    add(1, 2, 0, 100);

    assertEquals(new UsageCurve(1000, "- -", "100 100"), curve.upTo(at(2), Double.NaN));
  }

  @Test
  void secondBySecond() {
    add(0, 1, 200, 100);
    add(1, 2, 1000, 300);
    add(2, 3, 0, 200);

    assertEquals(new UsageCurve(1000, "20 100 0", "100 300 200"), curve.upTo(at(3), Double.NaN));
  }

  @Test
  void intervalOfSeveralSteps_isSpreadOverThem_andAfterTheLastReadingNothingIsKnown() {
    add(0, 2.5, 250, 100);
    add(2.5, 4.5, 1000, 120);

    assertEquals(
        new UsageCurve(1000, "10 10 30 50 50 -", "100 100 120 120 120 -"),
        curve.upTo(at(6), Double.NaN));
  }

  @Test
  void spikeWithinAStep_isItsHighest() {
    add(0, 0.4, 0, 100);
    add(0.4, 0.6, 100, 900);
    add(0.6, 1, 0, 50);

    assertEquals(new UsageCurve(1000, "10", "900"), curve.upTo(at(1), Double.NaN));
  }

  @Test
  void longRun_hasLongerSteps() {
    for (int second = 0; second < 125; second++) {
      add(second, second + 1, second < 62 ? 100 : 900, second);
    }
    UsageCurve drawn = curve.upTo(at(125), Double.NaN);

    assertEquals(4000, drawn.stepMs());
    assertEquals(32, drawn.cpuPercent().split(" ").length);
    assertTrue(drawn.cpuPercent().startsWith("10 10"), drawn.cpuPercent());
    assertTrue(drawn.cpuPercent().endsWith("90 90"), drawn.cpuPercent());
    assertTrue(drawn.memoryMiB().startsWith("3 7 11"), drawn.memoryMiB());
    assertTrue(drawn.memoryMiB().endsWith(" 123 124"), drawn.memoryMiB());
  }

  /** Memory alone, as of readings without a start or without CPU time. */
  @Test
  void memoryAlone_makesItsOwnSteps() {
    curve.addMemory(START, at(0), 100 << 20);
    curve.addMemory(START, at(100), 200 << 20);
    curve.addMemory(START, at(100), 900 << 20);

    assertEquals(2000, curve.upTo(at(100), Double.NaN).stepMs());
    assertTrue(
        curve.upTo(at(100), Double.NaN).memoryMiB().endsWith("200 200"),
        curve.upTo(at(100), Double.NaN).memoryMiB());
    assertTrue(curve.upTo(at(100), Double.NaN).cpuPercent().startsWith("- -"));
  }

  /** What was in the second half before the steps were doubled is in the first now. */
  @Test
  void doubling_leavesNothingBehind() {
    add(0, 60, 60_000, 100);
    curve.addCpu(at(60), at(61), 500_000_000);

    String cpu = curve.upTo(at(61), Double.NaN).cpuPercent();
    assertTrue(cpu.startsWith("100 100") && cpu.endsWith("100 50"), cpu);
    String memory = curve.upTo(at(61), Double.NaN).memoryMiB();
    assertTrue(memory.endsWith("100 100 -"), memory);
    curve.addCpu(at(61), at(100), 0);
    assertTrue(
        curve.upTo(at(100), Double.NaN).cpuPercent().endsWith("0 0 0"),
        curve.upTo(at(100), Double.NaN).cpuPercent());
  }

  @Test
  void sixtySteps_areTheMost() {
    add(0, 60, 0, 1);
    assertEquals(60, curve.upTo(at(60), Double.NaN).cpuPercent().split(" ").length);
    assertEquals(31, curve.upTo(at(61), Double.NaN).cpuPercent().split(" ").length);
  }

  /** The nearest steps first, before as well as after. */
  @Test
  void stepsAboveTheProcessors_giveToThoseBesideThem() {
    add(0, 1, 100, 1);
    add(1, 2, 900, 1);
    add(2, 3, 1500, 1);
    add(3, 4, 800, 1);
    add(4, 4.5, 100, 1);

    assertEquals("30 100 100 100 20", curve.upTo(at(4.5), 1).cpuPercent());
    assertEquals("10 90 150 80 20", curve.upTo(at(4.5), Double.NaN).cpuPercent());
    assertEquals("10 90 150 80 20", curve.upTo(at(4.5), 0.7).cpuPercent(), "does not fit");
  }

  /** 16 vCPU and 200 GiB: coarser, not longer. */
  @Test
  void largeNumbers_keepItShort() {
    for (int second = 0; second < 60; second++) {
      add(second, second + 1, 15_999, 200_000 + second);
    }
    UsageCurve drawn = curve.upTo(at(60), Double.NaN);

    assertEquals(2000, drawn.stepMs());
    assertTrue(!drawn.isTooLong());
    assertTrue(drawn.cpuPercent().startsWith("1600 1600"), drawn.cpuPercent());
  }

  @Test
  void timesFromNowhere_endSomehow() {
    curve.addCpu(0, Long.MAX_VALUE, Long.MAX_VALUE);
    curve.addMemory(START, Long.MAX_VALUE, Long.MAX_VALUE);

    assertTrue(curve.upTo(0, Double.NaN).stepMs() > 1000);
  }
}
