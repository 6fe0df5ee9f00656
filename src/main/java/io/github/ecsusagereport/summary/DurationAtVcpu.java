package io.github.ecsusagereport.summary;

/**
 * How long the task would have taken with fewer vCPUs: an entry of {@code durationAtVcpu}.
 *
 * @param vcpu one of Fargate's sizes, below the task's own
 * @param durationMs at least this long, in milliseconds
 */
public record DurationAtVcpu(double vcpu, double durationMs) {
  public DurationAtVcpu {
    if (!(vcpu > 0) || !(durationMs >= 0)) {
      throw new IllegalArgumentException(vcpu + " vCPU for " + durationMs + " ms");
    }
  }
}
