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
    curve.addMemory(at(to), mib << 20);
  }

  @Test
  void nothingRead_isNoCurve() {
    assertNull(curve.upTo(at(10)));
    curve.startAt(START);
    assertNull(curve.upTo(at(10)));
  }

  @Test
  void cpuOfZeroThroughout_isNotKnown() {
    add(0, 1, 0, 100);
    add(1, 2, 0, 100);

    assertEquals(new UsageCurve(1000, "- -", "100 100"), curve.upTo(at(2)));
  }

  @Test
  void secondBySecond() {
    add(0, 1, 200, 100);
    add(1, 2, 1000, 300);
    add(2, 3, 0, 200);

    assertEquals(new UsageCurve(1000, "20 100 0", "100 300 200"), curve.upTo(at(3)));
  }

  @Test
  void intervalOfSeveralSteps_isSpreadOverThem_andAfterTheLastReadingNothingIsKnown() {
    add(0, 2.5, 250, 100);
    add(2.5, 4.5, 1000, 120);

    assertEquals(
        new UsageCurve(1000, "10 10 30 50 50 -", "100 100 120 120 120 -"), curve.upTo(at(6)));
  }

  @Test
  void spikeWithinAStep_isItsHighest() {
    add(0, 0.4, 0, 100);
    add(0.4, 0.6, 100, 900);
    add(0.6, 1, 0, 50);

    assertEquals(new UsageCurve(1000, "10", "900"), curve.upTo(at(1)));
  }

  @Test
  void longRun_hasLongerSteps() {
    for (int second = 0; second < 125; second++) {
      add(second, second + 1, second < 62 ? 100 : 900, second);
    }
    UsageCurve drawn = curve.upTo(at(125));

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
    curve.addMemory(at(0), 100 << 20);
    curve.addMemory(at(100), 200 << 20);
    curve.addMemory(at(100), 900 << 20);

    assertEquals(2000, curve.upTo(at(100)).stepMs());
    assertTrue(
        curve.upTo(at(100)).memoryMiB().endsWith("200 200"), curve.upTo(at(100)).memoryMiB());
    assertTrue(curve.upTo(at(100)).cpuPercent().startsWith("- -"));
  }

  /** What was in the second half before the steps were doubled is in the first now. */
  @Test
  void doubling_leavesNothingBehind() {
    add(0, 60, 60_000, 100);
    curve.addCpu(at(60), at(61), 500_000_000);

    String cpu = curve.upTo(at(61)).cpuPercent();
    assertTrue(cpu.startsWith("100 100") && cpu.endsWith("100 50"), cpu);
    String memory = curve.upTo(at(61)).memoryMiB();
    assertTrue(memory.endsWith("100 100 -"), memory);
    curve.addCpu(at(61), at(100), 0);
    assertTrue(
        curve.upTo(at(100)).cpuPercent().endsWith("0 0 0"), curve.upTo(at(100)).cpuPercent());
  }

  @Test
  void sixtySteps_areTheMost() {
    add(0, 60, 0, 1);
    assertEquals(60, curve.upTo(at(60)).cpuPercent().split(" ").length);
    assertEquals(31, curve.upTo(at(61)).cpuPercent().split(" ").length);
  }

  /** 16 vCPU and 200 GiB: coarser, not longer. */
  @Test
  void largeNumbers_keepItShort() {
    for (int second = 0; second < 60; second++) {
      add(second, second + 1, 15_999, 200_000 + second);
    }
    UsageCurve drawn = curve.upTo(at(60));

    assertEquals(2000, drawn.stepMs());
    assertTrue(!drawn.isTooLong());
    assertTrue(drawn.cpuPercent().startsWith("1600 1600"), drawn.cpuPercent());
  }

  @Test
  void timesFromNowhere_endSomehow() {
    curve.addCpu(0, Long.MAX_VALUE, Long.MAX_VALUE);
    curve.addMemory(Long.MAX_VALUE, Long.MAX_VALUE);

    assertTrue(curve.upTo(0).stepMs() > 1000);
  }
}
