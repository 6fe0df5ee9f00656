package io.github.ecsusagereport.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecsusagereport.report.fleet.RunFilter;
import io.github.ecsusagereport.report.fleet.Workloads;
import io.github.ecsusagereport.report.lines.Problems;
import io.github.ecsusagereport.report.lines.Progress;
import io.github.ecsusagereport.report.lines.Sources;
import io.github.ecsusagereport.report.lines.SummaryReader;
import io.github.ecsusagereport.report.print.CsvReport;
import io.github.ecsusagereport.report.print.HtmlReport;
import io.github.ecsusagereport.report.print.JsonReport;
import io.github.ecsusagereport.report.print.OtherNames;
import io.github.ecsusagereport.report.print.PatchReport;
import io.github.ecsusagereport.report.print.TextReport;
import io.github.ecsusagereport.report.print.Totals;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.Architecture;
import io.github.ecsusagereport.report.sizing.Goal;
import io.github.ecsusagereport.report.sizing.Prices;
import io.github.ecsusagereport.report.sizing.Sizing;
import io.github.ecsusagereport.report.sizing.SizingOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

  private final Map<String, String> environment;
  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;
  private final Supplier<Terminal> streams;
  private final InstantSource clock;

  @Spec private CommandSpec spec;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only lines since then: 2026-01-05, 2026-01-05T03:00:00Z or 30d.")
  private String since;

  @Option(names = "--family", description = "Only this family.")
  private String family;

  @Option(names = "--job", description = "Only this job.")
  private String job;

  @Option(names = "--container", description = "Only this watched container.")
  private String container;

  @Option(
      names = "--region",
      description = "Take the prices of this region, not of the task's own.")
  private String region;

  @Option(
      names = "--arch",
      paramLabel = "x86|arm",
      description = "Take the prices of this architecture (x86).")
  private String arch = "x86";

  @Option(
      names = "--goal",
      paramLabel = "cost|speed|balanced",
      description = "The cheapest, the fastest, or the cheapest not much slower (balanced).")
  private String goal = "balanced";

  @Option(
      names = "--slowdown",
      paramLabel = "TIMES",
      description = "How many times as long a run may take when balanced (1.25).")
  private Double slowdown;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "More prices: region,x86|arm,$ per vCPU-hour,$ per GB-hour.")
  private Path prices;

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

  @Override
  public Integer call() throws IOException {
    Terminal terminal = streams.get();
    RunFilter filter;
    SizingOptions options;
    Prices allPrices;
    try {
      check();
      filter = filter();
      options = sizingOptions();
      allPrices = prices();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Problems problems = new Problems(err);
    Workloads workloads = new Workloads(filter, List.of("json", "html").contains(format));
    OtherNames others = new OtherNames(filter);
    Totals totals = read(workloads, others, problems, terminal);
    Sizing sizing = new Sizing(allPrices, options);
    List<Advice> advices = workloads.finish().parallelStream().map(sizing::advise).toList();
    if (advices.isEmpty()) {
      others.sentences().forEach(err::println);
    }
    try {
      out.write(print(advices, totals, options, terminal).getBytes(UTF_8));
      out.flush();
    } catch (IOException e) {
      return cannotWrite(e);
    }
    return problems.count() > 0 ? 1 : 0;
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
        workloads.repeats());
  }

  private String print(
      List<Advice> advices, Totals totals, SizingOptions options, Terminal terminal) {
    boolean hasColours = terminal.isOut() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return switch (format) {
      case "json" -> JsonReport.of(advices, totals, options);
      case "csv" -> CsvReport.of(advices);
      case "patch" -> PatchReport.of(advices);
      case "html" -> HtmlReport.of(JsonReport.of(advices, totals, options));
      default -> TextReport.of(advices, totals, terminal.width(), hasColours);
    };
  }

  private void check() {
    choice("--arch", arch, "x86", "arm");
    choice("--goal", goal, "cost", "speed", "balanced");
    choice("--format", format, "text", "json", "csv", "patch", "html");
    if (format.equals("html") && !HtmlReport.isPossible()) {
      throw new IllegalArgumentException(
          "--format html is left out of the sidecar's image: run ./ecs-usage-report report"
              + " in a clone of the repository");
    }
    if (slowdown != null && !goal.equals("balanced")) {
      throw new IllegalArgumentException("--slowdown belongs to --goal balanced, not " + goal);
    }
  }

  private RunFilter filter() {
    return new RunFilter(
        Optional.ofNullable(since).map(text -> TimeArgument.parse(text, clock.instant())),
        Optional.ofNullable(family),
        Optional.ofNullable(job),
        Optional.ofNullable(container));
  }

  private SizingOptions sizingOptions() {
    return new SizingOptions(
        Optional.ofNullable(region),
        Architecture.parse(arch),
        Goal.parse(goal),
        slowdown == null ? SizingOptions.DEFAULT_SLOWDOWN : slowdown);
  }

  private static void choice(String option, String value, String... choices) {
    if (!List.of(choices).contains(value)) {
      throw new IllegalArgumentException(
          option + " is one of " + String.join(", ", choices) + ", not " + value);
    }
  }

  private Prices prices() {
    Prices known = Prices.known();
    if (prices != null) {
      try {
        known.add(Files.readString(prices), prices.toString());
      } catch (IOException e) {
        throw new IllegalArgumentException("--prices cannot be read: " + prices, e);
      }
    }
    return known;
  }
}
