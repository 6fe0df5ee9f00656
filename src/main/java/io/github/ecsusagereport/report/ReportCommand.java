package io.github.ecsusagereport.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecsusagereport.report.fleet.Detail;
import io.github.ecsusagereport.report.fleet.RunFilter;
import io.github.ecsusagereport.report.fleet.Workloads;
import io.github.ecsusagereport.report.lines.Problems;
import io.github.ecsusagereport.report.lines.Progress;
import io.github.ecsusagereport.report.lines.Sources;
import io.github.ecsusagereport.report.lines.SummaryReader;
import io.github.ecsusagereport.report.print.CsvReport;
import io.github.ecsusagereport.report.print.HtmlReport;
import io.github.ecsusagereport.report.print.JsonReport;
import io.github.ecsusagereport.report.print.MoneyTotals;
import io.github.ecsusagereport.report.print.OtherNames;
import io.github.ecsusagereport.report.print.Paper;
import io.github.ecsusagereport.report.print.PatchReport;
import io.github.ecsusagereport.report.print.Ranking;
import io.github.ecsusagereport.report.print.TextReport;
import io.github.ecsusagereport.report.print.Totals;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.Prices;
import io.github.ecsusagereport.report.sizing.Sizing;
import io.github.ecsusagereport.report.sizing.SizingOptions;
import io.github.ecsusagereport.summary.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of {@code report}. */
@Command(
    name = "report",
    description = {
      "Reads report lines and says which size each task should have, and what that saves.",
      "Lines may come from anywhere: logs, their exports, gzip, zstd; folders are read whole.",
      "The exit code is 1 when a report line was broken."
    },
    sortOptions = false)
public final class ReportCommand implements Callable<Integer> {
  /** 128 and the number of SIGPIPE. */
  private static final int BROKEN_PIPE = 141;

  /** Of a command line that cannot be followed, as that of an option that is wrong. */
  private static final int MISTAKE = 2;

  /** On paper; a page has so many tasks that they would make it large. */
  private static final int LAST_RUNS = 20;

  private static final int LAST_RUNS_ON_PAGE = 5;

  private final Map<String, String> environment;
  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;
  private final Supplier<Terminal> streams;
  private final InstantSource clock;

  @Spec private CommandSpec spec;

  @Mixin private FilterArguments filters;

  @Mixin private PriceArguments sizing;

  @Option(
      names = "--sort",
      paramLabel = "saving|spent|failures|runs|name",
      description = "What comes first (saving).")
  private String sort = "saving";

  @Option(names = "--top", paramLabel = "N", description = "Only the first N tasks.")
  private int top = Integer.MAX_VALUE;

  @Option(
      names = "--min-saving",
      paramLabel = "USD",
      description = "Only tasks that save so many US dollars a month.")
  private double minSaving = Double.NEGATIVE_INFINITY;

  @Option(
      names = "--format",
      paramLabel = "text|json|csv|patch|html",
      description = "How it is printed (text). patch: what to write where. html: a page.")
  private String format = "text";

  @SuppressWarnings("unused") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Files and folders; - or nothing is standard input.")
  private List<String> files = List.of();

  private ReportCommand(
      Map<String, String> environment,
      InputStream in,
      OutputStream out,
      PrintStream err,
      Supplier<Terminal> streams,
      InstantSource clock) {
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
    this.streams = streams;
    this.clock = clock;
  }

  /**
   * The command, ready to be run or to be a subcommand.
   *
   * @param streams asked for once, when the command runs
   */
  public static CommandLine commandLine(
      Map<String, String> environment,
      InputStream in,
      OutputStream out,
      PrintStream err,
      Supplier<Terminal> streams,
      InstantSource clock) {
    return new CommandLine(new ReportCommand(environment, in, out, err, streams, clock));
  }

  /** What was asked for. */
  private record Asked(RunFilter filter, SizingOptions options, Prices prices, Ranking ranking) {}

