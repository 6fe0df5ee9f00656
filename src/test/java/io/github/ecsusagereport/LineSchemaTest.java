package io.github.ecsusagereport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * {@code docs/report-line.schema.json}, {@code docs/FIELDS.md} and the lines that the docs show.
 */
class LineSchemaTest {
  private static final String METRICS = "/$defs/containerMetrics";
  private static final String TASK_LEVEL = "/$defs/taskLevelMetrics";
  private static final String TASK_METRICS = "/$defs/record/properties/taskMetrics";

  private static final Map<String, String> WORD_FOR_UNIT =
      Map.of(
          "ms",
          "milliseconds",
          "MiB",
          "MiB",
          "bytes",
          "ytes",
          "%",
          "in percent",
          "vCPU",
          "in vCPU");

  /** A row of a table in FIELDS.md. */
  private record Row(String name, String type, String unit, String text) {}

  @ParameterizedTest
  @CsvSource({
    "Top level, ''",
    "`record`, /$defs/record",
    "`containers[]`, /$defs/container",
    "`sampling`, /$defs/sampling",
    "`usageCurve`, /$defs/usageCurve",
    "`collector`, /$defs/collector",
    "Embedded metric format, /$defs/embeddedMetrics"
  })
  void fields_areThoseOfTheSchema(String section, String pointer) throws IOException {
    assertEquals(rows(section), described(LineSchema.fields(pointer)));
  }

  @Test
  void metrics_areThoseOfTheSchema() throws IOException {
    List<Row> rows = table("`metrics`, `taskMetrics`, `containers[].metrics`");

    assertEquals(
        types(rows.stream().filter(row -> row.text.contains("Not in `containers[]`"))),
        described(LineSchema.fields(TASK_LEVEL)));
    assertEquals(
        types(rows.stream().filter(row -> row.text.contains("In `taskMetrics` only"))),
        described(LineSchema.fields(TASK_METRICS)));
    Map<String, String> others = types(rows.stream());
    others.keySet().removeAll(LineSchema.fields(TASK_LEVEL).keySet());
    others.keySet().removeAll(LineSchema.fields(TASK_METRICS).keySet());
    assertEquals(others, described(LineSchema.fields(METRICS)));
  }

  @Test
  void descriptions_haveTheUnit() throws IOException {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    for (String pointer :
        List.of(
            METRICS,
            TASK_LEVEL,
            TASK_METRICS,
            "/$defs/sampling",
            "/$defs/collector",
            "/$defs/embeddedMetrics")) {
      fields.putAll(LineSchema.fields(pointer));
    }
    List<Row> rows = table("`metrics`, `taskMetrics`, `containers[].metrics`");
    rows.addAll(table("`sampling`"));
    rows.addAll(table("`collector`"));
    rows.addAll(table("Embedded metric format"));
    for (Row row : rows) {
      String word = WORD_FOR_UNIT.getOrDefault(String.valueOf(row.unit), "");
      String description = fields.get(row.name).get("description").asString();
      assertTrue(description.contains(word), row + " " + description);
    }
  }

  @Test
  void linesThatTheDocsShow_areValid() throws IOException {
    int count = 0;
    for (String line : Files.readAllLines(Path.of("docs/samples/reports.jsonl"))) {
      LineSchema.assertValid(line);
      count++;
    }
    assertTrue(count > 50, "samples: " + count);
    Pattern block = Pattern.compile("```json\n(\\{\n *\"time\".*?)```", Pattern.DOTALL);
    List<String> quoted = block.matcher(read("README.md")).results().map(m -> m.group(1)).toList();
    assertEquals(2, quoted.size());
    quoted.forEach(LineSchema::assertValid);
  }

