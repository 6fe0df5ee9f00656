package io.github.ecsusagereport.report.sizing;

import io.github.ecsusagereport.report.fleet.Size;

/**
 * A size, with how long a run takes there and what it costs.
 *
 * @param size the size
 * @param timesAsLong as now; NaN when not known
 * @param durationMs of the median run; NaN when not known
 * @param usd of a run in the mean of all; NaN when none has a price
 */
public record PricedSize(Size size, double timesAsLong, double durationMs, double usd) {}
