package io.github.ecsusagereport.summary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/**
 * The line as AWS Lambda writes it, fields separated by tabs, what is not known left out:
 *
 * <pre>REPORT TaskId: 8f03…	Container: batch	Status: success	Exit Code: 0	Duration: 61234.50 ms	…
 * </pre>
 *
 * <p>"MB" is Lambda's word for 1,048,576 bytes.
 */
public final class TextLine {
  private static final int MAX_TEXT = 512;

  private final StringBuilder line = new StringBuilder(300);

  private TextLine() {}

  /** UTF-8, newline included. */
  public static byte[] encode(TaskSummary summary) {
    return new TextLine().write(summary).getBytes(UTF_8);
  }

  private String write(TaskSummary summary) {
    line.append(summary.type().label()).append(' ');
    text("TaskId", summary.task().taskId());
    if (summary.watched() != null) {
      text("Container", summary.watched().name());
    }
    text("Status", summary.status().jsonName());
    if (summary.watched() != null && summary.watched().exitCode() != null) {
      text("Exit Code", summary.watched().exitCode().toString());
    }
    Metrics metrics = summary.metrics();
    number("Duration", metrics.get(Metric.DURATION_MS), 2, "ms");
    number("Billed Duration", metrics.get(Metric.BILLED_DURATION_MS), 0, "ms");
    number("CPU Size", metrics.get(Metric.CPU_SIZE_VCPU), 2, "vCPU");
    number("Avg CPU", metrics.get(Metric.AVG_CPU_PERCENT), 2, "%");
    number("Max CPU", metrics.get(Metric.MAX_CPU_PERCENT), 2, "%");
    number("Memory Size", metrics.get(Metric.MEMORY_SIZE_MIB), 0, "MB");
    memory(metrics.get(Metric.MAX_MEMORY_USED_MIB), summary.machine());
    number("Init Duration", metrics.get(Metric.INIT_DURATION_MS), 2, "ms");
    line.setCharAt(line.length() - 1, '\n');
    return line.toString();
  }

  /** The larger of what the readings and the machine said. */
  private void memory(Double read, MachineSummary machine) {
    Double ofMachine = machine == null ? null : machine.metrics().get(Metric.MAX_MEMORY_USED_MIB);
    boolean isLarger = ofMachine != null && (read == null || ofMachine > read);
    String name = "Max Memory Used";
    if (isLarger && machine.isMemoryUpperBound()) {
      text(name, "≤ " + format(ofMachine, 0, "MB"));
    } else {
      number(name, isLarger ? ofMachine : read, 0, "MB");
    }
  }

  private void text(String name, String value) {
    if (value == null) {
      return;
    }
    line.append(name).append(": ");
    for (int i = 0; i < Math.min(value.length(), MAX_TEXT); i++) {
      // Or a name with a newline or a tab in it would be another line or field.
      line.append(Character.isISOControl(value.charAt(i)) ? '?' : value.charAt(i));
    }
    line.append('\t');
  }

  private void number(String name, Double value, int decimals, String unit) {
    if (value != null) {
      text(name, format(value, decimals, unit));
    }
  }

  private static String format(double value, int decimals, String unit) {
    return String.format(Locale.ROOT, "%." + decimals + "f %s", value, unit);
  }
}
