package io.github.ecsusagereport.summary;

/**
 * The course of a run in steps of equal length. Texts, since log systems make a field of each
 * element of an array: whole numbers with a space between them, {@code -} where nothing was read.
 *
 * @param stepMs length of a step; the last one may be shorter
 * @param cpuPercent mean of each step, 100 is one vCPU
 * @param memoryMiB highest reading of each step
 */
public record UsageCurve(long stepMs, String cpuPercent, String memoryMiB) {
  private static final int MOST_BYTES = 600;

  /**
   * {@code "usageCurve":{"stepMs":…,"cpuPercent":"…","memoryMiB":"…"},} and the digits of stepMs.
   */
  private static final int BYTES_AROUND = 80;

  /** Whether it would take more than 600 bytes of a line. */
  public boolean isTooLong() {
    return BYTES_AROUND + cpuPercent.length() + memoryMiB.length() > MOST_BYTES;
  }
}
