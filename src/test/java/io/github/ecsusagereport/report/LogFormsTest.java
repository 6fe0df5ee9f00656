package io.github.ecsusagereport.report;

import static io.github.ecsusagereport.report.lines.TestLines.report;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Lines in the forms in which log systems give them out: all are read, and nothing in silence. */
class LogFormsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private int run(OutputStream to, InputStream in, String... args) {
    return ReportCommand.commandLine(
            Map.of(),
            in,
            to,
            new PrintStream(err, true, UTF_8),
            () -> Terminal.NONE,
            InstantSource.fixed(Instant.parse("2026-02-01T00:00:00Z")))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(args);
  }

  private void assertRead(int runs, InputStream in, String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--format";
    all[args.length + 1] = "json";
    int code = run(out, in, all);
    assertEquals("", err.toString(UTF_8));
    assertEquals(0, code);
    assertEquals(
        runs,
        JsonMapper.shared()
            .readTree(out.toByteArray())
            .get("tasks")
            .valueStream()
            .mapToInt(task -> task.at("/runs/all").asInt())
            .sum());
  }

  private void assertRead(int runs, String log) {
    assertRead(runs, new ByteArrayInputStream(log.getBytes(UTF_8)));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  /** A pipe that has nothing yet, after each byte. */
  @Test
  void packedParts_overASlowPipe_areAllRead() throws IOException {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    for (String id : List.of("a", "b", "c")) {
      parts.write(gzip((report(id) + "\n").getBytes(UTF_8)));
    }
    InputStream pipe =
        new ByteArrayInputStream(parts.toByteArray()) {
          @Override
          public synchronized int available() {
            return 0;
          }
        };
    assertRead(3, pipe);
  }

  @Test
  void packedTwice_isUnpackedTwice() throws IOException {
    assertRead(1, new ByteArrayInputStream(gzip(gzip(report("a").getBytes(UTF_8)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"date\":1767582600.123",
        "\"time\":1767582600",
        "\"time\":1767582600.123",
        "\"time\":1767582600123",
        "\"time\":\"1767582600123\"",
        "\"time\":1767582600123456",
        "\"time\":\"1767582600123456789\"",
        "\"time\":null",
        "\"time\":{}"
      })
  void timeThatTheLogSystemTookForItself_isReadOrTakenFromTheRun(String time) {
    assertRead(1, report("a").replaceFirst("\"time\":\"[^\"]+\"", time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[pod/nightly-x7/usage-report] %s",
        "2026-10-05T03:00:00Z {container=\"usage-report\", stream=\"stdout\"} %s",
        "\u001b[32m2026-10-05T03:00:00+00:00\u001b[0m \u001b[36mecs/x/1\u001b[0m %s\u001b[0m",
        "usage-report-1  | %s",
        "{not json} %s",
        "[1,2] {\"a\":1} %s trailing",
        "\ufeff%s"
      })
  void anyPrefix_isPassedOver(String prefix) {
    assertRead(2, prefix.replace("%s", report("a")) + "\n" + prefix.replace("%s", report("b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void csv_isReadWhateverItsDelimiter(String delimiter) {
    String row = "\"2026-10-05 03:00:00.000\"%1$s\"%2$s\"%1$s\"ecs/usage-report/1\"\n";
    assertRead(
        2,
        "@timestamp,@message,@logStream\n"
            + row.formatted(delimiter, report("a").replace("\"", "\"\""))
            + row.formatted(delimiter, report("b").replace("\"", "\"\"")));
  }

  @Test
  void lineInAQuotedValue_isRead() {
    assertRead(1, "time=now level=info msg=\"" + report("a").replace("\"", "\\\"") + "\" n=1");
  }

  @Test
  void severalLinesInOneText_areAllRead() {
    String text = report("a") + "\n" + report("b") + "\nand then\n" + report("c") + "\n";
    assertRead(3, JsonMapper.shared().writeValueAsString(Map.of("message", text)));
  }

  @Test
  void textInUtf16_isRead_withAndWithoutAMark() {
    for (Charset charset : List.of(UTF_16, UTF_16BE, UTF_16LE)) {
      out.reset();
      String log = report("a") + "\n" + report("b") + "\n\ud83d\ude00";
      assertRead(2, new ByteArrayInputStream(log.getBytes(charset)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PK\u0003\u0004", "BZh9", "\u00fd7zXZ", "PAR1", "ORC", "Obj\u0001"})
  void formatThatIsNotRead_isSaid_withWhatToDo(String magic) throws IOException {
    Path file = folder.resolve("lines");
    Files.write(file, (magic + "x".repeat(100)).getBytes(ISO_8859_1));

    assertEquals(1, run(out, InputStream.nullInputStream(), file.toString()));
    assertTrue(err.toString(UTF_8).startsWith(file + ": is "), err.toString(UTF_8));
    assertTrue(err.toString(UTF_8).contains("not read; "), err.toString(UTF_8));
  }

  @Test
  void fileThatIsMissing_isSaid_andTheRestIsReported() throws IOException {
    Files.writeString(folder.resolve("a"), report("a"));
    int code =
        run(
            out,
            InputStream.nullInputStream(),
            folder.resolve("none").toString(),
            folder.resolve("a").toString());

    assertEquals(1, code);
    assertEquals(
        folder.resolve("none") + ": cannot be read: no such file or folder\n", err.toString(UTF_8));
    assertTrue(out.toString(UTF_8).contains("1 report line"), out.toString(UTF_8));
  }

  @Test
  void fileAndFolderWithoutALine_areNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("other.log"), "nothing\n");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    run(out, InputStream.nullInputStream(), file.toString(), empty.toString(), "-");

    assertEquals(
        file
            + ": no report line in it\n"
            + empty
            + ": no file in it\n(standard input): no report line in it\n",
        err.toString(UTF_8));
  }

  @Test
  void filterThatMatchesNothing_namesWhatThereIs_theNearestFirst() {
    String log =
        report("a")
            + "\n"
            + report("b").replaceFirst("\"family\":\"[^\"]+\"", "\"family\":\"zebra\"");
    run(out, new ByteArrayInputStream(log.getBytes(UTF_8)), "--family", "zebr");

    assertTrue(
        err.toString(UTF_8).startsWith("No line with --family zebr: there are zebra, "),
        err.toString(UTF_8));
  }

  @Test
  void readerThatGoesAway_endsItQuietly_andAFullDiskInASentence() {
    assertEquals(141, run(failing("Broken pipe"), new ByteArrayInputStream(new byte[0])));
    assertEquals("(standard input): no report line in it\n", err.toString(UTF_8));
    err.reset();
    assertEquals(1, run(failing("No space left on device"), new ByteArrayInputStream(new byte[0])));
    assertTrue(
        err.toString(UTF_8).endsWith("the report cannot be written: No space left on device\n"),
        err.toString(UTF_8));
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(why);
      }
    };
  }
}
