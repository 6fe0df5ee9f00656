package io.github.ecsusagereport.report.print;

import static java.util.Comparator.comparingInt;

import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.Sizing;
import io.github.ecsusagereport.report.sizing.Verdict;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table, then for each workload with advice a few sentences. */
public final class TextReport {
  private static final int GAP = 2;
  private static final int LEAST_NAME_WIDTH = 14;
  private static final String INDENT = "  ";

  private final RowLabels labels;
  private final Paper paper;
  private final TextPage page;
  private final Paint paint;
  private final Sizing sizing;

  private TextReport(List<Advice> advices, Paper paper, Sizing sizing) {
    this.labels = new RowLabels(advices);
    this.paper = paper;
    this.sizing = sizing;
    this.page = new TextPage(paper.width());
    this.paint = new Paint(paper.hasColours());
  }

  /**
   * The report.
   *
   * @param advices those that are shown, in their order
   * @param money of all
   * @param sizing for the sizes that were weighed, where a task is shown as a whole
   */
  public static String of(
      List<Advice> advices, Totals totals, MoneyTotals money, Paper paper, Sizing sizing) {
    TextReport report = new TextReport(advices, paper, sizing);
    if (!advices.isEmpty()) {
      report.table(advices);
    }
    advices.stream().filter(advice -> !hasFewRuns(advice)).forEach(report::advice);
    report.money(money, advices.size());
    report.end(advices, totals);
    return report.page.toString();
  }

  private void table(List<Advice> advices) {
    List<Column> columns = columns(advices);
    List<String> names = advices.stream().map(each -> Column.TASK.cell(each, labels)).toList();
    int[] widths = columns.stream().mapToInt(column -> cellWidth(column, advices)).toArray();
    if (paper.isTerminal()) {
      widths[0] = Math.min(widths[0], Math.max(nameWidth(columns, advices), LEAST_NAME_WIDTH));
    }
    ShortNames shorts = new ShortNames(names, widths[0]);
    row(columns.stream().map(Column::title).toList(), widths, Paint.Style.BOLD);
    for (Advice advice : advices) {
      List<String> cells = new ArrayList<>();
      columns.forEach(column -> cells.add(column.cell(advice, labels)));
      cells.set(0, shorts.of(cells.get(0)));
      row(cells, widths, style(advice));
    }
  }

  /** All, or on a terminal those that there is room for beside a name. */
  private List<Column> columns(List<Advice> advices) {
    List<Column> columns = new ArrayList<>(Arrays.asList(Column.values()));
    while (paper.isTerminal()
        && nameWidth(columns, advices) < LEAST_NAME_WIDTH
        && columns.stream().anyMatch(c -> c.dropOrder() > 0)) {
      columns.remove(
          columns.stream()
              .filter(column -> column.dropOrder() > 0)
              .min(comparingInt(Column::dropOrder))
              .orElseThrow());
    }
    return columns;
  }

  /** What the other columns leave to the name. */
  private int nameWidth(List<Column> columns, List<Advice> advices) {
    int others =
        columns.stream()
            .filter(column -> column != Column.TASK)
            .mapToInt(column -> cellWidth(column, advices) + GAP)
            .sum();
    return paper.width() - others;
  }

  private int cellWidth(Column column, List<Advice> advices) {
    return Math.max(
        column.title().length(),
        advices.stream().mapToInt(each -> column.cell(each, labels).length()).max().orElse(0));
  }

  private void row(List<String> cells, int[] widths, Paint.Style style) {
    StringBuilder row = new StringBuilder(cells.get(0));
    row.append(" ".repeat(widths[0] - row.length()));
    for (int i = 1; i < widths.length; i++) {
      row.append(" ".repeat(GAP + widths[i] - cells.get(i).length())).append(cells.get(i));
    }
    page.line(paint.with(style, row.toString().stripTrailing()));
  }

  private static Paint.Style style(Advice advice) {
    if (advice.workload().counts().of(Status.OUT_OF_MEMORY) > 0) {
      return Paint.Style.RED;
    }
    return advice.verdict() == Verdict.CHANGE ? Paint.Style.GREEN : Paint.Style.PLAIN;
  }

  private void advice(Advice advice) {
    List<String> sentences = Sentences.of(advice);
    if (!sentences.isEmpty()) {
      page.line("");
      page.line(paint.with(Paint.Style.BOLD, labels.of(advice.workload().key())));
      page.wrap(String.join(" ", sentences), INDENT);
    }
    if (isWhole(advice)) {
      new TaskText(advice, paper, page).write(sizing.weighed(advice.workload()));
    }
  }

  /** Said once, at the end: a paragraph for each would hide those with advice. */
  private static boolean hasFewRuns(Advice advice) {
    return advice.verdict() == Verdict.NOT_ENOUGH_RUNS
        && advice.notes().isEmpty()
        && !isWhole(advice);
  }

  private static boolean isWhole(Advice advice) {
    return advice.workload().singleRuns() != null;
  }

  private void money(MoneyTotals money, int shown) {
    if (!page.isEmpty()) {
      page.line("");
    }
    if (shown < money.tasks()) {
      page.wrap(HumanReadable.format("Shown are %,d of %,d tasks.", shown, money.tasks()), "");
    }
    if (money.spentUsd() > 0) {
      page.wrap(
          HumanReadable.format(
              "All these runs cost %s, of that %s for those that did not succeed.",
              HumanReadable.usd(money.spentUsd()), HumanReadable.usd(money.onFailuresUsd())),
          "");
    }
    if (money.tasksToChange() > 0) {
      String saving =
          money.savingUsdPerMonth() > 0
              ? ": all together that saves "
                  + HumanReadable.usdInWords(money.savingUsdPerMonth())
                  + " a month"
              : "";
      page.wrap(
          HumanReadable.format(
              "%,d of %,d tasks should change%s.", money.tasksToChange(), money.tasks(), saving),
          "");
    }
  }

  private void end(List<Advice> advices, Totals totals) {
    if (advices.stream().anyMatch(TextReport::hasFewRuns)) {
      page.wrap(
          HumanReadable.format(
              "Few runs: fewer than %d that succeeded, too few for advice.", Sizing.LEAST_RUNS),
          "");
    }
    page.wrap(
        HumanReadable.format(
            "Read %,d lines: %,d report lines (%,d repeated), %,d passed over, %,d broken.",
            totals.lines(),
            totals.reportLines(),
            totals.repeats(),
            totals.passedOver(),
            totals.broken()),
        "");
  }
}
