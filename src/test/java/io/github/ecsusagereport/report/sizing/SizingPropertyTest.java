package io.github.ecsusagereport.report.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.report.fleet.Detail;
import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.Architecture;
import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Any workload, and every size tried for each. */
class SizingPropertyTest {
  private static final List<Size> SIZES = FargateSizes.all();
  private static final double SMALL = 1e-9;

  @Property
  void adviceHoldsTheNeed_andNothingCheaperDoes(
      @ForAll("sizes") Size now,
      @ForAll @net.jqwik.api.constraints.Size(8) List<@DoubleRange(min = 1, max = 2) Double> steps,
      @ForAll @IntRange(min = 1000, max = 4_000_000) int durationMs,
      @ForAll @IntRange(max = 60_000) int initMs,
      @ForAll @DoubleRange(min = 0.02, max = 1) double usedPart,
      @ForAll boolean hasFailed,
      @ForAll @IntRange(min = 4, max = 7) int quartersAsLong) {
    Map<Double, Double> timesAsLong = timesAsLong(steps, now);
    Workload workload = new Workload(TestRun.KEY, Detail.NONE);
    double usedMiB = now.memoryMiB() * usedPart;
    for (int i = 0; i < 10; i++) {
      workload.add(run(now, timesAsLong, durationMs, initMs, usedMiB).build());
    }
    if (hasFailed) {
      workload.add(
          run(now, timesAsLong, durationMs, initMs, usedMiB)
              .status(Status.FAILURE)
              .exitCode(137)
              .build());
    }
    double slowdown = quartersAsLong / 4.0;

    Advice advice = new Sizing(Prices.known(), options(slowdown)).advise(workload);

    double need = Math.max(usedMiB * 1.2, usedMiB + 64);
    double least = hasFailed ? Math.max(need, now.memoryMiB()) : need;
    Prices.Price price = Prices.known().of("us-east-1", Architecture.X86);
    double best = Double.POSITIVE_INFINITY;
    for (Size size : SIZES) {
      double ratio = timesAsLong.getOrDefault(size.vcpu(), 1.0);
      if (size.memoryMiB() >= least && ratio <= slowdown + SMALL) {
        double seconds = 10 * billed(initMs + ratio * durationMs);
        // What failed is not stretched: it took what it took.
        seconds += hasFailed ? billed(initMs + durationMs) : 0;
        double usd = price.usdPerSecond(size) * seconds / (hasFailed ? 11 : 10);
        best = Math.min(best, usd);
      }
    }
    if (advice.take() == null) {
      assertEquals(Double.POSITIVE_INFINITY, best);
      return;
    }
    assertTrue(SIZES.contains(advice.take().size()));
    assertTrue(advice.take().size().memoryMiB() >= advice.needMiB());
    assertEquals(need, advice.needMiB(), SMALL);
    assertEquals(best, advice.take().usd(), SMALL);
  }

  /** Whole seconds; a thousandth of a microsecond is noise of the multiplication. */
  private static double billed(double ms) {
    return Math.max(60, Math.ceil(Math.rint(ms * 1000) / 1e6));
  }

  @Provide
  Arbitrary<Size> sizes() {
    return Arbitraries.of(SIZES);
  }

  private static Map<Double, Double> timesAsLong(List<Double> steps, Size now) {
    Map<Double, Double> ratios = new TreeMap<>();
    double ratio = 1;
    for (double vcpu = now.vcpu() / 2; vcpu >= 0.25; vcpu /= 2) {
      ratio *= steps.get(ratios.size());
      ratios.put(vcpu, ratio);
    }
    return ratios;
  }

  private static TestRun run(
      Size now, Map<Double, Double> timesAsLong, double durationMs, double initMs, double usedMiB) {
    Map<Double, Double> msAtVcpu = new TreeMap<>();
    timesAsLong.forEach((vcpu, ratio) -> msAtVcpu.put(vcpu, ratio * durationMs));
    return new TestRun()
        .size(now.vcpu(), now.memoryMiB())
        .with(Metric.DURATION_MS, durationMs)
        .with(Metric.INIT_DURATION_MS, initMs)
        .with(Metric.MAX_MEMORY_USED_MIB, usedMiB)
        .msAtVcpu(msAtVcpu);
  }

  private static SizingOptions options(double slowdown) {
    return new SizingOptions(Optional.empty(), Optional.empty(), Goal.BALANCED, slowdown, 0.3, 0);
  }
}
