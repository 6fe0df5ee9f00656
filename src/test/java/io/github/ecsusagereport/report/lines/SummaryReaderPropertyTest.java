package io.github.ecsusagereport.report.lines;

import static io.github.ecsusagereport.report.lines.TestLines.quoted;
import static io.github.ecsusagereport.report.lines.TestLines.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Every form after every other, between lines of anything, in pieces of any length. */
class SummaryReaderPropertyTest {
  private static final String[] NOISE = {
    "",
    "plain text [with] {brackets}",
    "{\"level\":\"info\",\"message\":\"{}\"}",
    "[1,2,{\"type\":\"other\",\"record\":{\"metrics\":7}}]",
    "config: {",
    "  key: [",
    "}",
    "{",
    "[",
    "]\t{",
    "\"ecs.task.report\"",
    "{\"type\":\"ecs.task.report\"}",
    "\u0000\u0001{[\"\u20ac",
  };

  /**
   * A piece of a log.
   *
   * @param form which of the forms of lines it is, or of the noise
   */
  private record Piece(boolean isNoise, int form, boolean hasReturn) {}

  private final List<String> expected = new ArrayList<>();

  @Property
  void everyReportLine_isFound(
      @ForAll("pieces") List<Piece> pieces, @ForAll @IntRange(min = 1, max = 3000) int atOnce)
      throws IOException {
    expected.clear();
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(
          piece.isNoise
              ? NOISE[piece.form % NOISE.length] + (piece.hasReturn ? "\r\n" : "\n")
              : lines(piece.form % 7));
    }
    // In an array that breaks off some are found twice: Runs counts them once.
    Set<String> found = new LinkedHashSet<>();
    PrintStream err = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    SummaryReader reader =
        new SummaryReader(
            new Problems(err),
            new Progress(err, false, Clock.systemUTC()),
            false,
            run -> found.add(run.taskArn().substring(TestLines.ARN.length())));
    reader.read("test", inPieces(text.toString().getBytes(UTF_8), atOnce));

    assertEquals(expected, List.copyOf(found));
    assertEquals(text.chars().filter(c -> c == '\n').count(), reader.lineCount());
  }

  @Provide
  Arbitrary<List<Piece>> pieces() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 7 * NOISE.length - 1),
            Arbitraries.of(true, false))
        .as(Piece::new)
        .list()
        .ofMaxSize(40);
  }

  private String lines(int form) {
    return switch (form) {
      case 0 -> next() + "\n";
      case 1 -> "2026-01-05T03:10:00.123Z " + next() + "\r\n";
      case 2 -> "2026-01-05T03:10:00+00:00 ecs/usage-report/8f " + pretty(next()) + "\n";
      case 3 -> "{\"log\":" + quoted(next()) + "}\n";
      case 4 ->
          "{\n \"events\": [\n  {\"message\": "
              + quoted(next())
              + "},\n  {\n\"message\": "
              + quoted(next())
              + "\n}]\n}\n";
      case 5 ->
          "{\"hits\":{\"hits\":[{\"_source\":" + next() + "},{\"_source\":" + next() + "}]}}\n";
      default -> next() + next() + "\ttail\n";
    };
  }

  private String next() {
    String id = "r" + expected.size();
    expected.add(id);
    return report(id);
  }

  private static String pretty(String line) {
    return line.replace(",", ",\n    ").replace("{", "{\n    ").replace("}", "\n  }");
  }

  private static InputStream inPieces(byte[] bytes, int atOnce) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, atOnce));
      }
    };
  }
}
