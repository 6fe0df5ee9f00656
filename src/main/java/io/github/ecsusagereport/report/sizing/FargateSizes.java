package io.github.ecsusagereport.report.sizing;

import io.github.ecsusagereport.report.fleet.Size;
import java.util.List;

/** The sizes that a Fargate task can have. */
public final class FargateSizes {
  private static final List<Size> ALL =
      Table.resource("fargate-sizes.csv").stream()
          .map(row -> new Size(Double.parseDouble(row.get(0)), Integer.parseInt(row.get(1))))
          .toList();

  private FargateSizes() {}

  /** From the smallest up. */
  public static List<Size> all() {
    return ALL;
  }
}
