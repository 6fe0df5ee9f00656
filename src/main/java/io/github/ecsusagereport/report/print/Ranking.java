package io.github.ecsusagereport.report.print;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingLong;

import io.github.ecsusagereport.report.lines.WorkloadKey;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Which tasks are shown, and in which order.
 *
 * @param order what comes first
 * @param top so many at most
 * @param minSavingUsd only those that save so much a month; all when negative infinity
 */
public record Ranking(Order order, int top, double minSavingUsd) {
  public static final Ranking ALL =
      new Ranking(Order.SAVING, Integer.MAX_VALUE, Double.NEGATIVE_INFINITY);

  private static final Comparator<Advice> BY_NAME =
      comparing(advice -> advice.workload().key(), WorkloadKey.ORDER);

  private static final Comparator<Advice> BY_SPENT =
      comparingDouble(advice -> -known(advice.spending().usd()));

  /** What comes first. */
  public enum Order {
    /** What saves most a month. */
    SAVING,
    /** What cost most. */
    SPENT,
    /** What cost most by runs that did not succeed. */
    FAILURES,
    /** What ran most often. */
    RUNS,
    /** By family, container and job. */
    NAME;

    /**
     * Reads {@code saving}, {@code spent}, {@code failures}, {@code runs} or {@code name}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Order parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  public Ranking {
    if (top < 1) {
      throw new IllegalArgumentException("--top is 1 or more");
    }
  }

  public List<Advice> of(List<Advice> all) {
    return all.stream()
        .filter(advice -> saving(advice) >= minSavingUsd)
        .sorted(comparator().thenComparing(BY_NAME))
        .limit(top)
        .toList();
  }

  private Comparator<Advice> comparator() {
    return switch (order) {
      case SAVING -> comparingDouble((Advice advice) -> -saving(advice)).thenComparing(BY_SPENT);
      case SPENT -> BY_SPENT;
      case FAILURES -> comparingDouble(advice -> -known(advice.spending().onFailuresUsd()));
      case RUNS -> comparingLong(advice -> -advice.workload().counts().all());
      case NAME -> BY_NAME;
    };
  }

  /** US dollars a month; 0 where there is nothing to change, or no month to tell of. */
  private static double saving(Advice advice) {
    return advice.verdict() == Verdict.CHANGE ? known(advice.savingUsdPerMonth()) : 0;
  }

  private static double known(double usd) {
    return Double.isFinite(usd) ? usd : 0;
  }
}
