package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.BatchJob;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The settings of the sidecar, from the environment alone.
 *
 * @param endpoint the task metadata endpoint of this container, without a slash at the end
 * @param containers the containers to watch; empty: the only other one, else all the others
 * @param pollInterval from one poll to the next
 * @param requestTimeout for one request, all of it
 * @param checkpointInterval zero: never
 * @param maxDuration zero: off
 * @param requestedAtEpochNanos when the run was asked for, or UNKNOWN
 * @param readsKernel whether the kernel's own counters of the containers are read where they can
 * @param readsMachine whether the machine's own numbers are read
 * @param readInterval from one reading of the machine, or of a container's own counters, to the
 *     next
 * @param hasCurve whether the line has the course of the run
 * @param job null when not given
 * @param batchJob what AWS Batch calls this run
 * @param format of the lines
 * @param otlpEndpoint where metrics are sent, unchecked; null: nowhere
 * @param logLevel of standard error
 */
public record CollectConfig(
    URI endpoint,
    List<String> containers,
    Duration pollInterval,
    Duration requestTimeout,
    Duration checkpointInterval,
    Duration maxDuration,
    long requestedAtEpochNanos,
    boolean readsKernel,
    boolean readsMachine,
    Duration readInterval,
    boolean hasCurve,
    String job,
    BatchJob batchJob,
    Format format,
    String otlpEndpoint,
    LogLevel logLevel) {

  public CollectConfig {
    containers = List.copyOf(containers);
    if (endpoint == null
        || pollInterval.isZero()
        || requestTimeout.isZero()
        || readInterval.isZero()) {
      throw new IllegalArgumentException("a collector needs an endpoint, a pace and a timeout");
    }
    if (requestedAtEpochNanos < UNKNOWN) {
      throw new IllegalArgumentException("requested before 1970");
    }
  }

  /** How a line looks. */
  enum Format {
    JSON,
    /** JSON that is CloudWatch's embedded metric format as well. */
    EMF,
    TEXT
  }

  /** How much is said on standard error. */
  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }
}
