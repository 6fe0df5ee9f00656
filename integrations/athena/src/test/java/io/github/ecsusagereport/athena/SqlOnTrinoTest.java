package io.github.ecsusagereport.athena;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trino.plugin.memory.MemoryConnectorFactory;
import io.trino.sql.parser.SqlParser;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.TestingSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The SQL files as they are, on Trino, beside `report` on the same lines: the samples, those of
 * GuardLines, those with which an independent program audits `report` (src/test/audit; where there
 * is a python3), and those of the file that the property {@code lines} names. What {@code sizes.sql}
 * says of that file's families is printed.
 */
class SqlOnTrinoTest {
  private static final Path JAR = Path.of("../../target/ecs-usage-report.jar");
  private static final Path SAMPLES = Path.of("../../docs/samples/reports.jsonl");
  private static final int SEEDS = 5;
  private static final int LINES_AN_INSERT = 300;

  /** `report` estimates the percentiles of more than 1000 runs within so much. */
  private static final double SHARE = 1e-3;

  private static LocalQueryRunner trino;
  private static List<String> own;
  private static List<String> lines;

  @BeforeAll
  static void load() throws IOException {
    String file = System.getProperty("lines");
    own = file == null ? List.of() : Files.readAllLines(Path.of(file));
    lines = new ArrayList<>(Files.readAllLines(SAMPLES));
    for (int seed = 1; seed <= SEEDS; seed++) {
      lines.addAll(GuardLines.of(seed));
    }
    lines.addAll(audited());
    lines.addAll(own);
    lines.add("{\"message\":\"no report line: ecs.task.\"}");
    lines.add("not even JSON {\"type\":\"ecs.task.report\"");
    trino =
        LocalQueryRunner.create(
            TestingSession.testSessionBuilder().setCatalog("memory").setSchema("default").build());
    trino.createCatalog("memory", new MemoryConnectorFactory(), Map.of());
    trino.execute(
        "CREATE TABLE usage_log AS SELECT CAST('' AS varchar) AS line, CAST('' AS varchar) AS day"
            + " WHERE false");
    for (int i = 0; i < lines.size(); i += LINES_AN_INSERT) {
      insert(lines.subList(i, Math.min(lines.size(), i + LINES_AN_INSERT)));
    }
    // The planner alone runs here, which knows no CREATE VIEW.
    String view = read("view.sql");
    trino.execute("CREATE TABLE usage_lines AS " + view.substring(view.indexOf("SELECT")));
  }

  private static List<String> audited() {
    try {
      Process process =
          new ProcessBuilder("python3", "../../src/test/audit/made_up_tasks.py", "1", "300")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      System.out.println("No python3: the lines of src/test/audit are left out.");
      return List.of();
    }
  }

  @AfterAll
  static void close() {
    trino.close();
  }

  /** As if all had been delivered today: the queries look at the last 30 days. */
  private static void insert(List<String> some) {
    trino.execute(
        some.stream()
            .map(line -> "('" + line.replace("'", "''") + "')")
            .collect(
                Collectors.joining(
                    ",",
                    "INSERT INTO usage_log SELECT line, date_format(current_date, '%Y-%m-%d')"
                        + " FROM (VALUES ",
                    ") AS some (line)")));
  }

  @Test
  void view_isAStatementOfTrino() throws IOException {
    assertNotNull(new SqlParser().createStatement(read("view.sql")));
  }

  @Test
  void sizes_areThoseOfReport(@TempDir Path folder) throws Exception {
    List<Map<String, String>> expected = report(folder);
    Map<String, Map<String, Object>> actual = new HashMap<>();
    for (Map<String, Object> row : rows(read("sizes.sql"))) {
      actual.put(
          Stream.of("account_id", "region", "family", "container", "job")
              .map(column -> text(row.get(column)))
              .collect(Collectors.joining("/")),
          row);
    }

    assertEquals(expected.size(), actual.size());
    for (Map<String, String> report : expected) {
      String key =
          Stream.of("accountId", "region", "family", "containerName", "job")
              .map(report::get)
              .collect(Collectors.joining("/"));
      Map<String, Object> sql = actual.get(key);
      assertNotNull(sql, key);
      for (String column : List.of("runs", "outOfMemory", "verdict", "nowCpu", "takeCpu")) {
        assertEquals(report.get(column), text(sql.get(snake(column))), key + " " + column);
      }
      assertEquals(report.get("nowMemoryMiB"), text(sql.get("now_memory")), key);
      assertEquals(report.get("takeMemoryMiB"), text(sql.get("take_memory")), key);
      assertNear(report.get("medianDurationMs"), sql.get("median_duration_ms"), key);
      assertNear(report.get("p95DurationMs"), sql.get("p95_duration_ms"), key);
      assertNear(report.get("memoryNeedMiB"), sql.get("need_mib"), key);
      assertUsd(report.get("nowUsdPerRun"), sql.get("now_usd"), key);
      assertUsd(report.get("takeUsdPerRun"), sql.get("take_usd"), key);
      assertUsd(report.get("savingUsdPerMonth"), sql.get("saving_usd_per_month"), key);
      assertUsd(report.get("spentUsd"), sql.get("spent_usd"), key);
      assertUsd(report.get("onFailuresUsd"), sql.get("on_failures_usd"), key);
      assertNear(report.get("takeDurationMs"), sql.get("take_duration_ms"), key);
      assertNotes(report.get("notes"), text(sql.get("notes")), key);
    }
    actual.values().stream().filter(SqlOnTrinoTest::isOwn).forEach(System.out::println);
    assertEquals(
        List.of(
            "change", "keep", "noReadings", "notEnoughRuns", "notFargate", "tooLarge"),
        expected.stream().map(row -> row.get("verdict")).distinct().sorted().toList(),
        "every verdict is among them");
  }

