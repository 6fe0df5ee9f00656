package io.github.ecsusagereport.report;

import io.github.ecsusagereport.report.lines.Architecture;
import io.github.ecsusagereport.report.sizing.Goal;
import io.github.ecsusagereport.report.sizing.Prices;
import io.github.ecsusagereport.report.sizing.SizingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code report} that say what a size is chosen for, and with which prices. */
final class PriceArguments {
  @Option(
      names = "--region",
      description = "Take the prices of this region, not of the task's own.")
  private String region;

  @Option(
      names = "--arch",
      paramLabel = "x86|arm",
      description = "Take the prices of this architecture, not of each run's own.")
  private String arch;

  @Option(
      names = "--goal",
      paramLabel = "cost|speed|balanced",
      description = "The cheapest, the fastest, or the cheapest not much slower (balanced).")
  private String goal = "balanced";

  @Option(
      names = "--slowdown",
      paramLabel = "TIMES",
      description = "How many times as long a run may take when balanced (1.25).")
  private Double slowdown;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = {
        "More prices: region,x86|arm,$ per vCPU-hour,$ per GB-hour;",
        "or what aws pricing get-products --service-code AmazonECS prints."
      })
  private Path prices;

  @Option(
      names = "--spot",
      paramLabel = "FACTOR",
      description = "What a run on Spot costs, as part of the price on demand (0.3).")
  private double spot = SizingOptions.DEFAULT_SPOT;

  @Option(
      names = "--discount",
      paramLabel = "PART",
      description = "What Savings Plans and the like take off the price on demand: 0.27.")
  private double discount;

  SizingOptions options() {
    if (arch != null) {
      ReportCommand.choice("--arch", arch, "x86", "arm");
    }
    ReportCommand.choice("--goal", goal, "cost", "speed", "balanced");
    if (slowdown != null && !goal.equals("balanced")) {
      throw new IllegalArgumentException("--slowdown belongs to --goal balanced, not " + goal);
    }
    return new SizingOptions(
        Optional.ofNullable(region),
        Optional.ofNullable(arch).map(Architecture::parse),
        Goal.parse(goal),
        slowdown == null ? SizingOptions.DEFAULT_SLOWDOWN : slowdown,
        spot,
        discount);
  }

  Prices prices() {
    Prices known = Prices.known();
    if (prices != null) {
      try {
        known.add(Files.readString(prices), prices.toString());
      } catch (IOException e) {
        throw new IllegalArgumentException("--prices cannot be read: " + prices, e);
      }
    }
    return known;
  }
}
