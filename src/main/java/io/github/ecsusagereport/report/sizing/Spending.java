package io.github.ecsusagereport.report.sizing;

/**
 * What runs cost that were given.
 *
 * @param usd US dollars; NaN when no run has a price
 * @param onFailuresUsd of that on runs that did not succeed
 * @param runs that have a price
 */
public record Spending(double usd, double onFailuresUsd, long runs) {
  static final Spending NONE = new Spending(Double.NaN, Double.NaN, 0);
}