  @Override
  public Integer call() throws IOException {
    Terminal terminal = streams.get();
    Asked asked = asked();
    Problems problems = new Problems(err);
    Workloads workloads = new Workloads(asked.filter(), detail());
    OtherNames others = new OtherNames(asked.filter());
    Totals totals = read(workloads, others, problems, terminal);
    Sizing advisor = new Sizing(asked.prices(), asked.options());
    List<Advice> advices =
        others.meant(workloads.finish().parallelStream().map(advisor::advise).toList());
    if (advices.isEmpty()) {
      others.sentences().forEach(err::println);
    }
    if (filters.isOneTask() && advices.size() != 1) {
      advices.stream().limit(1).forEach(some -> err.println(others.several(advices)));
      return MISTAKE;
    }
    try {
      out.write(print(advices, asked, totals, advisor, terminal).getBytes(UTF_8));
      out.flush();
    } catch (IOException e) {
      return cannotWrite(e);
    }
    return problems.count() > 0 ? 1 : 0;
  }

  private Asked asked() {
    try {
      check();
      return new Asked(
          filters.filter(clock.instant()),
          sizing.options(),
          sizing.prices(),
          new Ranking(Ranking.Order.parse(sort), top, minSaving));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** A reader that has enough ends it as quietly as it ends {@code cat}. */
  private int cannotWrite(IOException e) {
    if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
      return BROKEN_PIPE;
    }
    err.println("ecs-usage-report: the report cannot be written: " + e.getMessage());
    return 1;
  }

  private Totals read(
      Workloads workloads, OtherNames others, Problems problems, Terminal terminal) {
    Progress progress = new Progress(err, terminal.isErr(), clock);
    SummaryReader reader =
        new SummaryReader(
            problems,
            progress,
            detail().hasRuns(),
            run -> {
              if (!workloads.add(run)) {
                others.add(run);
              }
            });
    new Sources(in, problems).read(files, reader);
    progress.finish();
    problems.finish();
    return new Totals(
        reader.lineCount(),
        reader.found(),
        reader.passedOver(),
        problems.count(),
        workloads.repeats(),
        Math.max(Metrics.UNKNOWN, workloads.newestEpochMs()));
  }

  /** Curves of runs take time and memory, so they are kept only where they are drawn. */
  private Detail detail() {
    int lastRuns = filters.isOneTask() ? LAST_RUNS : format.equals("html") ? LAST_RUNS_ON_PAGE : 0;
    return new Detail(List.of("json", "html").contains(format), lastRuns);
  }

  private String print(
      List<Advice> all, Asked asked, Totals totals, Sizing advisor, Terminal terminal) {
    Paper paper = Paper.of(terminal.isOut(), terminal.width(), environment);
    List<Advice> shown = asked.ranking().of(all);
    SizingOptions options = asked.options();
    MoneyTotals money = MoneyTotals.of(all);
    String patch = PatchReport.of(all, shown);
    return switch (format) {
      case "json" -> JsonReport.of(shown, patch, totals, money, options, advisor);
      case "csv" -> CsvReport.of(shown);
      case "patch" -> patch;
      case "html" -> HtmlReport.of(JsonReport.of(shown, patch, totals, money, options, advisor));
      default -> TextReport.of(shown, totals, money, paper, advisor);
    };
  }

  private void check() {
    choice("--sort", sort, "saving", "spent", "failures", "runs", "name");
    choice("--format", format, "text", "json", "csv", "patch", "html");
    if (format.equals("html") && !HtmlReport.isPossible()) {
      throw new IllegalArgumentException(
          "--format html is left out of the sidecar's image: run ./ecs-usage-report report"
              + " in a clone of the repository");
    }
  }

  static void choice(String option, String value, String... choices) {
    if (!List.of(choices).contains(value)) {
      throw new IllegalArgumentException(
          option + " is one of " + String.join(", ", choices) + ", not " + value);
    }
  }
}
