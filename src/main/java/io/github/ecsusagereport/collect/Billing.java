package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

/**
 * What Fargate bills: from the start of the image pull, rounded up to the second, one minute at
 * least (<a href="https://aws.amazon.com/fargate/pricing/">pricing</a>).
 */
final class Billing {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long LEAST_MILLIS = 60_000;

  private Billing() {}

  /** Milliseconds, or UNKNOWN without a start; an estimate, since the task ends a moment later. */
  static long billedMillis(long pullStartedAt, long now) {
    if (pullStartedAt == UNKNOWN) {
      return UNKNOWN;
    }
    long seconds = Math.floorDiv(now - pullStartedAt + NANOS_PER_SECOND - 1, NANOS_PER_SECOND);
    return Math.max(LEAST_MILLIS, seconds * 1000);
  }
}
