package io.github.ecsusagereport.report.fleet;

import static java.util.Comparator.comparingDouble;

import io.github.ecsusagereport.report.lines.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How some runs spread, for a box plot. */
public final class BoxPlot {
  /** So many at each end are kept by name. */
  private static final int MOST_RUNS = 5;

  private static final double PERCENT_STEP = 0.001;

  /**
   * What is farther from the box than that many times its length is an outlier: <a
   * href="https://www.itl.nist.gov/div898/handbook/prc/section1/prc16.htm">the inner fences</a>.
   */
  private static final double FENCE = 1.5;

  private final Quantiles values = new Quantiles(PERCENT_STEP);
  private final List<Point> lowest = new ArrayList<>();
  private final List<Point> highest = new ArrayList<>();

  /**
   * One run.
   *
   * @param taskId null when its line does not say
   */
  public record Point(double value, String taskId, long startedAtEpochMs) {
    private static final Comparator<Point> UP = comparingDouble(Point::value);
  }

  /**
   * A box plot. Numbers are NaN without a run.
   *
   * @param values of all runs
   * @param low where the lower whisker ends: the least that is no outlier
   * @param high where the upper whisker ends: the most that is no outlier
   * @param outliers how many runs lie beyond the whiskers
   * @param outlierRuns those of them that are farthest out, the lowest first
   */
  public record Box(
      Quantiles values,
      double low,
      double p25,
      double median,
      double p75,
      double high,
      long outliers,
      List<Point> outlierRuns) {}

  /** Takes a run's value; what is not known is passed over. */
  void add(double value, Run run) {
    if (!(value >= 0)) {
      return;
    }
    values.add(value);
    if (highest.size() < MOST_RUNS || value > highest.get(MOST_RUNS - 1).value()) {
      keep(highest, new Point(value, run.taskId(), run.startedAtEpochMs()), Point.UP.reversed());
    }
    if (lowest.size() < MOST_RUNS || value < lowest.get(MOST_RUNS - 1).value()) {
      keep(lowest, new Point(value, run.taskId(), run.startedAtEpochMs()), Point.UP);
    }
  }

  private static void keep(List<Point> kept, Point point, Comparator<Point> order) {
    kept.add(point);
    kept.sort(order);
    if (kept.size() > MOST_RUNS) {
      kept.remove(MOST_RUNS);
    }
  }

  public Box box() {
    double p25 = values.at(25);
    double p75 = values.at(75);
    double lowerFence = p25 - FENCE * (p75 - p25);
    double upperFence = p75 + FENCE * (p75 - p25);
    List<Point> outlierRuns =
        Stream.concat(
                lowest.stream().filter(point -> point.value() < lowerFence),
                highest.stream().filter(point -> point.value() > upperFence))
            .sorted(Point.UP)
            .toList();
    long outliers = values.count() - values.countBetween(lowerFence, upperFence);
    return new Box(
        values,
        values.leastFrom(lowerFence),
        p25,
        values.median(),
        p75,
        values.mostUpTo(upperFence),
        // Of many runs the number is not exact, while those kept by name are.
        Math.max(outliers, outlierRuns.size()),
        outlierRuns);
  }
}
