package io.github.ecsusagereport.report;

import static io.github.ecsusagereport.report.TestLines.quoted;
import static io.github.ecsusagereport.report.TestLines.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

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

  private final List<String> expected = new ArrayList<>();

  /** In an array that breaks off some are found twice: {@link Runs} counts them once. */
  private final Set<String> found = new LinkedHashSet<>();

  @RepeatedTest(200)
  void everyReportLine_isFound(RepetitionInfo repetition) throws IOException {
    Random random = new Random(repetition.getCurrentRepetition());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append(random.nextBoolean() ? noise(random) : lines(random));
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errStream = new PrintStream(err, true, UTF_8);
    Problems problems = new Problems(errStream);
    new SummaryReader(
            problems,
            new Progress(errStream, false, Clock.systemUTC()),
            run -> found.add(run.taskArn().substring(TestLines.ARN.length())))
        .read("test", inPieces(text.toString().getBytes(UTF_8), random));

    assertEquals(expected, List.copyOf(found));
  }

  private static String noise(Random random) {
    return NOISE[random.nextInt(NOISE.length)] + (random.nextInt(5) == 0 ? "\r\n" : "\n");
  }

  private String lines(Random random) {
    return switch (random.nextInt(7)) {
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

  private static InputStream inPieces(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(3000)));
      }
    };
  }
}
