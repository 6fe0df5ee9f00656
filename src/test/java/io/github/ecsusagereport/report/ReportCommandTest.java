package io.github.ecsusagereport.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.Golden;
import io.github.ecsusagereport.report.lines.SampleLines;
import io.github.ecsusagereport.report.lines.TestLines;
import io.github.ecsusagereport.report.sizing.Note;
import io.github.ecsusagereport.report.sizing.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

class ReportCommandTest {
  private static final Path SAMPLES = Path.of("docs/samples/reports.jsonl");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-20T00:00:00Z"), ZoneOffset.UTC);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StringWriter usage = new StringWriter();

  @Test
  void samples_areThoseOfTheGenerator() {
    Golden.check(SAMPLES, SampleLines.make());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "csv", "patch"})
  void samples_areReported(String format) {
    assertEquals(0, run(Terminal.NONE, "", "--format", format, SAMPLES.toString()));

    Golden.check("report." + format, out.toByteArray());
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void terminal_hasColours_andItsWidth() {
    assertEquals(0, run(new Terminal(true, true, 60), SampleLines.text()));

    Golden.check("report-terminal.txt", out.toByteArray());
    assertNotWiderThan(60);
    assertEquals("", err.toString(UTF_8));
  }

  /** The table and the paragraphs; a name is whole above what is said of its task. */
  private void assertNotWiderThan(int width) {
    out.toString(UTF_8)
        .lines()
        .filter(line -> !line.startsWith("\u001b[1mdata-platform"))
        .map(line -> line.replaceAll("\u001b\\[[0-9]+m", ""))
        .forEach(line -> assertTrue(line.length() <= width, line));
  }

  @Test
  void names_areShortenedOnATerminalAlone_inTheMiddle_whereTheyDiffer() {
    String common = "data-platform-ingestion-of-customer-";
    String lines =
        Stream.of("orders", "events", "claims")
            .map(kind -> common + kind + "-into-the-warehouse-every-night")
            .map(name -> TestLines.report(name).replace("\"import\"", '"' + name + '"'))
            .collect(joining("\n"));

    run(Terminal.NONE, lines);
    assertEquals(
        Stream.of("claims", "events", "orders")
            .map(kind -> common + kind + "-into-the-warehouse-every-night/batch")
            .toList(),
        names());
    assertTrue(out.toString(UTF_8).contains("  SAVES\n"), "all columns");

    out.reset();
    run(new Terminal(true, true, 80), lines);
    assertEquals(
        List.of("data…r-claims…atch", "data…r-events…atch", "data…r-orders…atch"), names());
    assertNotWiderThan(80);
  }

  private List<String> names() {
    return out.toString(UTF_8)
        .lines()
        .skip(1)
        .limit(3)
        .map(row -> row.substring(0, row.indexOf("  ")))
        .toList();
  }

  @Test
  void readme_hasTheReport() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String report = Files.readString(Path.of("src/test/resources/golden/report.text"));

    assertTrue(readme.contains("```\n" + report + "```\n"), "README.md quotes the report");
  }

  @Test
  void documentation_hasEveryOption_verdict_andNote() throws IOException {
    String documentation = Files.readString(Path.of("docs/REPORT.md"));
    Stream<String> options =
        ReportCommand.commandLine(
                Map.of(),
                InputStream.nullInputStream(),
                out,
                new PrintStream(err, true, UTF_8),
                () -> null,
                CLOCK)
            .getCommandSpec()
            .options()
            .stream()
            .map(OptionSpec::longestName)
            .filter(name -> !name.equals("--help"));
    Stream<String> words =
        Stream.of(
                Stream.of(Verdict.values()).map(Verdict::jsonName),
                Stream.of(Note.values()).map(Note::jsonName))
            .flatMap(each -> each)
            .map(word -> "`" + word + "`");

    Stream.concat(options, words).forEach(word -> assertTrue(documentation.contains(word), word));
  }

  @Test
  void brokenLine_isExitCode1_andTheRestIsReported() {
    String cut = SampleLines.text().substring(0, 500);

    assertEquals(1, run(Terminal.NONE, cut + "\n" + SampleLines.text(), "-"));
    assertEquals(
        "(standard input):1: broken JSON at character 501 of the line\n", err.toString(UTF_8));
    assertTrue(
        out.toString(UTF_8).contains("115 report lines (0 repeated), 0 passed over, 1 broken"));
  }

  @Test
  void nothing_isSaid() {
    assertEquals(0, run(Terminal.NONE, ""));
    assertEquals(
        "Read 0 lines: 0 report lines (0 repeated), 0 passed over, 0 broken.\n",
        out.toString(UTF_8));
  }

  @Test
  void options_chooseTheRuns() {
    run(
        Terminal.NONE,
        SampleLines.text(),
        "--format=csv",
        "--family=import",
        "--container=batch",
        "--since=4d");
    assertEquals(2, out.toString(UTF_8).lines().count());
    assertTrue(
        out.toString(UTF_8)
            .contains("\nimport,batch,,123456789012,us-east-1,3,3,0,0,0,0,0,0,2026-01-16,"),
        out.toString(UTF_8));
  }

  @Test
  void order_andNumberOfTasks_areChosen() {
    assertEquals("import forecast sync resize cleanup invoices", families("--format=csv"));
    assertEquals("import forecast", families("--format=csv", "--top=2"));
    assertEquals("import forecast", families("--format=csv", "--min-saving=0.5"));
    assertEquals(
        "cleanup forecast import invoices resize sync", families("--format=csv", "--sort=name"));
    assertEquals("sync", families("--format=csv", "--sort=runs", "--top=1"));
    assertEquals("forecast", families("--format=csv", "--sort=spent", "--top=1"));
    assertEquals("invoices", families("--format=csv", "--sort=failures", "--top=1"));
  }

  private String families(String... args) {
    out.reset();
    assertEquals(0, run(Terminal.NONE, SampleLines.text(), args));
    return out.toString(UTF_8)
        .lines()
        .skip(1)
        .map(row -> row.substring(0, row.indexOf(',')))
        .collect(joining(" "));
  }

  @Test
  void totals_areThoseOfAllTasks_howeverFewAreShown() {
    run(Terminal.NONE, SampleLines.text(), "--top=1");

    assertTrue(
        out.toString(UTF_8)
            .contains(
                """
                Shown are 1 of 6 tasks.
                All these runs cost $1.21, of that <$0.01 for those that did not succeed.
                4 of 6 tasks should change: all together that saves $1.37 a month.
                """),
        out.toString(UTF_8));
  }

  @Test
  void window_endsWithTheNewestLine() {
    run(Terminal.NONE, SampleLines.text(), "--format=csv", "--family=import", "--window=7d");

    assertTrue(
        out.toString(UTF_8).contains("us-east-1,8,8,0,0,0,0,0,0,2026-01-11,2026-01-18,"),
        out.toString(UTF_8));
  }

  @Test
  void regions_areInTheNamesOnlyWhereTheyTellTasksApart() {
    String there = SampleLines.text();
    String here =
        there.replace("us-east-1", "ap-northeast-1").replace(":task/nightly/", ":task/nightly/a");
    String imports =
        here.lines().filter(line -> line.contains("\"family\":\"import\"")).collect(joining("\n"));
    run(new Terminal(false, false, 200), there + imports);

    assertEquals(
        "import/batch ap-northeast-1, import/batch us-east-1, forecast/batch",
        out.toString(UTF_8)
            .lines()
            .skip(1)
            .limit(3)
            .map(row -> row.substring(0, row.indexOf("  ")))
            .collect(joining(", ")));
  }

  @Test
  void regionWithoutPrices_isSaid_withTheCommandThatGivesThem() {
    run(new Terminal(false, false, 1000), SampleLines.text(), "--region=xx-1", "--family=import");

    assertTrue(
        out.toString(UTF_8)
            .contains(
                "The prices are those of us-east-1, since those of xx-1 are not known: aws pricing"
                    + " get-products --region us-east-1 --service-code AmazonECS --filters"
                    + " Type=TERM_MATCH,Field=regionCode,Value=xx-1 > prices.json, then --prices"
                    + " prices.json."),
        out.toString(UTF_8));
  }

  @Test
  void prices_canBeOwn(@TempDir Path folder) throws IOException {
    Path prices = folder.resolve("prices.csv");
    Files.writeString(prices, "region,architecture,vcpu,gb\nus-east-1,x86,1,0\n");
    run(
        Terminal.NONE,
        SampleLines.text(),
        "--format=patch",
        "--prices",
        prices.toString(),
        "--family=import",
        "--goal=cost");

    assertEquals(
        "{\"family\":\"import\",\"cpu\":\"256\",\"memory\":\"1024\"}\n", out.toString(UTF_8));
  }

  @Test
  void mistakes_areExitCode2(@TempDir Path folder) throws IOException {
    Path prices = folder.resolve("prices.csv");
    Files.writeString(prices, "region,architecture,vcpu,gb\nus-east-1,x86,cheap,0\n");

    assertMistake("--format is one of text, json, csv, patch, html, not xml", "--format=xml");
    assertMistake("--goal is one of cost, speed, balanced, not fun", "--goal=fun");
    assertMistake("--arch is one of x86, arm, not mips", "--arch=mips");
    assertMistake("--slowdown is 1 or more", "--slowdown=0.5");
    assertMistake("--spot is above 0 and at most 1", "--spot=0");
    assertMistake("--discount is 0 or more and below 1", "--discount=27");
    assertMistake("--top is 1 or more", "--top=0");
    assertMistake("--sort is one of saving, spent, failures, runs, name, not size", "--sort=size");
    assertMistake(
        "--window is a length of time, such as 12h, 30d or 8w, not 2026-01-05",
        "--window=2026-01-05");
    assertMistake("--slowdown belongs to --goal balanced, not cost", "--slowdown=2", "--goal=cost");
    assertMistake(
        "--since is a day, a time or how long ago, such as 2026-01-05 or 30d, not soon",
        "--since=soon");
    assertMistake("--prices cannot be read: none.csv", "--prices=none.csv");
    assertMistake(
        prices
            + ": not region,x86|arm,US dollars a vCPU-hour,US dollars a GB-hour: "
            + "us-east-1,x86,cheap,0",
        "--prices",
        prices.toString());
    assertMistake("Unknown option: '--what'", "--what");
  }

  private void assertMistake(String sentence, String... args) {
    usage.getBuffer().setLength(0);
    assertEquals(2, run(Terminal.NONE, "", args), sentence);
    assertEquals(sentence, usage.toString().lines().findFirst().orElseThrow());
  }

  private int run(Terminal terminal, String input, String... args) {
    return ReportCommand.commandLine(
            Map.of(),
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            out,
            new PrintStream(err, true, UTF_8),
            () -> terminal,
            CLOCK)
        .setErr(new PrintWriter(usage))
        .execute(args);
  }
}