  @Test
  void outOfMemory_hasEachRunOnce() throws IOException {
    List<Map<String, Object>> rows = rows(read("out-of-memory.sql"));

    assertEquals(
        2, rows.stream().filter(row -> row.get("family").equals("invoices")).count());
    assertEquals(
        rows.size(), rows.stream().map(row -> row.get("task_arn")).distinct().count());
    assertTrue(rows.stream().allMatch(row -> row.get("last_memory_mib") != null
        || row.get("family").toString().matches("invoices|family-.*")));
  }

  @Test
  void slowStarts_haveEveryFamily() throws IOException {
    Map<String, Object> row =
        rows(read("slow-starts.sql")).stream()
            .filter(each -> each.get("family").equals("resize"))
            .findFirst()
            .orElseThrow();

    assertEquals(14L, row.get("runs"));
    double parts = number(row, "median_request_ms") + number(row, "median_pull_ms");
    assertTrue(number(row, "median_start_ms") > parts / 2, row.toString());
    assertTrue(number(row, "p95_start_ms") >= number(row, "median_start_ms"), row.toString());
  }

  @Test
  void oversized_costsWhatReportSays(@TempDir Path folder) throws Exception {
    Map<String, Object> row =
        rows(read("oversized.sql")).stream()
            .filter(each -> each.get("family").equals("import"))
            .findFirst()
            .orElseThrow();
    Map<String, String> report =
        report(folder).stream()
            .filter(each -> each.get("family").equals("import"))
            .findFirst()
            .orElseThrow();

    assertEquals(14L, row.get("runs"));
    double paid = Double.parseDouble(report.get("spentUsd"));
    assertEquals(paid, number(row, "paid_usd"), 1e-6);
    assertTrue(number(row, "unused_cpu_usd") + number(row, "unused_memory_usd") < paid);
  }

  private static boolean isOwn(Map<String, Object> row) {
    String family = "\"family\":\"" + row.get("family") + "\"";
    return own.stream().anyMatch(line -> line.contains(family));
  }

  private static List<Map<String, String>> report(Path folder) throws Exception {
    Path file = Files.write(folder.resolve("lines.jsonl"), lines);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString(),
                "report",
                "--format",
                "csv",
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> csv = new String(process.getInputStream().readAllBytes()).lines().toList();
    assertEquals(1, process.waitFor(), "one line is broken; has the program been built?");
    String[] heading = csv.get(0).split(",");
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : csv.subList(1, csv.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < heading.length; i++) {
        row.put(heading[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<Map<String, Object>> rows(String sql) {
    MaterializedResult result = trino.execute(sql);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (MaterializedRow each : result.getMaterializedRows()) {
      Map<String, Object> row = new HashMap<>();
      for (int i = 0; i < each.getFieldCount(); i++) {
        row.put(result.getColumnNames().get(i), each.getField(i));
      }
      rows.add(row);
    }
    return rows;
  }

  /** No percentile is in it: the sums are the same. */
  private static void assertUsd(String expected, Object actual, String key) {
    assertEquals(expected.isEmpty(), actual == null, key + ": " + expected + ", " + actual);
    if (actual != null) {
      double value = Double.parseDouble(expected);
      assertEquals(value, ((Number) actual).doubleValue(), 1e-6 + 1e-9 * Math.abs(value), key);
    }
  }

  private static void assertNear(String expected, Object actual, String key) {
    assertEquals(expected.isEmpty(), actual == null, key + ": " + expected + ", " + actual);
    if (actual != null) {
      double value = Double.parseDouble(expected);
      assertEquals(value, ((Number) actual).doubleValue(), 1e-6 + SHARE * Math.abs(value), key);
    }
  }

  /** The query has a part of the notes. */
  private static void assertNotes(String report, String sql, String key) {
    for (String note : List.of("outOfMemory", "cpuNotKnown", "singleThreaded")) {
      assertEquals(report.contains(note), sql.contains(note), key + " " + note);
    }
  }

  private static double number(Map<String, Object> row, String column) {
    return ((Number) row.get(column)).doubleValue();
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  private static String snake(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }
}
