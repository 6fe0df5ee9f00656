package io.github.ecsusagereport.summary;

/**
 * What the machine told, on Fargate, where it is the task's own. A number that is {@link
 * Metrics#UNKNOWN} (or NaN) is left out.
 *
 * @param metrics of all containers together, to the end of the run: CPU time, its 95th percentile
 *     and maximum over a second, largest and last memory, network
 * @param oomKills processes killed for memory since the sidecar began
 * @param readings of the machine
 * @param calibrations readings of the endpoint that the machine was held against
 * @param offsetMemoryMiB what was not the containers', at the last of them
 * @param offsetMemorySpreadMiB the largest less the smallest of these
 * @param offsetCpuPercent what was not the containers', in percent of one processor
 * @param isCpuUpperBound whether those of CPU are upper bounds
 * @param isMemoryUpperBound whether those of memory are
 */
public record MachineSummary(
    Metrics metrics,
    long oomKills,
    long readings,
    long calibrations,
    double offsetMemoryMiB,
    double offsetMemorySpreadMiB,
    double offsetCpuPercent,
    boolean isCpuUpperBound,
    boolean isMemoryUpperBound) {}
