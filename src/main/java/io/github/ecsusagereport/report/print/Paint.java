package io.github.ecsusagereport.report.print;

/** Colours, where a terminal shows them. */
final class Paint {
  private final boolean isOn;

  /** How a piece of text looks. */
  enum Style {
    PLAIN(""),
    BOLD("\u001b[1m"),
    RED("\u001b[31m"),
    GREEN("\u001b[32m");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  Paint(boolean isOn) {
    this.isOn = isOn;
  }

  String with(Style style, String text) {
    return isOn && style != Style.PLAIN ? style.code + text + "\u001b[0m" : text;
  }
}
