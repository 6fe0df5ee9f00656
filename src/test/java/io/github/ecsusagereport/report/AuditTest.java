package io.github.ecsusagereport.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code report} says of 300 made-up tasks is what another program works out, in another
 * language and in fractions, from docs/REPORT.md: src/test/audit. {@code -Daudit.seed=2} makes up
 * others.
 */
class AuditTest {
  private static final Path PROGRAMS = Path.of("src/test/audit");
  private static final Path PRICES =
      Path.of("src/main/resources/io/github/ecsusagereport/report/sizing/fargate-prices.csv");
  private static final String SEED = System.getProperty("audit.seed", "1");

  @TempDir Path folder;

  @Test
  void madeUpTasks_areAdvisedAsTheAuditorWouldHave() throws Exception {
    assumeTrue(hasPython(), "the auditor is a Python program, and there is no python3");
    Path lines = folder.resolve("lines.jsonl");
    assertEquals("", python(lines, PROGRAMS.resolve("made_up_tasks.py").toString(), SEED, "300"));
    Path verdict = folder.resolve("verdict.txt");

    String failure =
        python(
            verdict,
            PROGRAMS.resolve("audit.py").toString(),
            PRICES.toString(),
            lines.toString(),
            report(lines, "json").toString(),
            report(lines, "csv").toString());

    assertEquals("", failure, () -> read(verdict));
  }

  private Path report(Path lines, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exitCode =
        ReportCommand.commandLine(
                Map.of(),
                InputStream.nullInputStream(),
                out,
                new PrintStream(out, true, UTF_8),
                () -> Terminal.NONE,
                Clock.systemUTC())
            .execute("--format", format, lines.toString());
    assertEquals(0, exitCode, out.toString(UTF_8));
    return Files.write(folder.resolve("report." + format), out.toByteArray());
  }

  /** What went wrong; empty when nothing did. */
  private static String python(Path output, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(arguments));
    int exitCode =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    return exitCode == 0 ? "" : String.join(" ", command) + " ended with " + exitCode;
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
