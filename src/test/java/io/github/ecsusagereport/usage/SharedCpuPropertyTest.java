package io.github.ecsusagereport.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.UsageCurve;
import io.github.ecsusagereport.usage.SharedCourse.Engine;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Containers that hand the processors of their task to each other, and are read as they are. */
class SharedCpuPropertyTest {
  private static final double ROUNDING = 1e-6;

  @Property
  void sums_neverSayMoreThanTheProcessorsCan(@ForAll long seed, @ForAll Engine engine) {
    SharedCourse course = new SharedCourse(seed, engine);
    TaskUsage usage = course.told();

    assertPossible(course, usage.taskMetrics(false), course.cpuMs());
    assertPossible(course, usage.watchedMetrics(false), course.watchedCpuMs());
    for (DurationAtVcpu each : usage.durationAtVcpu(course.durationMs())) {
      double longer = each.durationMs() - course.durationMs();
      assertTrue(longer >= 0);
      assertTrue(longer <= course.cpuMs() / each.vcpu() * (1 + ROUNDING), () -> each.toString());
    }
  }

  private static void assertPossible(SharedCourse course, Metrics metrics, double cpuMs) {
    assertEquals(cpuMs, metrics.get(Metric.CPU_TIME_MS), ROUNDING * cpuMs);
    double max = metrics.get(Metric.MAX_CPU_PERCENT);
    assertTrue(max <= 100 * course.vcpus() * (1 + ROUNDING), () -> "max " + max);
    assertTrue(max >= metrics.get(Metric.AVG_CPU_PERCENT) * (1 - ROUNDING));
    double saturated = metrics.get(Metric.CPU_SATURATED_MS);
    assertTrue(
        saturated * 0.95 * course.vcpus() <= cpuMs * (1 + ROUNDING),
        () -> "saturated " + saturated);
  }

  @Property
  void curve_isNeverAboveTheProcessors_andAddsUpToTheCounter(
      @ForAll long seed, @ForAll Engine engine) {
    SharedCourse course = new SharedCourse(seed, engine);
    UsageCurve curve = course.told().curve(course.endEpochNanos());

    double sum = 0;
    double left = course.durationMs();
    for (String step : curve.cpuPercent().split(" ", -1)) {
      assertTrue(Long.parseLong(step) <= Math.round(100 * course.vcpus()), curve::cpuPercent);
      sum += Long.parseLong(step) / 100.0 * Math.min(curve.stepMs(), left);
      left -= curve.stepMs();
    }
    // Each step is rounded to a percent of a vCPU.
    assertEquals(course.watchedCpuMs(), sum, 0.005 * course.durationMs() + 1);
  }
}
