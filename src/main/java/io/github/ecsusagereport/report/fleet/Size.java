package io.github.ecsusagereport.report.fleet;

import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.summary.Metric;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A task's size.
 *
 * @param vcpu vCPUs
 * @param memoryMiB MiB
 */
public record Size(double vcpu, int memoryMiB) {
  private static final int UNITS_PER_VCPU = 1024;
  private static final Pattern FORM = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)/(\\d{1,9})");

  public Size {
    if (!(vcpu > 0) || memoryMiB <= 0) {
      throw new IllegalArgumentException(vcpu + " vCPU, " + memoryMiB + " MiB");
    }
  }

  /** Reads {@code 0.25/512}: a quarter of a vCPU and 512 MiB. */
  public static Size parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not VCPU/MiB, such as 0.25/512: " + text);
    }
    return new Size(Double.parseDouble(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** That of a run, or null when its line does not say. */
  static Size of(Run run) {
    double vcpu = run.task(Metric.CPU_SIZE_VCPU);
    double memoryMiB = run.task(Metric.MEMORY_SIZE_MIB);
    return vcpu > 0 && memoryMiB >= 1 ? new Size(vcpu, (int) memoryMiB) : null;
  }

  /** {@code cpu} of a task definition; at most the largest int, however many vCPUs a line tells. */
  public int cpuUnits() {
    return (int) Math.rint(vcpu * UNITS_PER_VCPU);
  }

  /** As {@code local --size} takes it: {@code 0.25/512}. */
  @Override
  public String toString() {
    return vcpu() == Math.rint(vcpu)
        ? String.format(Locale.ROOT, "%.0f/%d", vcpu, memoryMiB)
        : vcpu + "/" + memoryMiB;
  }
}
