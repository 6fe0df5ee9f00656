package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static io.github.ecsusagereport.usage.Samples.START;
import static io.github.ecsusagereport.usage.Samples.add;
import static io.github.ecsusagereport.usage.Samples.describe;
import static io.github.ecsusagereport.usage.Samples.sample;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import java.util.List;
import org.junit.jupiter.api.Test;

class StretchTest {
  private double second;
  private double cpuMillis;

  /** 60 s at 0.2 vCPU, 120 s at 1.9, 30 s at 0.1, read every second. */
  @Test
  void durations_stretchWhatUsedMoreThanTheSize() {
    TaskUsage usage = started(new Limits(2, 4096));
    run(usage, 60, 0.2);
    run(usage, 120, 1.9);
    run(usage, 30, 0.1);

    assertDurations(usage, 210_000, 1_002_000, 546_000, 318_000);
  }

  @Test
  void durations_afterTheLastReading_countAsTheyAre() {
    TaskUsage usage = started(new Limits(1, 2048));
    run(usage, 10, 1);

    assertDurations(usage, 17_000, 47_000, 27_000);
  }

  @Test
  void durations_ofAnotherContainer_areTheTasks() {
    TaskUsage usage = started(new Limits(1, 2048));
    describe(usage, "usage-report", UNKNOWN, START, false, true);
    add(usage, "batch", sample(1, 500, 100));
    add(usage, "usage-report", sample(1, 250, 10));
    usage.endPoll();

    assertDurations(usage, 1000, 3000, 1500);
  }

  @Test
  void durations_withoutASizeBelow_orASize_orAnInterval_areNone() {
    TaskUsage smallest = started(new Limits(0.25, 512));
    run(smallest, 10, 0.2);
    assertEquals(List.of(), smallest.durationAtVcpu(10_000));

    TaskUsage unlimited = started(Limits.NONE);
    run(unlimited, 10, 0.2);
    assertEquals(List.of(), unlimited.durationAtVcpu(10_000));

    assertEquals(List.of(), started(new Limits(2, 4096)).durationAtVcpu(10_000));
  }

  private static TaskUsage started(Limits limits) {
    TaskUsage usage = new TaskUsage(limits, Double.NaN, false);
    describe(usage, "batch", UNKNOWN, START, true, true);
    return usage;
  }

  private void run(TaskUsage usage, int seconds, double cores) {
    for (int i = 0; i < seconds; i++) {
      second++;
      cpuMillis += cores * 1000;
      add(usage, "batch", sample(second, cpuMillis, 100));
      usage.endPoll();
    }
  }

  private static void assertDurations(TaskUsage usage, double durationMs, double... expectedMs) {
    List<DurationAtVcpu> actual = usage.durationAtVcpu(durationMs);
    assertEquals(expectedMs.length, actual.size());
    double vcpu = 0.25;
    for (int i = 0; i < expectedMs.length; i++, vcpu *= 2) {
      assertEquals(vcpu, actual.get(i).vcpu());
      assertEquals(expectedMs[i], actual.get(i).durationMs(), 1e-3);
    }
  }
}
