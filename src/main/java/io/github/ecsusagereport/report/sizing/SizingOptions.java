package io.github.ecsusagereport.report.sizing;

import io.github.ecsusagereport.report.lines.Architecture;
import java.util.Optional;

/**
 * What a size is chosen for, and with which prices.
 *
 * @param region whose prices; that of the task when empty
 * @param architecture whose prices; that of each run when empty
 * @param goal what the size is chosen for
 * @param slowdown how many times as long a run may take, with {@link Goal#BALANCED}
 * @param spot what a run on Spot costs, as part of the price on demand
 * @param discount what Savings Plans and the like take off the price on demand, as part of it
 */
public record SizingOptions(
    Optional<String> region,
    Optional<Architecture> architecture,
    Goal goal,
    double slowdown,
    double spot,
    double discount) {
  public static final double DEFAULT_SLOWDOWN = 1.25;

  /** <a href="https://aws.amazon.com/fargate/pricing/">Up to 70 % off</a>, and it changes. */
  public static final double DEFAULT_SPOT = 0.3;

  public static final SizingOptions DEFAULT =
      new SizingOptions(
          Optional.empty(), Optional.empty(), Goal.BALANCED, DEFAULT_SLOWDOWN, DEFAULT_SPOT, 0);

  public SizingOptions {
    if (!(slowdown >= 1)) {
      throw new IllegalArgumentException("--slowdown is 1 or more");
    }
    if (!(spot > 0 && spot <= 1)) {
      throw new IllegalArgumentException("--spot is above 0 and at most 1");
    }
    if (!(discount >= 0 && discount < 1)) {
      throw new IllegalArgumentException("--discount is 0 or more and below 1");
    }
  }

  /** The same with the prices of an architecture. */
  SizingOptions with(Architecture other) {
    return new SizingOptions(region, Optional.of(other), goal, slowdown, spot, discount);
  }
}
