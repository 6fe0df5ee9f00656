package io.github.ecsusagereport.report.sizing;

import java.util.Locale;

/** What the size is chosen for. */
public enum Goal {
  /** The cheapest, however long it takes. */
  COST,
  /** The cheapest of the fastest. */
  SPEED,
  /** The cheapest that is not much slower. */
  BALANCED;

  /**
   * Reads {@code cost}, {@code speed} or {@code balanced}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Goal parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
