package io.github.ecsusagereport.report.lines;

import java.util.Locale;

/** Of the processors. */
public enum Architecture {
  X86,
  ARM;

  /**
   * Reads {@code x86} or {@code arm}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Architecture parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
