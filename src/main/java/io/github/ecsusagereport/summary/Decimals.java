package io.github.ecsusagereport.summary;

/** Numbers with a fraction as text. */
final class Decimals {
  private Decimals() {}

  /**
   * At least one decimal, at most three, never an exponent: {@code 41.0}, {@code 0.125}. Values
   * beyond 9.2e15 are cut there.
   */
  static String format(double value) {
    long thousandths = Math.round(value * 1000);
    StringBuilder text = new StringBuilder(20);
    if (thousandths < 0) {
      text.append('-');
    }
    long magnitude = Math.abs(Math.max(thousandths, -Long.MAX_VALUE));
    long fraction = magnitude % 1000;
    text.append(magnitude / 1000).append('.').append(fraction / 100);
    if (fraction % 100 != 0) {
      text.append(fraction / 10 % 10);
    }
    if (fraction % 10 != 0) {
      text.append(fraction % 10);
    }
    return text.toString();
  }
}
