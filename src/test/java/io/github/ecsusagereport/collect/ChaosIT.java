package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 10,000 polls of an endpoint that fails at random. {@code -Druns=20 -Dseed=…} for more, or for the
 * same faults again.
 *
 * <p>The counters are what was injected. Everything else is, to the last digit, what the same
 * readings give without a fault. What the batch's readings alone decide is also what all readings
 * give, since counters are cumulative and the last reading gets through; means over longer
 * intervals are not above the highest of the short ones.
 */
class ChaosIT {
  private static final int POLLS = 10_000;
  private static final int RUNS = Integer.getInteger("runs", 1);
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private RawEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint = new RawEndpoint();
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @ParameterizedTest(name = "with restarts and steps of the clock: {0}")
  @ValueSource(booleans = {false, true})
  void faults_areCounted_andTheNumbersStand(boolean hasEvents) {
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      ChaosPlan plan = new ChaosPlan(seed, POLLS, hasEvents);
      ChaosRun faulty = new ChaosRun(plan, seed, ChaosRun.Kind.FAULTY, endpoint);
      TestLine line = faulty.line();
      System.out.println("ChaosIT: seed=" + seed + " " + faulty.injected());
      String what = "seed " + seed;

      assertEquals("success, containerExited, 0", line.end(), what);
      assertEquals(faulty.trouble(), line.trouble(), what);
      assertEquals("" + (POLLS + 1), line.get("sampling.polls"), what);
      assertEquals("" + faulty.readings(), line.get("sampling.readings"), what);
      TestLine thinned = new ChaosRun(plan, seed, ChaosRun.Kind.THINNED, endpoint).line();
      assertEquals(faulty.events().trim(), thinned.trouble(), what);
      assertEquals(thinned.numbers(), line.numbers(), what);
      TestLine clean = new ChaosRun(plan, seed, ChaosRun.Kind.CLEAN, endpoint).line();
      assertEquals("" + POLLS, clean.get("sampling.readings"), what);
      assertEquals(
          number(clean, "metrics.cpuTimeMs") - faulty.lostCpuMillis(),
          number(line, "metrics.cpuTimeMs"),
          what);
      if (!hasEvents) {
        assertCloseTo(clean, line, what);
      }
    }
  }

  private static void assertCloseTo(TestLine clean, TestLine line, String what) {
    for (String object : new String[] {"metrics.", "taskMetrics.", "containers.0.metrics."}) {
      for (String name :
          new String[] {
            "durationMs",
            "cpuTimeMs",
            "avgCpuPercent",
            "avgCpuUtilization",
            "lastMemoryUsedMiB",
            "networkRxBytes",
            "networkTxBytes",
            "diskReadBytes",
            "diskWriteBytes"
          }) {
        assertEquals(clean.get(object + name), line.get(object + name), what + object + name);
      }
    }
    for (String path :
        new String[] {"sampling.coveragePercent", "sampling.lastReadingAgeMs", "finishedAt"}) {
      assertEquals(clean.get(path), line.get(path), what + path);
    }
    for (String name : new String[] {"p95CpuPercent", "maxCpuPercent"}) {
      assertNotAbove(number(clean, "metrics.maxCpuPercent"), number(line, "metrics." + name), what);
    }
    for (String name : new String[] {"avg", "p95", "max"}) {
      double used = number(line, "metrics." + name + "MemoryUsedMiB");
      assertNotAbove(number(clean, "metrics.maxMemoryUsedMiB"), used, what);
    }
    assertNotAbove(
        number(line, "sampling.longestGapMs"), number(clean, "sampling.longestGapMs"), what);
  }

  private static void assertNotAbove(double bound, double value, String what) {
    assertTrue(value <= bound, value + " above " + bound + ", " + what);
  }

  private static double number(TestLine line, String path) {
    return Double.parseDouble(line.get(path));
  }
}
