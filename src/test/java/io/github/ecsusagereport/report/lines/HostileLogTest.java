package io.github.ecsusagereport.report.lines;

import static io.github.ecsusagereport.report.lines.TestLines.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Logs that once took time with the square of their length, and are too long for a fuzzer. */
class HostileLogTest {
  private static final int MANY = 200_000;

  private final PrintStream err = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
  private final List<Run> runs = new ArrayList<>();
  private final SummaryReader reader =
      new SummaryReader(
          new Problems(err), new Progress(err, false, Clock.systemUTC()), true, runs::add);

  private void read(String log) throws IOException {
    reader.read("test", new ByteArrayInputStream(log.getBytes(UTF_8)));
    assertEquals(log.lines().count(), reader.lineCount());
  }

  /** It took three minutes. */
  @Test
  @Timeout(60)
  void manyValuesOnALine_areLookedThroughOnce() throws IOException {
    read("{}".repeat(MANY) + report("a") + "\n" + report("b"));

    assertEquals(2, runs.size());
  }

  /** A document was tried from each of the lines. */
  @Test
  void linesOfBrackets_areTriedAsOneDocument_asDeepAsOneMayBe() throws IOException {
    read("[\n".repeat(5000) + report("a") + "\nx\n" + report("b"));

    assertEquals(2, runs.size());
    assertEquals(11, reader.passedOver());
  }

  @Test
  void documentThatBreaksOffLate_isReadOnce() throws IOException {
    read("[\n".repeat(400) + "1,\n".repeat(MANY) + "x\n" + report("a"));

    assertEquals(1, runs.size());
    assertEquals(2, reader.passedOver());
  }

  /** From each thousandth of them a document was tried, and a MiB looked through. */
  @Test
  @Timeout(60)
  void bracketsWithoutEnd_areLookedThroughOnce() throws IOException {
    read("[".repeat(20_000_000) + "\n" + report("a"));

    assertEquals(1, runs.size());
  }

  @Test
  void lineOfMebibytes_isOneLine() throws IOException {
    read("x".repeat(3 << 20) + "\n" + report("a"));

    assertEquals(1, runs.size());
  }
}