  /** What a validator must not let through, in a line that is else right. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"cpuTimeMs\":20182.0 | \"cpuTimeMS\":20182.0",
        "\"cpuTimeMs\":20182.0 | \"cpuTimeMs\":20182",
        "\"cpuTimeMs\":20182.0 | \"cpuTimeMs\":-1.0",
        "\"cpuTimeMs\":20182.0 | \"cpuTimeMs\":null",
        "\"cpuTimeMs\":20182.0 | \"cpuTimeMs\":20182.0,\"cpuTimeMs\":20182.0",
        "\"memorySizeMiB\":1024 | \"memorySizeMiB\":1024.0",
        "\"billedDurationMs\":79000 | \"billedDurationMs\":59000",
        "\"polls\":62, | ''",
        "\"missedTaskReads\":0, | ''",
        "\"vcpu\":0.25 | \"vcpu\":0.3",
        "\"status\":\"success\" | \"status\":\"running\"",
        "\"status\":\"success\" | \"status\":\"unknown\"",
        "\"status\":\"success\" | \"status\":\"success\",\"neverStarted\":true",
        "\"cpuPercent\":\"25 25 | \"cpuPercent\":\"25,25",
        "\"stepMs\":2000 | \"stepMs\":500",
        "\"cpuArchitecture\":\"X86_64\" | \"cpuArchitecture\":\"amd64\"",
        "\"status\":\"success\" | \"status\":\"failure\"",
        "\"endReason\":\"containerExited\", | ''",
        "\"endReason\":\"containerExited\" | \"endReason\":\"signal\"",
        "\"exitCode\":0, | ''",
        "\"containerName\":\"batch\", | ''",
        "\"launchType\":\"FARGATE\" | \"launchType\":\"EC2\"",
        "ecs.task.report | ecs.task.checkpoint",
        "ecs.task.report | ecs.task.end",
        "01:06.710Z | 01:06.710000Z",
        "01:06.619000Z | 01:06.619Z",
        "\"watched\":true | \"watched\":false",
        "\"watched\":true | \"watched\":true,\"labels\":{}",
        "\"schemaVersion\":1 | \"schemaVersion\":2",
      })
  void lineThatIsWrong_isNotValid(String right, String wrong) throws IOException {
    String line = read("src/test/resources/golden/fargate.json");
    LineSchema.assertValid(line);

    String broken = line.replaceFirst(Pattern.quote(right), wrong.equals("''") ? "" : wrong);
    assertTrue(!broken.equals(line), right);
    assertThrows(AssertionError.class, () -> LineSchema.assertValid(broken));
  }

  private static Map<String, String> described(Map<String, JsonNode> fields) {
    Map<String, String> types = new LinkedHashMap<>();
    fields.forEach(
        (name, field) -> {
          assertTrue(field.path("description").asString("").length() > 5, name);
          types.put(name, LineSchema.type(field));
        });
    return types;
  }

  private static Map<String, String> rows(String section) throws IOException {
    return types(table(section).stream());
  }

  private static Map<String, String> types(Stream<Row> rows) {
    Map<String, String> types = new LinkedHashMap<>();
    rows.forEach(row -> types.put(row.name, row.type));
    return types;
  }

  private static List<Row> table(String section) throws IOException {
    String fields = read("docs/FIELDS.md");
    int from = fields.indexOf("\n## " + section + "\n");
    int to = fields.indexOf("\n#", from + 1);
    assertTrue(from >= 0, section);
    Pattern row =
        Pattern.compile(
            "^\\| (`[^|]+`) \\| (text, m\\w+|\\w+)(?:[^|]*, (\\S+)[^|]*)? \\|(.*)$",
            Pattern.MULTILINE);
    List<Row> rows = new ArrayList<>();
    row.matcher(fields.substring(from, to)).results().forEach(match -> rows.addAll(rows(match)));
    return rows;
  }

  private static List<Row> rows(MatchResult row) {
    return Stream.of(row.group(1).replace("`", "").split(", "))
        .map(name -> new Row(name, row.group(2), row.group(3), row.group(4)))
        .toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }
}
