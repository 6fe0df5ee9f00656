package io.github.ecsusagereport.report.sizing;

import java.util.Optional;

/**
 * What a size is chosen for, and with which prices.
 *
 * @param region whose prices; that of the task when empty
 * @param architecture whose prices
 * @param goal what the size is chosen for
 * @param slowdown how many times as long a run may take, with {@link Goal#BALANCED}
 */
public record SizingOptions(
    Optional<String> region, Architecture architecture, Goal goal, double slowdown) {
  public static final double DEFAULT_SLOWDOWN = 1.25;

  public static final SizingOptions DEFAULT =
      new SizingOptions(Optional.empty(), Architecture.X86, Goal.BALANCED, DEFAULT_SLOWDOWN);

  public SizingOptions {
    if (!(slowdown >= 1)) {
      throw new IllegalArgumentException("--slowdown is 1 or more");
    }
  }
}
