package io.github.ecsusagereport.summary;

/**
 * How good the numbers are. A field that is {@link Metrics#UNKNOWN} (or NaN) is left out.
 *
 * @param polls requests for {@code /task/stats}
 * @param missedPolls of these, without a usable answer
 * @param missedTaskReads requests for {@code /task} or the sidecar's own metadata without one
 * @param source whose readings they are; null without one
 * @param readings distinct readings of the watched containers
 * @param droppedReadings entries that were neither null nor {@code {}} and could not be used
 * @param resolutionMs median time between two readings, within 0.1 %
 * @param longestGapNanos longest time between two readings, or from the start to the first
 * @param coveragePercent sampled time in percent of the duration
 * @param lastReadingAgeNanos from the last reading to the end
 * @param resets how often a counter went backwards: a restart
 * @param clockSteps how often the host's clock was set
 */
public record Sampling(
    long polls,
    long missedPolls,
    long missedTaskReads,
    Source source,
    long readings,
    long droppedReadings,
    long resolutionMs,
    long longestGapNanos,
    double coveragePercent,
    long lastReadingAgeNanos,
    long resets,
    long clockSteps) {
  /** Who told CPU and memory of the watched containers. */
  public enum Source {
    /** The kernel's own counters of the container. */
    KERNEL("kernel"),
    /** The task metadata endpoint. */
    ENDPOINT("endpoint"),
    /** One for some readings, the other for others. */
    MIXED("mixed");

    private final String jsonName;

    Source(String jsonName) {
      this.jsonName = jsonName;
    }

    String jsonName() {
      return jsonName;
    }
  }

  /** Nothing known but these. */
  public static Sampling ofPolls(long polls, long missedPolls) {
    return new Sampling(
        polls,
        missedPolls,
        Metrics.UNKNOWN,
        null,
        Metrics.UNKNOWN,
        Metrics.UNKNOWN,
        Metrics.UNKNOWN,
        Metrics.UNKNOWN,
        Double.NaN,
        Metrics.UNKNOWN,
        Metrics.UNKNOWN,
        Metrics.UNKNOWN);
  }
}
