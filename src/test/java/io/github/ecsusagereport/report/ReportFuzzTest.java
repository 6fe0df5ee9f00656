package io.github.ecsusagereport.report;

import static io.github.ecsusagereport.report.lines.TestLines.checkpoint;
import static io.github.ecsusagereport.report.lines.TestLines.quoted;
import static io.github.ecsusagereport.report.lines.TestLines.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.ecsusagereport.Allocation;
import io.github.ecsusagereport.report.fleet.Detail;
import io.github.ecsusagereport.report.fleet.RunFilter;
import io.github.ecsusagereport.report.fleet.Workloads;
import io.github.ecsusagereport.report.lines.Problems;
import io.github.ecsusagereport.report.lines.Progress;
import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.report.lines.SummaryReader;
import io.github.ecsusagereport.report.print.CsvReport;
import io.github.ecsusagereport.report.print.JsonReport;
import io.github.ecsusagereport.report.print.MoneyTotals;
import io.github.ecsusagereport.report.print.Paper;
import io.github.ecsusagereport.report.print.PatchReport;
import io.github.ecsusagereport.report.print.TextReport;
import io.github.ecsusagereport.report.print.Totals;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.Prices;
import io.github.ecsusagereport.report.sizing.Sizing;
import io.github.ecsusagereport.report.sizing.SizingOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Any bytes as a log: reports that are right, and problems with the number of their line. */
@Timeout(10)
class ReportFuzzTest {
  /** The first chunk has a buffer of 1 MiB. */
  private static final long BASE_BYTES = 2 * Allocation.MIB;

  private static final int MOST_BYTES_FOR_EACH = 2000;
  private static final Sizing SIZING = new Sizing(Prices.known(), SizingOptions.DEFAULT);
  private static final Pattern PROBLEM = Pattern.compile("log:([0-9]+): .*");

  static Stream<byte[]> logs() {
    String line = report("a");
    return Stream.of(
            line,
            "2026-01-05T03:10:00.123Z stream " + line + "\n" + checkpoint("b", "03:01:00.000"),
            line.replace(",", ",\n ").replace("{", "{\n ") + "\n{\n}\n[\n1]",
            "{\"log\":" + quoted(line) + "}\n{\"log\":" + quoted("{\"log\":" + quoted(line) + "}"),
            "[\n{\"message\":" + quoted(line) + "},\n{\"message\":" + quoted(line) + "}\n]",
            "{\"hits\":{\"hits\":[{\"_source\":" + line + "}]}}" + line + line + "\ttail",
            line.replace("success", "outOfMemory").replace("FARGATE", "EC2"),
            line.replace("\"family\"", "\"job\":\"x\",\"family\"").replace("512.5", "2e5"))
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("logs")
  @FuzzTest
  void lines(byte[] log) {
    Reading reading = Allocation.limited(log, BASE_BYTES, MOST_BYTES_FOR_EACH, () -> read(log));

    SummaryReader reader = reading.reader;
    assertEquals(lineCount(log), reader.lineCount());
    for (String problem : reading.err.toString(UTF_8).lines().toList()) {
      Matcher place = PROBLEM.matcher(problem);
      assertTrue(place.matches(), problem);
      long line = Long.parseLong(place.group(1));
      assertTrue(line >= 1 && line <= reader.lineCount(), problem);
    }
    Totals totals =
        new Totals(
            reader.lineCount(),
            reader.found(),
            reader.passedOver(),
            reading.problems.count(),
            reading.workloads.repeats(),
            reading.workloads.newestEpochMs());
    assertPrintable(reading.workloads, totals);
  }

  private record Reading(
      SummaryReader reader, Workloads workloads, Problems problems, ByteArrayOutputStream err) {}

  private static Reading read(byte[] log) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errStream = new PrintStream(err, true, UTF_8);
    Problems problems = new Problems(errStream);
    Workloads workloads = new Workloads(RunFilter.ALL, new Detail(true, 2));
    Progress progress = new Progress(errStream, false, Clock.systemUTC());
    SummaryReader reader =
        new SummaryReader(problems, progress, true, run -> addOften(run, workloads));
    try {
      reader.read("log", new ByteArrayInputStream(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Reading(reader, workloads, problems, err);
  }

  private static long lineCount(byte[] log) {
    long newlines = 0;
    for (byte each : log) {
      newlines += each == '\n' ? 1 : 0;
    }
    return log.length == 0 || log[log.length - 1] == '\n' ? newlines : newlines + 1;
  }

  /** So often that there is advice. */
  private static void addOften(Run run, Workloads workloads) {
    for (int i = 0; i < Sizing.LEAST_RUNS; i++) {
      workloads.add(
          new Run(
              run.isReport(),
              run.taskArn() == null ? null : run.taskArn() + i,
              run.taskHash() + i,
              run.key(),
              run.status(),
              run.launchType(),
              run.tariff(),
              run.revision(),
              run.exitCode(),
              run.timeEpochMs(),
              run.startedAtEpochMs(),
              run.watched(),
              run.task(),
              run.machine(),
              run.machineReadings(),
              run.msAtVcpu(),
              run.readings(),
              run.coveragePercent(),
              run.curve()));
    }
  }

  private static void assertPrintable(Workloads workloads, Totals totals) {
    List<Advice> advices = workloads.finish().stream().map(SIZING::advise).toList();
    MoneyTotals money = MoneyTotals.of(advices);
    String patch = PatchReport.of(advices, advices);
    assertIsJson(JsonReport.of(advices, patch, totals, money, SizingOptions.DEFAULT, SIZING));
    patch.lines().forEach(ReportFuzzTest::assertIsJson);
    assertTrue(CsvReport.of(advices).lines().count() > advices.size());
    String text = TextReport.of(advices, totals, money, new Paper(false, 100, false, true), SIZING);
    assertTrue(text.chars().allMatch(c -> c == '\n' || !Character.isISOControl(c)), text);
  }

  /** With no number below 0, but for savings. */
  private static void assertIsJson(String text) {
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        boolean isBelowZero = token.isNumeric() && json.getDoubleValue() < 0;
        assertTrue(!isBelowZero || json.currentName().startsWith("saving"), text);
      }
    }
  }
}
