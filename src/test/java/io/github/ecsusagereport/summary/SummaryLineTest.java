package io.github.ecsusagereport.summary;

import static io.github.ecsusagereport.summary.SummaryFixture.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.Golden;
import io.github.ecsusagereport.LineSchema;
import io.github.ecsusagereport.summary.TaskSummary.ContainerIdentity;
import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class SummaryLineTest {
  @Test
  void everyField_hasItsPlaceAndItsType() {
    Golden.check("every-field.json", encode(SummaryFixture.full()));
  }

  @Test
  void whatIsNotKnown_isNotThere() {
    assertEquals(
        "{\"time\":\"2026-01-05T03:00:12.250Z\",\"type\":\"ecs.task.checkpoint\",\"record\":"
            + "{\"schemaVersion\":1,\"status\":\"running\",\"metrics\":{},\"taskMetrics\":{},"
            + "\"containers\":[],\"sampling\":"
            + "{\"polls\":0,\"missedPolls\":0,\"missedTaskReads\":0,\"readings\":0,"
            + "\"droppedReadings\":0,\"resets\":0,\"clockSteps\":0},"
            + "\"collector\":{\"version\":\"1.2.3\"}}}\n",
        new String(encode(SummaryFixture.empty()), UTF_8));
  }

  @Test
  void lineWithoutNumbers_isAReportAllTheSame() {
    byte[] line =
        SummaryLine.encode(
            TaskSummary.withoutNumbers(
                SummaryFixture.START,
                TaskIdentity.UNKNOWN,
                "nightly",
                BatchJob.NONE,
                Sampling.ofPolls(2, 1),
                "1"));
    assertEquals(
        "{\"time\":\"2026-01-05T03:00:12.250Z\",\"type\":\"ecs.task.report\",\"record\":"
            + "{\"schemaVersion\":1,\"status\":\"unknown\",\"endReason\":\"internalError\","
            + "\"job\":\"nightly\",\"metrics\":{},\"taskMetrics\":{},\"containers\":[],"
            + "\"sampling\":{\"polls\":2,\"missedPolls\":1},\"collector\":{\"version\":\"1\"}}}\n",
        new String(line, UTF_8));
  }

  @Test
  void tenContainersWithEveryField_fit() {
    byte[] line = encode(with(named("batch"), "nightly", 10));

    assertTrue(line.length < SummaryLine.MAX_BYTES, "bytes: " + line.length);
    assertWhole(line);
    assertTrue(!new String(line, UTF_8).contains("truncated"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u0000", "\"", "語", "\uD83D\uDE00", "\uD83D"})
  void textOfAnyLength_isCutAndSaidSo(String character) {
    byte[] line = encode(with(named(character.repeat(3000)), character.repeat(3000), 10));

    assertTrue(line.length <= SummaryLine.MAX_BYTES, "bytes: " + line.length);
    assertWhole(line);
    assertTrue(new String(line, UTF_8).endsWith("\"truncated\":true}}\n"));
  }

  @Test
  void aHundredContainers_areCutToWhatFits() {
    byte[] line = encode(with(named("batch"), "nightly", 100));

    assertTrue(line.length <= SummaryLine.MAX_BYTES, "bytes: " + line.length);
    assertTrue(line.length > SummaryLine.MAX_BYTES - 1500, "bytes: " + line.length);
    assertWhole(line);
    assertTrue(new String(line, UTF_8).endsWith("\"truncated\":true}}\n"));
  }

  @Test
  void textOf512Characters_isWhole_andALongerOneEndsWithAnEllipsis() {
    String whole = "x".repeat(512);
    String job = "\"job\":\"";
    String line = new String(SummaryLine.encode(with(named("batch"), whole, 1)), UTF_8);
    assertTrue(line.contains(job + whole + '"') && !line.contains("truncated"), line);

    String cut = new String(SummaryLine.encode(with(named("batch"), whole + "y", 1)), UTF_8);
    assertTrue(cut.contains(job + "x".repeat(511) + "…\""), cut);
  }

  @Property
  void anyTexts_giveOneLineThatFits(
      @ForAll @StringLength(max = 2000) String name,
      @ForAll @StringLength(max = 2000) String job,
      @ForAll @IntRange(max = 40) int containers) {
    Assume.that(!(name + job).contains("\uFFFD"));
    byte[] line = SummaryLine.encode(with(named(name), job, containers));

    assertTrue(line.length <= SummaryLine.MAX_BYTES, "bytes: " + line.length);
    assertWhole(line);
  }

  @Property
  void textLine_ofAnyTexts_isOneLine(@ForAll @StringLength(max = 2000) String name) {
    String line = new String(TextLine.encode(with(named(name), name, 1)), UTF_8);

    assertEquals(1, line.lines().count());
    assertTrue(line.endsWith(" ms\n"), line);
    assertTrue(line.length() < 1000, "characters: " + line.length());
    assertEquals(11, line.chars().filter(c -> c == '\t').count(), line);
  }

  @Test
  void textLine_isAsLambdaWritesIt() {
    Golden.check("every-field.txt", TextLine.encode(SummaryFixture.full()));
    assertEquals(
        "CHECKPOINT Status: running\n", new String(TextLine.encode(SummaryFixture.empty()), UTF_8));
  }

  @Test
  void lineOfASidecarThatFailed_hasNothingButItself() {
    Sampling polls = Sampling.ofPolls(7, 1);
    TaskSummary failed =
        TaskSummary.withoutNumbers(
            SummaryFixture.START, SummaryFixture.TASK, "nightly", BatchJob.NONE, polls, "1.2.3");

    String line = new String(encode(failed), UTF_8);
    assertTrue(line.contains("\"sampling\":{\"polls\":7,\"missedPolls\":1},"), line);
  }

  private static byte[] encode(TaskSummary summary) {
    byte[] line = SummaryLine.encode(summary);
    LineSchema.assertValid(new String(line, UTF_8));
    return line;
  }

  private static ContainerIdentity named(String name) {
    return new ContainerIdentity(name, name, name, 0, null);
  }

  /** One JSON document, one newline, at the end. */
  private static void assertWhole(byte[] line) {
    String text = new String(line, UTF_8);
    assertEquals(text.length() - 1, text.indexOf('\n'));
    assertTrue(!text.contains("\uFFFD"), "broken characters");
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      int tokens = 0;
      while (json.nextToken() != null) {
        tokens++;
      }
      assertTrue(tokens > 100);
    }
  }
}
