package io.github.ecsusagereport.local;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a task may use, as a task definition says it.
 *
 * @param vcpu CPUs, with a fraction
 * @param memoryMib memory in MiB
 */
public record TaskSize(double vcpu, long memoryMib) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)/(\\d{1,9})");

  /**
   * The smallest quota the kernel takes is 1 ms of each 100 ms.
   *
   * @see <a
   *     href="https://github.com/torvalds/linux/blob/v6.12/Documentation/scheduler/sched-bwc.rst#L92">CFS
   *     bandwidth control</a>
   */
  private static final double MIN_VCPU = 0.01;

  /** Refuses what cannot be a size. */
  public TaskSize {
    if (!(vcpu >= MIN_VCPU) || memoryMib < 1) {
      throw new IllegalArgumentException(
          "at least " + MIN_VCPU + " vCPU and 1 MiB, not " + vcpu + "/" + memoryMib);
    }
  }

  /** Reads {@code 0.25/512}: a quarter of a CPU and 512 MiB. */
  public static TaskSize parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not VCPU/MiB, such as 0.25/512: " + text);
    }
    return new TaskSize(Double.parseDouble(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  long memoryBytes() {
    return memoryMib << 20;
  }
}
