package io.github.ecsusagereport.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.Golden;
import io.github.ecsusagereport.report.lines.SampleLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code report --task}. */
class OneTaskTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-20T00:00:00Z"), ZoneOffset.UTC);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void task_isShownAsAWhole() {
    assertEquals(0, run(Terminal.NONE, SampleLines.text(), "--task", "invoices"));
    Golden.check("report-task.txt", out.toByteArray());

    out.reset();
    assertEquals(
        0, run(Terminal.NONE, SampleLines.text(), "--task=invoices/batch", "--format=json"));
    Golden.check("report-task.json", out.toByteArray());
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void task_onANarrowTerminal_hasItsWidth() {
    run(new Terminal(true, true, 80), SampleLines.text(), "--task", "import");

    out.toString(UTF_8)
        .lines()
        .map(line -> line.replaceAll("\u001b\\[[0-9]+m", ""))
        .forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void curves_areAscii_whereTheCharacterSetIs() {
    for (String locale : List.of("C", "de_DE.ISO-8859-1", "POSIX")) {
      assertTrue(task(Map.of("LC_ALL", locale)).contains("  memory  .:-==+*##@@"), locale);
    }
    for (String locale : List.of("en_US.UTF-8", "C.utf8", "")) {
      assertTrue(task(Map.of("LANG", locale)).contains("  memory  ▁▂▃▄▄▅▆▇▇██"), locale);
    }
  }

  private String task(Map<String, String> environment) {
    out.reset();
    run(environment, Terminal.NONE, SampleLines.text(), "--task=cleanup/batch");
    return out.toString(UTF_8);
  }

  @Test
  void task_thatIsNone_orSeveral_isSaid_withWhatThereIs() {
    assertEquals(2, run(Terminal.NONE, SampleLines.text(), "--task", "imprt"));
    String nightly =
        SampleLines.text().replace("\"containerName\"", "\"job\":\"nightly\",\"containerName\"");
    String both = SampleLines.text() + nightly.replace(":task/nightly/", ":task/nightly/a");
    assertEquals(2, run(Terminal.NONE, both, "--task", "import"));
    assertEquals(2, run(Terminal.NONE, SampleLines.text(), "--task=import/batch", "--since=1d"));

    assertEquals("", out.toString(UTF_8));
    assertEquals(
        """
        No line with --task imprt: there are import/batch, invoices/batch, cleanup/batch, \
        forecast/batch, resize/batch, sync/batch.
        --task import may be any of 2: import/batch, import/batch (nightly).
        No run of import/batch is asked for.
        """,
        err.toString(UTF_8));
    assertEquals(0, run(Terminal.NONE, both, "--task", "import/batch (nightly)"));
    assertEquals(0, run(Terminal.NONE, both, "--task", "import/batch"));
  }

  private int run(Terminal terminal, String input, String... args) {
    return run(Map.of(), terminal, input, args);
  }

  private int run(
      Map<String, String> environment, Terminal terminal, String input, String... args) {
    return ReportCommand.commandLine(
            environment,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            out,
            new PrintStream(err, true, UTF_8),
            () -> terminal,
            CLOCK)
        .execute(args);
  }
}
