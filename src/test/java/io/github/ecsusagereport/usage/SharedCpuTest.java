package io.github.ecsusagereport.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import org.junit.jupiter.api.Test;

class SharedCpuTest {
  private static final double EXACT = 1e-6;

  private final Profile profile = new Profile(1);
  private final SharedCpu cpu = new SharedCpu(profile, 1);

  private void add(double seconds, double usedSeconds) {
    add(seconds, usedSeconds, usedSeconds / 2);
  }

  private void add(double seconds, double usedSeconds, double largestSeconds) {
    cpu.add(
        Math.round(usedSeconds * 1e9), Math.round(largestSeconds * 1e9), Math.round(seconds * 1e9));
  }

  private double max() {
    Metrics metrics = new Metrics();
    cpu.settled().putCpu(metrics, 1, Metrics.UNKNOWN);
    return metrics.get(Metric.MAX_CPU_PERCENT);
  }

  /** What comes on top of 1000 s, with a quarter of a vCPU. */
  private double longer(double vcpu) {
    return cpu.settled().durationAtVcpu(1_000_000).stream()
            .filter(each -> each.vcpu() == vcpu)
            .findFirst()
            .orElseThrow()
            .durationMs()
        - 1_000_000;
  }

  @Test
  void sumsThatArePossible_areLeftAsTheyAre() {
    add(1, 0.3);
    add(1, 0.9);
    add(1, 1);

    assertEquals(100, max(), EXACT);
    assertEquals(200 + 2600 + 3000, longer(0.25), EXACT);
  }

  @Test
  void excess_belongsIntoTheIntervalBefore() {
    add(1, 0.5);
    add(1, 1.3);

    assertEquals(100, max(), EXACT);
    assertEquals(600 + 1000, longer(0.5), EXACT, "0.8 and 1");
  }

  @Test
  void excessThatHasNoRoomBefore_comesWithTheNext() {
    add(1, 0.8);
    add(1, 1.5);
    assertEquals(100, max(), EXACT);
    add(1, 0.6);
    cpu.end();

    assertEquals(100, max(), EXACT);
    assertEquals(1000 + 1000 + 800, longer(0.5), EXACT, "1, 1 and 0.9");
  }

  @Test
  void shortIntervals_areJoined_andTheLastOneIsNone() {
    add(0.3, 0.5);
    add(0.3, 0);
    add(0.3, 0.3);
    cpu.end();

    assertEquals(100 * 0.5 / 0.6, max(), EXACT);
  }

  /** The clocks are not quite the same. */
  @Test
  void containerALittleAboveTheSize_isBelieved() {
    add(1, 1.03, 1.02);

    assertEquals(102, max(), EXACT);
  }

  @Test
  void containerFarAboveTheSize_showsThatNobodyEnforcesIt() {
    add(1, 2.4, 2);
    add(1, 1.5);

    assertEquals(240, max(), EXACT);
    assertEquals(3800 + 2000, longer(0.5), EXACT, "2.4 and 1.5 as they come");
  }

  @Test
  void sizeThatNobodyEnforces_isGivenUp() {
    for (int second = 0; second < 100; second++) {
      add(1, 1.8);
    }
    cpu.end();

    assertEquals(180, max(), EXACT);
  }

  @Test
  void openIntervals_areTheLast64() {
    add(1, 0.1);
    for (int second = 0; second < 64; second++) {
      add(1, 0.9);
    }
    add(1, 1.5);
    add(10, 20);
    cpu.end();

    assertEquals(100, max(), EXACT);
    double full = 64 * 1000 + 1000 + 10_000;
    assertEquals(full, longer(0.5), EXACT, "the first had been settled at 0.1");
  }

  /** A line in between says what is known, and takes nothing from the end. */
  @Test
  void settled_changesNothing() {
    add(1, 0.2);
    assertEquals(20, max(), EXACT);
    assertEquals(20, max(), EXACT);
    add(1, 1.4);
    cpu.end();

    assertEquals(1000 + 200, longer(0.5), EXACT, "0.6 and 1");
    assertTrue(cpu.settled() == profile);
  }
}
