package io.github.ecsusagereport.report.sizing;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;

import io.github.ecsusagereport.report.fleet.RunsPerMonth;
import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.fleet.TimeStats;
import io.github.ecsusagereport.report.fleet.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Fit, stretch, price: of all sizes that hold the memory, the cheapest run, with the time that it
 * would take there. {@code docs/REPORT.md} explains the method.
 */
public final class Sizing {
  public static final long LEAST_RUNS = 10;

  private static final double HEADROOM = 1.2;
  private static final double LEAST_HEADROOM_MIB = 64;
  private static final double SAME_USD = 1e-12;
  private static final double SAME_RATIO = 1e-9;

  private final List<Size> sizes = FargateSizes.all();
  private final Prices prices;
  private final SizingOptions options;

  public Sizing(Prices prices, SizingOptions options) {
    this.prices = prices;
    this.options = options;
  }

  public Advice advise(Workload workload) {
    String region = options.region().orElse(workload.region());
    boolean isKnown = region != null && prices.has(region, options.architecture());
    String priceRegion = isKnown ? region : Prices.FALLBACK_REGION;
    Prices.Price price = prices.of(priceRegion, options.architecture());
    Size now = workload.sizeNow();
    Verdict obstacle = obstacle(workload, now);
    PricedSize atNow = now == null ? null : option(workload, price, now, now, 1);
    if (obstacle == Verdict.NOT_FARGATE && atNow != null) {
      atNow = new PricedSize(now, 1, atNow.durationMs(), Double.NaN);
    }
    Optional<PricedSize> take = Optional.empty();
    if (obstacle == null) {
      take = best(workload, price, now);
    }
    Verdict verdict =
        obstacle != null
            ? obstacle
            : take.map(it -> it.size().equals(now) ? Verdict.KEEP : Verdict.CHANGE)
                .orElse(Verdict.TOO_LARGE);
    return new Advice(
        workload,
        verdict,
        priceRegion,
        needMiB(workload),
        atNow,
        take.orElse(null),
        RunsPerMonth.of(workload),
        RulesOfThumb.of(workload, now, take.orElse(null), isKnown || region == null));
  }

  /** Why nothing can be said, or null. */
  private Verdict obstacle(Workload workload, Size now) {
    if (Double.isNaN(workload.maxMemoryMiB())) {
      return Verdict.NO_READINGS;
    }
    if ("EC2".equals(workload.launchType()) || now == null || !sizes.contains(now)) {
      return Verdict.NOT_FARGATE;
    }
    boolean isEnough =
        workload.counts().readSuccesses() >= LEAST_RUNS || workload.outOfMemoryNeedMiB() > 0;
    return isEnough ? null : Verdict.NOT_ENOUGH_RUNS;
  }

  /** A fifth more than the most that was used: never a percentile, since the limit kills. */
  static double needMiB(Workload workload) {
    double used = workload.maxMemoryMiB();
    double need = Math.max(used * HEADROOM, used + LEAST_HEADROOM_MIB);
    return Math.max(need, workload.outOfMemoryNeedMiB());
  }

  private Optional<PricedSize> best(Workload workload, Prices.Price price, Size now) {
    double leastMiB = needMiB(workload);
    if (workload.counts().readOthers() > 0) {
      leastMiB = Math.max(leastMiB, now.memoryMiB());
    }
    double least = leastMiB;
    List<PricedSize> options =
        sizes.stream()
            .filter(size -> size.memoryMiB() >= least)
            .map(size -> option(workload, price, now, size, timesAsLong(workload, now, size)))
            .filter(option -> option.timesAsLong() <= longest() + SAME_RATIO)
            .toList();
    return cheapest(fastest(options), price, now);
  }

  private double longest() {
    return options.goal() == Goal.BALANCED ? options.slowdown() : Double.POSITIVE_INFINITY;
  }

  /** With {@code --goal speed} those alone that take no longer than any other. */
  private List<PricedSize> fastest(List<PricedSize> all) {
    if (options.goal() != Goal.SPEED) {
      return all;
    }
    double least = all.stream().mapToDouble(PricedSize::timesAsLong).min().orElse(1);
    return all.stream().filter(each -> each.timesAsLong() <= least + SAME_RATIO).toList();
  }

  /** Of two that cost the same the present one, else the faster. */
  private static Optional<PricedSize> cheapest(List<PricedSize> all, Prices.Price price, Size now) {
    Comparator<PricedSize> byUsd =
        comparingDouble(each -> Math.rint(comparable(each, price) / SAME_USD));
    return all.stream()
        .min(
            byUsd
                .thenComparing(comparing(each -> !each.size().equals(now)))
                .thenComparingDouble(PricedSize::timesAsLong)
                .thenComparingInt(each -> each.size().memoryMiB()));
  }

  /** Without a duration a minute each: all that are left take equally long. */
  private static double comparable(PricedSize option, Prices.Price price) {
    return Double.isNaN(option.usd()) ? price.usd(option.size(), 0) : option.usd();
  }

  /** 1 above the present size, where nothing is promised; NaN when not known. */
  private static double timesAsLong(Workload workload, Size now, Size size) {
    if (size.vcpu() >= now.vcpu()) {
      return 1;
    }
    return workload.times(now.vcpu()).timesAsLong(size.vcpu(), LEAST_RUNS);
  }

  private static PricedSize option(
      Workload workload, Prices.Price price, Size now, Size size, double timesAsLong) {
    TimeStats times = workload.times(now.vcpu());
    double durationMs = times.durationMs().median() * timesAsLong;
    double usd =
        Double.isNaN(durationMs) ? Double.NaN : price.usd(size, times.medianInitMs() + durationMs);
    return new PricedSize(size, timesAsLong, durationMs, usd);
  }
}
