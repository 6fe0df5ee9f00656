package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * What was asked for.
 *
 * @param cpuVcpu vCPUs, or NaN when there is no limit; of the task: a container's are shares, no
 *     size (<a
 *     href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6/agent/handlers/v2/response.go#L194-L197">v2/response.go</a>)
 * @param memoryMiB MiB, or {@code UNKNOWN}
 */
public record Limits(double cpuVcpu, long memoryMiB) {
  public static final Limits NONE = new Limits(Double.NaN, UNKNOWN);

  public Limits {
    if (cpuVcpu <= 0 || memoryMiB == 0 || memoryMiB < UNKNOWN) {
      throw new IllegalArgumentException("no limit is NaN and UNKNOWN");
    }
  }

  boolean hasMemory() {
    return memoryMiB != UNKNOWN;
  }

  /** The same with this memory instead, where it is one. */
  public Limits withMemoryMiB(long containerMemoryMiB) {
    return containerMemoryMiB > 0 ? new Limits(cpuVcpu, containerMemoryMiB) : this;
  }
}
