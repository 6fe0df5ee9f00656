package io.github.ecsusagereport.report.lines;

/** A report line that cannot be used; the message says why. */
final class BrokenLineException extends Exception {
  private static final long serialVersionUID = 1;

  BrokenLineException(String message) {
    super(message);
  }
}
