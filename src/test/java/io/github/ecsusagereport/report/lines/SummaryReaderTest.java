package io.github.ecsusagereport.report.lines;

import static io.github.ecsusagereport.report.lines.TestLines.quoted;
import static io.github.ecsusagereport.report.lines.TestLines.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.luben.zstd.Zstd;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SummaryReaderTest {
  private static final String OTHER = "2026-01-05 INFO {} imported 17 rows [ok]\n\n{\"level\":1}\n";

  private final List<Run> runs = new ArrayList<>();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream errStream = new PrintStream(err, true, UTF_8);
  private final Problems problems = new Problems(errStream);
  private final SummaryReader reader =
      new SummaryReader(
          problems, new Progress(errStream, false, Clock.systemUTC()), true, runs::add);

  @Test
  void lineWithEmbeddedMetrics_isReadAsTheLineWithout() throws IOException {
    for (String name : List.of("fargate.json", "fargate.emf.json")) {
      read(Files.readString(Path.of("src/test/resources/golden", name)));
    }

    assertEquals(2, runs.size());
    assertEquals(runs.get(0), runs.get(1));
  }

  /** Read by either way, the offset below 0 passed over. */
  @Test
  void machine_isReadWithTheRest() throws IOException {
    String line = Files.readString(Path.of("src/test/resources/golden/fargate.json"));
    String below = line.replace("\"offsetMemoryMiB\":118.0", "\"offsetMemoryMiB\":-1.5");
    read(below + below.replace("\":", "\" :"));

    Run run = runs.get(0);
    assertEquals(836, run.maxMemoryMiB());
    assertEquals(754, run.task(Metric.MAX_MEMORY_USED_MIB));
    assertEquals(611, run.machineReadings());
    assertEquals(6, run.readings());
    assertEquals(20_677.856, run.machine().get(Metric.CPU_TIME_MS));
    assertEquals(run, runs.get(1));
  }

  @Test
  void bareLine_hasWhatIsNeeded() {
    read(report("a"));

    Run run = runs.get(0);
    assertEquals(TestRun.KEY, run.key());
    assertEquals("us-east-1", run.key().region());
    assertEquals("123456789012", run.key().account());
    assertEquals(Status.SUCCESS, run.status());
    assertEquals(1_767_582_600_000L, run.timeEpochMs());
    assertEquals(1_767_582_000_000L, run.startedAtEpochMs());
    assertEquals(60_000, run.durationMs());
    assertEquals(512.5, run.task(Metric.MAX_MEMORY_USED_MIB));
    assertEquals(59_000, run.watched(Metric.DURATION_MS));
    assertEquals(Map.of(0.25, 120_000.0, 0.5, 70_000.0), run.msAtVcpu());
    assertEquals(60, run.readings());
    assertEquals(99, run.coveragePercent());
  }

  @Test
  void durationsThatAreNoObjects_arePassedOver() {
    read(report("a").replace("[{\"vcpu\":0.25", "[1, [2], null, {\"vcpu\":0.25") + report("b"));

    assertFound("a", "b");
    assertEquals(Map.of(0.25, 120_000.0, 0.5, 70_000.0), runs.get(0).msAtVcpu());
  }

  /** Chunks are of a megabyte. */
  @Test
  void manyChunks_keepTheirOrder_andTheNumbersOfLines() {
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 8000; i++) {
      expected.add("r" + i);
      text.append(report("r" + i)).append('\n');
    }
    String broken = "{\"type\":\"ecs.task.report\",\"record\"\n";
    expected.addAll(List.of("x", "y"));
    read(text + broken + "{\n\"log\":" + report("x") + "\n}\n" + report("y") + "\n" + broken);

    assertFound(expected.toArray(String[]::new));
    assertEquals(8006, reader.lineCount());
    assertEquals(
        List.of("test:8001", "test:8006"),
        err.toString(UTF_8).lines().map(line -> line.replaceAll(": .*", "")).toList());
  }

  @Test
  void linesBetweenOthers_areFound_andTheOthersCounted() {
    read(OTHER + report("a") + "\r\n" + OTHER + report("b"));

    assertFound("a", "b");
    assertEquals(8, reader.lineCount());
    assertEquals(6, reader.passedOver());
  }

  @Test
  void tail_hasATimestampAndAStreamInFront() {
    read(
        "2026-01-05T03:10:00.123000+00:00 ecs/usage-report/8f03 "
            + report("a")
            + "\n2026-01-05T03:10:00.123000+00:00 ecs/batch/8f03 done {\n"
            + "2026-01-05T03:10:01.123000+00:00 ecs/usage-report/8f04 "
            + report("b"));

    assertFound("a", "b");
  }

  @Test
  void tailWithFormatJson_goesOverManyLines() {
    String pretty = report("a").replace(",", ",\n    ").replace("{", "{\n    ");
    read(
        "2026-01-05T03:10:00.123000+00:00 ecs/usage-report/8f03 "
            + pretty
            + "\n2026-01-05T03:10:01.123000+00:00 ecs/usage-report/8f04 "
            + report("b"));

    assertFound("a", "b");
    assertEquals(0, reader.passedOver());
  }

  @Test
  void textOutput_hasMoreBehindTheLine() {
    read(
        "EVENTS\t1\t2\t"
            + report("a")
            + "\tecs/8f03\t176 EVENTS\t1\t2\t"
            + report("b")
            + "\tecs\n");

    assertFound("a", "b");
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void documentsWithoutNewlines_areReadOneAfterTheOther() {
    String document = "{\"logEvents\":[{\"id\":\"1\",\"message\":" + quoted(report("a")) + "}]}";
    read(document + document.replace("nightly/a", "nightly/b") + "{\"messageType\":\"CONTROL\"}");

    assertFound("a", "b");
  }

  @Test
  void longDocumentsWithoutNewlines_areReadOneAfterTheOther() {
    String filler = "x".repeat(700_000);
    StringBuilder text = new StringBuilder();
    for (String id : List.of("a", "b", "c", "d")) {
      text.append("{\"owner\":\"").append(filler).append("\",\"logEvents\":[{\"message\":");
      text.append(quoted(report(id))).append("}]}");
    }
    read(text.toString());

    assertFound("a", "b", "c", "d");
  }

  @Test
  void longLineOfAnythingElse_isPassedOver() {
    read("\u0000{".repeat(1_000_000) + "\n" + report("a"));

    assertFound("a");
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void filterLogEvents_holdTheLineAsMessage() {
    read(
        """
        {
            "events": [
                {
                    "logStreamName": "ecs/usage-report/8f03",
                    "timestamp": 1767582600000,
                    "message": %s,
                    "eventId": "1"
                },
                {
                    "message": "something else",
                    "eventId": "2"
                },
                {
                    "message": %s
                }
            ],
            "searchedLogStreams": []
        }
        """
            .formatted(quoted(report("a")), quoted(report("b"))));

    assertFound("a", "b");
    assertEquals(18, reader.lineCount());
  }

  @Test
  void queryResults_holdTheLineAsValue() {
    read(
        "{\"results\":[[{\"field\":\"@timestamp\",\"value\":\"2026\"},{\"field\":\"@message\","
            + "\"value\":"
            + quoted(report("a"))
            + "}],[{\"field\":\"@message\",\"value\":"
            + quoted(report("b"))
            + "}]],\"status\":\"Complete\"}\n");

    assertFound("a", "b");
  }

  @Test
  void fluentBit_holdsTheLineAsLog() {
    read(
        "{\"container_name\":\"usage-report\",\"source\":\"stdout\",\"log\":"
            + quoted(report("a"))
            + "}\n{\"date\":1.5,\"log\":\"a batch's own line\"}\n");

    assertFound("a");
  }

  @Test
  void openSearch_holdsTheLineAsSource_orAsTextWithin() {
    read(
        "{\"_index\":\"usage\",\"_id\":\"1\",\"_source\":"
            + report("a")
            + "}\n{\"_index\":\"usage\",\"_id\":\"2\",\"_source\":{\"log\":"
            + quoted(report("b"))
            + "}}\n");

    assertFound("a", "b");
  }

  @Test
  void searchResponse_isReadOverManyLines() {
    String pretty = report("a").replace(",", ",\n      ").replace("{", "{\n      ");
    read(
        "{\n  \"took\" : 5,\n  \"hits\" : {\n    \"hits\" : [ {\n      \"_source\" : "
            + pretty
            + "\n    } ]\n  }\n}\n"
            + report("b"));

    assertFound("a", "b");
  }

  @Test
  void oneLineOfManyMegabytes_isReadAsAStream() {
    StringBuilder events = new StringBuilder("{\"events\":[");
    for (int i = 0; i < 2500; i++) {
      events.append(i == 0 ? "" : ",").append("{\"message\":").append(quoted(report("r" + i)));
      events.append('}');
    }
    read(events + "]}\n" + report("last"));

    assertEquals(2501, runs.size());
    assertEquals(2, reader.lineCount());
  }

  @Test
  void brokenLines_areSaid_andTheRestIsRead() {
    read(
        report("a")
            + "\n"
            + report("b").substring(0, 300)
            + "\n"
            + report("c").replace("60000.0", "\"long\"")
            + "\n"
            + report("d").replace("\"time\"", "\"t\"").replaceAll("(start|finish)edAt", "$1")
            + "\n"
            + report("e"));

    assertFound("a", "e");
    assertEquals(
        """
        test:2: broken JSON at character 301 of the line
        test:3: record.taskMetrics.durationMs is not a number
        test:4: no time
        """,
        err.toString(UTF_8));
    assertEquals(0, reader.passedOver());
  }

  @Test
  void brokenLines_afterTheTenth_areCounted() {
    read((report("b").substring(0, 300) + "\n").repeat(13));
    problems.finish();

    assertEquals(11, err.toString(UTF_8).lines().count());
    assertEquals("… and 3 more", err.toString(UTF_8).lines().skip(10).findFirst().orElseThrow());
  }

  @Test
  void brokenDocument_isSaid_andWhatFollowsIsRead() {
    read("{\n\"message\": " + quoted(report("a")) + "\n\"oops\": 1\n}\n" + report("b"));

    assertFound("a", "b");
    assertEquals("test:3: the JSON document breaks off or is broken here\n", err.toString(UTF_8));
  }

  @Test
  void unknownFieldsAndLaterVersions_areReadAsFarAsUnderstood() {
    read(
        report("a")
            .replace("\"schemaVersion\":1", "\"schemaVersion\":9,\"new\":{\"a\":[1,{\"b\":2}]}")
            .replace("\"durationMs\":60000.0", "\"durationMs\":60000.0,\"newMs\":\"x\"")
            .replace("success", "wonderful"));

    assertFound("a");
    assertEquals(Status.UNKNOWN, runs.get(0).status());
  }

  @Test
  void keysInAnyOrder_areRead() {
    String line = report("a");
    String record = line.substring(line.indexOf("\"record\""), line.length() - 1);
    read("{" + record + ",\"type\":\"ecs.task.report\",\"time\":\"2026-01-05T03:10:00Z\"}");

    assertFound("a");
  }

  @Test
  void filesAndFolders_plainAndPacked_areReadInOrder(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("2026/01"));
    Files.writeString(folder.resolve("2026/01/a.log"), report("a"));
    Files.write(folder.resolve("2026/01/b"), gzip("2026-01-05T03:10:00.123Z " + report("b")));
    Files.write(folder.resolve("c"), Zstd.compress(report("c").getBytes(UTF_8)));
    Files.writeString(folder.resolve(".hidden"), report("hidden"));
    Files.write(folder.resolve("cut.gz"), Arrays.copyOf(gzip(report("cut")), 100));
    Files.writeString(folder.resolve("empty"), "");
    new Sources(new ByteArrayInputStream(report("in").getBytes(UTF_8)), problems)
        .read(List.of(folder.toString(), "-", folder + "/none"), reader);

    assertFound("a", "b", "c", "in");
    assertEquals(
        folder
            + "/cut.gz: breaks off: Unexpected end of ZLIB input stream\n"
            + folder
            + "/none: cannot be read: no such file or folder\n",
        err.toString(UTF_8));
  }

  /** More of them than there are buffers for chunks. */
  @Test
  @Timeout(30)
  void documentsThatBreakOff_holdUpNothing(@TempDir Path folder) throws IOException {
    byte[] document = gzip("{\n" + "\"a\": 1,\n".repeat(100_000));
    for (int i = 0; i < 100; i++) {
      Files.write(folder.resolve("cut-" + i), Arrays.copyOf(document, document.length / 2));
    }
    Files.writeString(folder.resolve("whole"), report("a"));
    new Sources(InputStream.nullInputStream(), problems).read(List.of(folder.toString()), reader);

    assertFound("a");
    assertEquals(100, problems.count());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private void read(String text) {
    try {
      reader.read("test", new ByteArrayInputStream(text.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertFound(String... taskIds) {
    assertEquals(
        List.of(taskIds),
        runs.stream().map(run -> run.taskArn().substring(TestLines.ARN.length())).toList());
  }
}
