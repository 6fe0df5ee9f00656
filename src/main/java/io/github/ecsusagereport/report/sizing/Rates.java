package io.github.ecsusagereport.report.sizing;

import io.github.ecsusagereport.report.fleet.BilledTime;
import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.Architecture;
import io.github.ecsusagereport.report.lines.Tariff;
import java.util.Map;

/**
 * What the runs of a workload cost, each by its own tariff.
 *
 * @param prices of all regions
 * @param options which prices are asked for, and what is taken off them
 * @param region whose prices; null when that is not known
 */
record Rates(Prices prices, SizingOptions options, String region) {

  static Rates of(Prices prices, SizingOptions options, Workload workload) {
    return new Rates(prices, options, options.region().orElse(workload.key().region()));
  }

  /** The same runs on ARM. */
  Rates onArm() {
    return new Rates(prices, options.with(Architecture.ARM), region);
  }

  /** Whether the region's own prices are known, as far as they are needed. */
  boolean areOwn(Workload workload) {
    return region != null
        && workload.billed().keySet().stream()
            .allMatch(tariff -> prices.has(region, architecture(tariff)));
  }

  /** Whether the region's prices of ARM are known as well as those of x86, or neither. */
  boolean canCompareArm() {
    return region == null
        || prices.has(region, Architecture.ARM) == prices.has(region, Architecture.X86);
  }

  private Architecture architecture(Tariff tariff) {
    return options.architecture().orElse(tariff.architecture());
  }

  private Prices.Price of(Tariff tariff) {
    Architecture architecture = architecture(tariff);
    String known =
        region != null && prices.has(region, architecture) ? region : Prices.FALLBACK_REGION;
    double part = tariff.isSpot() ? options.spot() : 1 - options.discount();
    return prices.of(known, architecture).times(part);
  }

  /** US dollars of a run with this size, in the mean of all; NaN when no run has a price. */
  double usdPerRun(Workload workload, Size size) {
    double usd = 0;
    long runs = 0;
    for (Map.Entry<Tariff, BilledTime> each : workload.billed().entrySet()) {
      BilledTime billed = each.getValue();
      usd += of(each.getKey()).usdPerSecond(size) * billed.secondsAt(size.vcpu());
      runs += billed.runs();
    }
    return usd / runs;
  }

  /** By which two sizes compare when no run has a price. */
  double usdPerSecond(Size size) {
    return of(Tariff.X86).usdPerSecond(size);
  }

  /** What the runs cost that were given, each with the size that it had. */
  Spending spending(Workload workload) {
    double usd = 0;
    double onFailures = 0;
    long runs = 0;
    for (Map.Entry<Tariff, BilledTime> each : workload.billed().entrySet()) {
      Prices.Price price = of(each.getKey());
      BilledTime billed = each.getValue();
      usd += price.usd(billed.vcpuSeconds(), billed.gbSeconds());
      onFailures += price.usd(billed.failedVcpuSeconds(), billed.failedGbSeconds());
      runs += billed.runs();
    }
    return runs == 0 ? Spending.NONE : new Spending(usd, onFailures, runs);
  }
}
