package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines behind anything, and within anything: found as the bare ones are, whoever reads them. */
class BehindPrefixTest {
  private static final String A = TestLines.report("a");
  private static final String B = TestLines.report("b");

  /** Without a time in front, which no fast way takes. */
  private static final String OTHER = B.replaceFirst("\"time\":\"[^\"]*\",", "");

  private final List<Run> runs = new ArrayList<>();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long passedOver;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-05T03:10:01.000000+00:00 usage/report/0123 ",
        "[pod/import-1/usage-report] ",
        "usage-report-1  | ",
        "{app=\"import\", container=\"usage-report\"} ",
        "\u001b[36musage\u001b[0m ",
        "{\"level\":\"info\"} ",
        "\"",
        "{\"time\":\"not a line\"} "
      })
  void line_isFound_behind(String prefix) throws IOException {
    List<Run> bare = read(A + "\n" + B + "\n");

    assertEquals(bare, read(prefix + A + "\n" + prefix + B + "\n"));
    assertEquals(bare, read(prefix + A + "\r\n" + prefix + B + "\r\n"));
    assertEquals(bare, read(prefix + A + "\n" + prefix + B));
    assertEquals(0, passedOver);
  }

  @Test
  void linesInALine_areAllFound() throws IOException {
    List<Run> bare = read(A + "\n" + OTHER + "\n");

    assertEquals(bare, read("x " + A + " " + OTHER + "\n"));
    assertEquals(List.of(bare.get(1), bare.get(0)), read("x " + OTHER + " " + A + "\n"));
    assertEquals(List.of(bare.get(1), bare.get(0)), read(OTHER + A + "\n"));
  }

  @Test
  void linesInATextOfJson_andInCsv_areFound() throws IOException {
    List<Run> bare = read(A + "\n" + OTHER + "\n");
    String both = TestLines.quoted(A + "\n" + OTHER).replace("\n", "\\n");

    assertEquals(bare, read("{\"log\":" + both + ",\"source\":\"stdout\"}\n"));
    assertEquals(bare, read("x {\"log\":" + both + "}\n"));
    assertEquals(bare, read("2026-01-05,\"" + (A + " " + OTHER).replace("\"", "\"\"") + "\",x\n"));
  }

  private List<Run> read(String text) throws IOException {
    runs.clear();
    PrintStream errStream = new PrintStream(err, true, UTF_8);
    SummaryReader reader =
        new SummaryReader(
            new Problems(errStream),
            new Progress(errStream, false, Clock.systemUTC()),
            false,
            runs::add);
    reader.read("test", new ByteArrayInputStream(text.getBytes(UTF_8)));
    assertEquals("", err.toString(UTF_8));
    passedOver = reader.passedOver();
    return List.copyOf(runs);
  }
}
