package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** What it takes is what a JSON parser takes. */
class PlainLineTest {
  private static final String OTHERS = "{}[]\":,.0123456789aeE+-tn\\ \u00f6\u0001";
  private static final String LINE = TestLines.report("a") + "\n";

  @Test
  void linesOfTheSidecar_arePlain() throws IOException {
    Stream.concat(
            SampleLines.text().lines(),
            Files.readString(Path.of("src/test/resources/golden/every-field.json")).lines())
        .forEach(line -> assertEquals(List.of(parsed(line + "\n")), plain(line + "\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"j\\u00f6b\"",
        "\"j\u00f6b\"",
        "1e3",
        "--1.0",
        "-",
        "null",
        "0123",
        "1.",
        "{,}",
        "[1,]"
      })
  void otherSpelling_isLeftToTheParser(String value) {
    assertEquals(
        1, plain(LINE.replace("\"containers\":[]", "\"containers\":[1,-1.5,\"a\"]")).size());
    assertEquals(List.of(), plain(LINE.replace("\"containers\":[]", "\"containers\":" + value)));
  }

  @Test
  void lineThatGoesOn_isNoPlainLine() {
    byte[] bytes = LINE.getBytes(UTF_8);

    for (int end = 0; end < bytes.length; end++) {
      assertNull(new PlainLine(true).read(bytes, 0, end), "cut at " + end);
    }
    assertNotNull(new PlainLine(true).read(bytes, 0, bytes.length));
  }

  @Test
  void depthWithoutEnd_isNoPlainLine() {
    assertEquals(List.of(), plain("{\"record\":{\"a\":" + "[".repeat(100_000) + "\n"));
  }

  @RepeatedTest(300)
  void changedLine_isTakenAsTheParserDoes_orNotAtAll(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<String> lines = SampleLines.text().lines().limit(5).toList();
    for (int i = 0; i < 100; i++) {
      String changed = changed(lines.get(random.nextInt(lines.size())), random) + "\n";
      List<Run> taken = plain(changed);
      if (!taken.isEmpty()) {
        assertEquals(List.of(parsed(changed)), taken, changed);
      }
    }
  }

  private static String changed(String line, Random random) {
    StringBuilder changed = new StringBuilder(line);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(changed.length());
      char other = OTHERS.charAt(random.nextInt(OTHERS.length()));
      switch (random.nextInt(3)) {
        case 0 -> changed.setCharAt(at, other);
        case 1 -> changed.insert(at, other);
        default -> changed.deleteCharAt(at);
      }
    }
    return changed.toString();
  }

  private static List<Run> plain(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    RunBuilder run = new PlainLine(true).read(bytes, 0, bytes.length);
    List<Run> runs = new ArrayList<>();
    if (run != null) {
      new LineFinder(sink(runs), true).emit(run);
    }
    return runs;
  }

  private static Run parsed(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    List<Run> runs = new ArrayList<>();
    try (JsonParser json = LineFinder.parser(bytes, 0, bytes.length)) {
      new LineFinder(sink(runs), true).value(json);
    } catch (JacksonException e) {
      return null;
    }
    return runs.isEmpty() ? null : runs.get(0);
  }

  private static LineFinder.Sink sink(List<Run> runs) {
    return new LineFinder.Sink() {
      @Override
      public void found(Run run) {
        runs.add(run);
      }

      @Override
      public void broken(String what) {}
    };
  }
}
