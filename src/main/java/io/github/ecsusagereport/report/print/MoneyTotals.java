package io.github.ecsusagereport.report.print;

import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.Spending;
import io.github.ecsusagereport.report.sizing.Verdict;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What all tasks cost together, those that are not shown included.
 *
 * @param tasks all
 * @param spentUsd what the runs cost that were given
 * @param onFailuresUsd of that on runs that did not succeed
 * @param tasksToChange those that should have another size
 * @param savingUsdPerMonth with these sizes
 */
public record MoneyTotals(
    int tasks,
    double spentUsd,
    double onFailuresUsd,
    long tasksToChange,
    double savingUsdPerMonth) {

  public static MoneyTotals of(List<Advice> all) {
    List<Advice> changes =
        all.stream().filter(advice -> advice.verdict() == Verdict.CHANGE).toList();
    List<Spending> spendings = all.stream().map(Advice::spending).toList();
    return new MoneyTotals(
        all.size(),
        sum(spendings, Spending::usd),
        sum(spendings, Spending::onFailuresUsd),
        changes.size(),
        sum(changes, Advice::savingUsdPerMonth));
  }

  private static <T> double sum(List<T> all, ToDoubleFunction<T> usd) {
    return all.stream().mapToDouble(usd).filter(Double::isFinite).sum();
  }
}
