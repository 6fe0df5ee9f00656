package io.github.ecsusagereport.report.print;

import io.github.ecsusagereport.report.fleet.RunCounts;
import io.github.ecsusagereport.report.fleet.TimeStats;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.Note;
import io.github.ecsusagereport.report.sizing.PricedSize;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A row for each workload, with a heading (RFC 4180, but for the ends of lines). */
public final class CsvReport {
  private static final String HEADING =
      "family,containerName,job,accountId,region,runs,success,failure,outOfMemory,stopped,unknown,unfinished,"
          + "running,firstDay,lastDay,medianDurationMs,p95DurationMs,medianStartDelayMs,"
          + "cpuUtilization,maxMemoryUsedMiB,memoryNeedMiB,nowCpu,nowMemoryMiB,nowUsdPerRun,"
          + "verdict,takeCpu,takeMemoryMiB,takeDurationMs,takeUsdPerRun,savingUsdPerMonth,notes,"
          + "architecture,pricesOf,spentUsd,onFailuresUsd,armUsdPerRun\n";

  private static final int USD_DIGITS = 6;
  private static final int DIGITS = 3;

  private final List<String> cells = new ArrayList<>();

  private CsvReport() {}

  public static String of(List<Advice> advices) {
    StringBuilder text = new StringBuilder(HEADING);
    advices.forEach(advice -> text.append(new CsvReport().row(advice)).append('\n'));
    return text.toString();
  }

  private String row(Advice advice) {
    Workload workload = advice.workload();
    text(workload.key().family());
    text(workload.key().container());
    text(workload.key().job());
    text(workload.key().account());
    text(workload.key().region());
    counts(workload.counts());
    text(HumanReadable.day(workload.firstStartEpochMs()));
    text(HumanReadable.day(workload.lastStartEpochMs()));
    double vcpu = advice.now() == null ? Double.NaN : advice.now().size().vcpu();
    TimeStats times = advice.times();
    number(times.durationMs().median(), DIGITS);
    number(times.durationMs().p95(), DIGITS);
    number(times.startDelayMs().median(), DIGITS);
    number(times.avgCpuPercent().median() / vcpu, DIGITS);
    number(workload.maxMemoryMiB(), DIGITS);
    number(advice.needMiB(), DIGITS);
    size(advice.now());
    number(advice.now() == null ? Double.NaN : advice.now().usd(), USD_DIGITS);
    text(advice.verdict().jsonName());
    size(advice.take());
    number(advice.take() == null ? Double.NaN : advice.take().durationMs(), DIGITS);
    number(advice.take() == null ? Double.NaN : advice.take().usd(), USD_DIGITS);
    number(advice.savingUsdPerMonth(), USD_DIGITS);
    text(advice.notes().stream().map(Note::jsonName).collect(Collectors.joining(" ")));
    text(advice.architecture().toString());
    text(advice.spending().runs() == 0 ? null : advice.region());
    number(advice.spending().usd(), USD_DIGITS);
    number(advice.spending().onFailuresUsd(), USD_DIGITS);
    number(advice.onArmUsd(), USD_DIGITS);
    return String.join(",", cells);
  }

  private void counts(RunCounts counts) {
    cells.add(Long.toString(counts.all()));
    for (Status status : Status.values()) {
      if (status != Status.RUNNING) {
        cells.add(Long.toString(counts.of(status)));
      }
    }
    cells.add(Long.toString(counts.unfinished()));
    cells.add(Long.toString(counts.running()));
  }

  private void size(PricedSize option) {
    cells.add(option == null ? "" : Integer.toString(option.size().cpuUnits()));
    cells.add(option == null ? "" : Integer.toString(option.size().memoryMiB()));
  }

  private void number(double value, int digits) {
    cells.add(
        Double.isFinite(value)
            ? new BigDecimal(value).setScale(digits, RoundingMode.HALF_UP).toPlainString()
            : "");
  }

  /**
   * A text that a spreadsheet would take as a formula is kept from it (<a
   * href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>).
   */
  private void text(String value) {
    String shown = value == null ? "" : value;
    if (!shown.isEmpty() && "=+-@\t\r".indexOf(shown.charAt(0)) >= 0) {
      shown = "'" + shown;
    }
    boolean needsQuotes = shown.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ');
    cells.add(needsQuotes ? '"' + shown.replace("\"", "\"\"") + '"' : shown);
  }
}
