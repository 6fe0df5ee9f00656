package io.github.ecsusagereport.report.fleet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BilledTimeTest {
  private final BilledTime billed = new BilledTime();

  @Test
  void seconds_areWhole_andAMinuteAtLeast() {
    assertEquals(60, BilledTime.seconds(0));
    assertEquals(60, BilledTime.seconds(60_000));
    assertEquals(61, BilledTime.seconds(60_000.001));
    assertEquals(61, BilledTime.seconds(61_000));
    assertEquals(230, BilledTime.seconds(19_999.9 + 210_000.1));
    assertEquals(100_001, BilledTime.seconds(100_000_001));
  }

  @Test
  void runs_areAddedUpOneByOne_theInitIncluded() {
    billed.add(new TestRun().with(Metric.INIT_DURATION_MS, 10_400).build(), false);
    billed.add(new TestRun().with(Metric.DURATION_MS, 5_000).build(), false);

    assertEquals(2, billed.runs());
    assertEquals(221 + 60, billed.secondsAt(2));
    assertEquals(221 + 60, billed.secondsAt(32));
    assertEquals(2 * (221 + 60), billed.vcpuSeconds());
    assertEquals(4 * (221 + 60), billed.gbSeconds());
    // 10.4 s and 318 s; nobody tells a run of 5 s apart from its times at fewer vCPUs.
    assertEquals(329 + 318, billed.secondsAt(1));
  }

  @Test
  void runThatFailed_isNotStretched_andIsToldApart() {
    billed.add(new TestRun().status(Status.FAILURE).build(), true);
    billed.add(new TestRun().build(), false);

    assertEquals(210 + 1002, billed.secondsAt(0.25));
    assertEquals(2 * 210, billed.failedVcpuSeconds());
    assertEquals(4 * 210, billed.failedGbSeconds());
  }

  @Test
  void runThatDoesNotSay_stretchesAsTheOthersDo() {
    billed.add(new TestRun().build(), false);
    billed.add(new TestRun().sampled(2, 99).with(Metric.DURATION_MS, 420_000).build(), false);

    assertEquals(318 + 420 * 318 / 210.0, billed.secondsAt(1), 1e-9);
  }

  @Test
  void runsThatDoNotSay_takeAsLongAsTheyDid_whenNoneSays() {
    billed.add(new TestRun().msAtVcpu(Map.of()).build(), false);

    assertEquals(210, billed.secondsAt(0.25));
  }

  @Test
  void runWithoutADurationOrASize_hasNoPrice() {
    billed.add(new TestRun().with(Metric.MEMORY_SIZE_MIB, 0).build(), false);
    billed.add(new TestRun().withoutMemory().build(), false);

    assertEquals(0, billed.runs());
  }

  @Test
  void vcpus_areThoseOfFargate() {
    assertArrayEquals(new double[] {0.25, 0.5, 1, 2, 4, 8, 16, 32}, BilledTime.VCPUS);
  }
}
