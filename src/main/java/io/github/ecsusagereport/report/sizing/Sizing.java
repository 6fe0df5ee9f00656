package io.github.ecsusagereport.report.sizing;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;

import io.github.ecsusagereport.report.fleet.RunsPerMonth;
import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.fleet.TimeStats;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.Architecture;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Fit, stretch, price: of all sizes that hold the memory, the one with which all runs together cost
 * least, with the time that they would take there. {@code docs/REPORT.md} explains the method.
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
    Rates rates = Rates.of(prices, options, workload);
    Size now = workload.sizeNow();
    Verdict obstacle = obstacle(workload, now);
    Optional<PricedSize> take = obstacle == null ? best(workload, rates, now) : Optional.empty();
    Verdict verdict = obstacle == null ? verdict(take, now) : obstacle;
    boolean hasPrices = rates.areOwn(workload);
    return new Advice(
        workload,
        verdict,
        hasPrices ? rates.region() : Prices.FALLBACK_REGION,
        hasPrices ? null : rates.region(),
        architecture(workload),
        needMiB(workload),
        now == null ? null : atNow(workload, rates, now),
        take.orElse(null),
        take.map(it -> onArm(workload, rates, it.size())).orElse(Double.NaN),
        verdict == Verdict.KEEP ? nextSmaller(workload, rates, now) : Optional.empty(),
        rates.spending(workload),
        RunsPerMonth.of(workload),
        RulesOfThumb.of(workload, now, take.orElse(null), hasPrices || rates.region() == null));
  }

  private static Verdict verdict(Optional<PricedSize> take, Size now) {
    return take.map(it -> it.size().equals(now) ? Verdict.KEEP : Verdict.CHANGE)
        .orElse(Verdict.TOO_LARGE);
  }

  /** Without a price elsewhere than on Fargate, though some of the runs may have been there. */
  private PricedSize atNow(Workload workload, Rates rates, Size now) {
    PricedSize atNow = option(workload, rates, now, now);
    return workload.elsewhere() == null
        ? atNow
        : new PricedSize(now, 1, atNow.durationMs(), Double.NaN);
  }

  /**
   * What the advice was chosen from, for who wants to see it: of each number of vCPUs the smallest
   * size that holds the memory, since more of it costs more, and the present size. Nothing where
   * nothing can be said.
   */
  public List<PricedSize> weighed(Workload workload) {
    Size now = workload.sizeNow();
    if (obstacle(workload, now) != null) {
      return List.of();
    }
    Rates rates = Rates.of(prices, options, workload);
    double leastMiB = leastMiB(workload, now);
    Map<Double, Integer> smallest = new TreeMap<>();
    sizes.stream()
        .filter(size -> size.memoryMiB() >= leastMiB)
        .forEach(size -> smallest.merge(size.vcpu(), size.memoryMiB(), Math::min));
    return Stream.concat(
            Stream.of(now),
            smallest.entrySet().stream().map(each -> new Size(each.getKey(), each.getValue())))
        .distinct()
        .sorted(comparingDouble(Size::vcpu).thenComparing(Size::memoryMiB))
        .map(size -> option(workload, rates, now, size))
        .toList();
  }

  /** Why nothing can be said, or null. */
  private Verdict obstacle(Workload workload, Size now) {
    if (Double.isNaN(workload.maxMemoryMiB())) {
      return Verdict.NO_READINGS;
    }
    if (workload.elsewhere() != null || now == null || !sizes.contains(now)) {
      return Verdict.NOT_FARGATE;
    }
    return hasEnoughRuns(workload) ? null : Verdict.NOT_ENOUGH_RUNS;
  }

  /** Whether its runs are enough to say what it needs: one that ran out of memory is. */
  public static boolean hasEnoughRuns(Workload workload) {
    return workload.counts().readSuccesses() >= LEAST_RUNS || workload.outOfMemoryNeedMiB() > 0;
  }

  /** That of most runs; a line that does not say counts as x86. */
  private Architecture architecture(Workload workload) {
    return options
        .architecture()
        .orElseGet(
            () ->
                workload.billed().entrySet().stream()
                    .max(comparing(each -> each.getValue().runs()))
                    .map(each -> each.getKey().architecture())
                    .orElse(Architecture.X86));
  }

  /** NaN where it is on ARM already, or where the region has no prices of it. */
  private double onArm(Workload workload, Rates rates, Size size) {
    boolean isThere =
        options.architecture().equals(Optional.of(Architecture.ARM))
            || workload.billed().keySet().stream()
                .allMatch(tariff -> tariff.architecture() == Architecture.ARM);
    return isThere || !rates.canCompareArm() ? Double.NaN : rates.onArm().usdPerRun(workload, size);
  }

  /** A fifth more than the most that was used: never a percentile, since the limit kills. */
  static double needMiB(Workload workload) {
    double used = workload.maxMemoryMiB();
    double need = Math.max(used * HEADROOM, used + LEAST_HEADROOM_MIB);
    return Math.max(need, workload.outOfMemoryNeedMiB());
  }

  /** What a size has to hold: the need, and what there is now if a run may have lacked memory. */
  private static double leastMiB(Workload workload, Size now) {
    double needMiB = needMiB(workload);
    return workload.memorySuspects() > 0 ? Math.max(needMiB, now.memoryMiB()) : needMiB;
  }

  private Optional<PricedSize> best(Workload workload, Rates rates, Size now) {
    double leastMiB = leastMiB(workload, now);
    List<PricedSize> options =
        sizes.stream()
            .filter(size -> size.memoryMiB() >= leastMiB)
            .map(size -> option(workload, rates, now, size))
            .filter(option -> option.timesAsLong() <= longest() + SAME_RATIO)
            .toList();
    return cheapest(fastest(options), rates, now);
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
  private static Optional<PricedSize> cheapest(List<PricedSize> all, Rates rates, Size now) {
    Comparator<PricedSize> byUsd =
        comparingDouble(each -> Math.rint(comparable(each, rates) / SAME_USD));
    return all.stream()
        .min(
            byUsd
                .thenComparing(comparing(each -> !each.size().equals(now)))
                .thenComparingDouble(PricedSize::timesAsLong)
                .thenComparingInt(each -> each.size().memoryMiB()));
  }

  /** Without a price of any run a second of each: all that are left take equally long. */
  private static double comparable(PricedSize option, Rates rates) {
    return Double.isNaN(option.usd()) ? rates.usdPerSecond(option.size()) : option.usd();
  }

  /** With fewer vCPUs if any such size holds the memory; else with less memory. */
  private Optional<NextSmaller> nextSmaller(Workload workload, Rates rates, Size now) {
    double leastMiB = leastMiB(workload, now);
    Optional<PricedSize> slower =
        sizes.stream()
            .filter(size -> size.vcpu() < now.vcpu() && size.memoryMiB() >= leastMiB)
            .max(comparingDouble(Size::vcpu).thenComparing(Size::memoryMiB, (a, b) -> b - a))
            .map(size -> option(workload, rates, now, size));
    if (slower.isPresent()) {
      return slower.map(option -> new NextSmaller(option, reason(option)));
    }
    NextSmaller.Reason reason =
        needMiB(workload) < leastMiB
            ? NextSmaller.Reason.MAY_LACK_MEMORY
            : NextSmaller.Reason.NEEDS_MEMORY;
    return sizes.stream()
        .filter(size -> size.vcpu() == now.vcpu() && size.memoryMiB() < now.memoryMiB())
        .max(comparing(Size::memoryMiB))
        .map(size -> new NextSmaller(option(workload, rates, now, size), reason));
  }

  private NextSmaller.Reason reason(PricedSize option) {
    if (Double.isNaN(option.timesAsLong())) {
      return NextSmaller.Reason.CPU_NOT_KNOWN;
    }
    double most = options.goal() == Goal.SPEED ? 1 : longest();
    return option.timesAsLong() > most + SAME_RATIO
        ? NextSmaller.Reason.SLOWER
        : NextSmaller.Reason.NOT_CHEAPER;
  }

  /** A size with what a run takes and costs there. Above the present one nothing is promised. */
  private PricedSize option(Workload workload, Rates rates, Size now, Size size) {
    TimeStats times = workload.times(now.vcpu());
    double timesAsLong = size.vcpu() >= now.vcpu() ? 1 : times.timesAsLong(size.vcpu(), LEAST_RUNS);
    double usd = sizes.contains(size) ? rates.usdPerRun(workload, size) : Double.NaN;
    return new PricedSize(size, timesAsLong, times.durationMs().median() * timesAsLong, usd);
  }
}
