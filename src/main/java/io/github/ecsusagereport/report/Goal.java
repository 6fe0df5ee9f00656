package io.github.ecsusagereport.report;

import java.util.Locale;

/** What the size is chosen for. */
enum Goal {
  /** The cheapest, however long it takes. */
  COST,
  /** The cheapest of the fastest. */
  SPEED,
  /** The cheapest that is not much slower. */
  BALANCED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
