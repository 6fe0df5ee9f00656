package io.github.ecsusagereport.report.print;

import io.github.ecsusagereport.summary.Metrics;

/**
 * What was read.
 *
 * @param lines of all sources
 * @param reportLines of any type, repeats included
 * @param passedOver lines and documents without a report line in them
 * @param broken report lines that could not be used, and sources that could not be read
 * @param repeats reports that had been read before
 * @param newestEpochMs when the newest line was made; {@link Metrics#UNKNOWN} without one
 */
public record Totals(
    long lines, long reportLines, long passedOver, long broken, long repeats, long newestEpochMs) {}
