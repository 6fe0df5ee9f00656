package io.github.ecsusagereport.report;

/**
 * What is at the other end of the streams.
 *
 * @param isOut whether standard output is a terminal
 * @param isErr whether standard error is one
 * @param width columns
 */
public record Terminal(boolean isOut, boolean isErr, int width) {
  /** Where there is no terminal, or it does not say. */
  public static final int DEFAULT_WIDTH = 100;

  /** Files and pipes. */
  public static final Terminal NONE = new Terminal(false, false, DEFAULT_WIDTH);

  public Terminal {
    if (width <= 0) {
      throw new IllegalArgumentException("width " + width);
    }
  }
}
