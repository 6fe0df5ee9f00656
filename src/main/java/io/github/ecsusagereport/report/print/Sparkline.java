package io.github.ecsusagereport.report.print;

import java.util.Arrays;

/** The course of a run in one line: a character for each step, higher for more. */
final class Sparkline {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";

  /** The more ink, the more. */
  private static final String ASCII = ".:-=+*#@";

  /** What a sidecar writes at most is 60. */
  private static final int MOST_STEPS = 120;

  private static final String NOT_READ = "-";

  private Sparkline() {}

  /**
   * The numbers of a curve; NaN where nothing was read, or where something else stands: the line
   * may be anyone's.
   */
  static double[] values(String curve) {
    return Arrays.stream(curve.strip().split(" +", MOST_STEPS + 1))
        .limit(MOST_STEPS)
        .mapToDouble(Sparkline::value)
        .toArray();
  }

  private static double value(String word) {
    boolean isNumber = !word.equals(NOT_READ) && word.matches("[0-9]{1,15}(\\.[0-9]{1,15})?");
    return isNumber ? Double.parseDouble(word) : Double.NaN;
  }

  /** The largest; NaN when nothing was read. */
  static double most(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).max().orElse(Double.NaN);
  }

  /** From 0 to the largest; blank where nothing was read. */
  static String of(double[] values, Paper paper) {
    String levels = paper.hasBlocks() ? BLOCKS : ASCII;
    double most = most(values);
    StringBuilder line = new StringBuilder();
    for (double value : values) {
      int level = most > 0 ? (int) Math.ceil(value / most * levels.length()) - 1 : 0;
      line.append(Double.isNaN(value) ? ' ' : levels.charAt(Math.max(0, level)));
    }
    return line.toString();
  }
}
