package io.github.ecsusagereport.integrations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.integrations.SearchRequest.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each panel of the files that users import, asked of a real node, says what {@code report} says of
 * the same lines.
 */
class PanelsIT {
  private static final double TOLERANCE = 0.01;
  private static final String AVG_MEMORY = "/record/taskMetrics/avgMemoryUsedMiB";
  private static OpenSearchNode node;
  private static final List<String> LINES = new ArrayList<>();

  @BeforeAll
  static void index() throws Exception {
    LINES.addAll(Lines.samples());
    LINES.add(Lines.golden("fargate"));
    LINES.add(Lines.local("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done"));
    LINES.add(Lines.local("false"));
    String lost = Lines.samples().get(2).replaceAll("[0-9a-f]{32}", "0".repeat(32));
    LINES.add(Lines.checkpoint(lost, "2026-01-05T05:00:10.000Z"));
    LINES.add(Lines.longRunning(lost, "2026-01-05T05:00:20.000Z"));
    LINES.add(Lines.checkpoint(lost, "2026-01-05T05:00:30.000Z"));
    node = new OpenSearchNode();
    node.apply();
    node.bulk(LINES)
        .forEach(item -> assertTrue(item.path("status").asInt() < 300, item.toString()));
  }

  @AfterAll
  static void close() throws Exception {
    node.close();
  }

  static Stream<Named<Map<String, SearchRequest>>> dashboards() {
    return Stream.of(
        Named.of("Kibana", Dashboards.kibana()), Named.of("Grafana", Dashboards.grafana()));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void tasksByStatus_areTheRunsOfReport(Map<String, SearchRequest> dashboard) {
    Map<Set<String>, Long> expected =
        byDay(
            lines -> {
              Map<String, Long> counts = new TreeMap<>();
              for (JsonNode task : Report.of(lines)) {
                JsonNode runs = task.path("runs");
                for (String status :
                    List.of("success", "failure", "outOfMemory", "stopped", "unknown")) {
                  counts.merge(status, runs.path(status).asLong(), Long::sum);
                }
                long going = runs.path("unfinished").asLong() + runs.path("running").asLong();
                counts.merge("running", going, Long::sum);
              }
              counts.values().removeIf(count -> count == 0);
              return counts;
            });
    Map<Set<String>, Long> actual =
        rows(dashboard, "Tasks by status").stream()
            .collect(Collectors.toMap(Row::keys, Row::count));

    assertEquals(expected, actual);
    assertTrue(actual.size() > 14, actual.toString());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void valuesByFamilyAndDay_areReports(Map<String, SearchRequest> dashboard) {
    compareDays(dashboard, "Duration by family, runs that succeeded", "/medianDurationMs");
    compareDays(dashboard, "Average CPU, % of the size", "/cpuUtilization");
    compareDays(dashboard, "Peak memory, % of the size", "/memoryUtilization");
  }

  /**
   * Of the families that ran once on a day: each statistic of that day is that run's. The panels
   * show what the readings said; `report` takes the machine's number where that is larger.
   */
  private static void compareDays(
      Map<String, SearchRequest> dashboard, String title, String pointer) {
    Map<Set<String>, Double> expected =
        byDay(
            lines -> {
              List<String> read = lines.stream().map(PanelsIT::withoutMachine).toList();
              Map<String, Double> values = Report.byFamily(read, pointer);
              Map<String, Double> runs = Report.byFamily(read, "/runs/all");
              values.keySet().removeIf(family -> runs.get(family) > 1);
              return values;
            });
    Map<Set<String>, Double> actual = new HashMap<>();
    rows(dashboard, title).forEach(row -> actual.put(row.keys(), row.values().get("1")));

    expected.forEach(
        (keys, value) -> assertEquals(value, actual.get(keys), TOLERANCE, title + keys));
    assertTrue(expected.size() > 50, title + expected);
  }

  private static String withoutMachine(String line) {
    return line.replaceFirst("\"machine\":\\{[^}]*},", "");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void averageMemory_isTheLines(Map<String, SearchRequest> dashboard) {
    Map<Set<String>, Double> expected =
        LINES.stream()
            .map(Json::parse)
            .filter(line -> line.path("type").asString().equals("ecs.task.report"))
            .filter(line -> line.at(AVG_MEMORY).isNumber())
            .collect(
                Collectors.groupingBy(
                    line -> keys(day(line), line.at("/record/family").asString()),
                    Collectors.averagingDouble(line -> line.at(AVG_MEMORY).asDouble())));
    Map<Set<String>, Double> actual = new HashMap<>();
    for (Row row : rows(dashboard, "Average memory in use, MiB")) {
      row.values().forEach((id, value) -> actual.put(row.keys(), value));
    }
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (keys, value) -> assertEquals(value, actual.get(keys), TOLERANCE, keys.toString()));
    assertTrue(expected.size() > 50, expected.toString());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void families_haveTheCountsAndPercentilesOfReport(Map<String, SearchRequest> dashboard) {
    Map<String, Double> counts = Report.byFamily(LINES, "/runs/success");
    Map<String, Double> medians = Report.byFamily(LINES, "/medianDurationMs");
    Map<String, Double> p95s = Report.byFamily(LINES, "/p95DurationMs");
    List<Row> rows = rows(dashboard, "Duration by family, runs that succeeded: table");

    assertEquals(medians.size(), rows.size());
    for (Row row : rows) {
      String family = row.key();
      assertEquals(counts.get(family), row.count(), family);
      assertNeighbours(family, medians.get(family), row.values().get("2"));
      assertNeighbours(family, p95s.get(family), row.values().get("3"));
      assertTrue(row.values().get("4") >= p95s.get(family), family);
    }
  }

  /** Definitions of a percentile differ by the next run, on either side, and not by more. */
  private static void assertNeighbours(String family, double reports, double nodes) {
    double[] sorted =
        LINES.stream()
            .map(line -> Json.parse(line).path("record"))
            .filter(record -> record.path("family").asString().equals(family))
            .filter(record -> record.path("status").asString().equals("success"))
            .mapToDouble(record -> record.at("/taskMetrics/durationMs").asDouble())
            .sorted()
            .toArray();
    int at = 0;
    while (sorted[at] < reports - TOLERANCE) {
      at++;
    }
    double least = sorted[Math.max(0, at - 1)] - TOLERANCE;
    double most = sorted[Math.min(sorted.length - 1, at + 1)] + TOLERANCE;
    assertEquals(reports, sorted[at], 0.1, family);
    assertTrue(least <= nodes && nodes <= most, family + ": " + least + " " + nodes + " " + most);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void outOfMemory_isReports(Map<String, SearchRequest> dashboard) {
    Map<String, Double> counts = Report.byFamily(LINES, "/runs/outOfMemory");
    counts.values().removeIf(count -> count == 0);
    List<Row> rows = rows(dashboard, "Out of memory");

    assertEquals(counts.keySet(), rows.stream().map(row -> row.key()).collect(Collectors.toSet()));
    for (Row row : rows) {
      String family = row.key();
      assertEquals(counts.get(family), row.count(), family);
      assertEquals(
          Report.byFamily(LINES, "/maxMemoryUsedMiB").get(family),
          row.values().get("2"),
          TOLERANCE);
      assertEquals(Report.byFamily(LINES, "/now/memoryMiB").get(family), row.values().get("3"));
    }
  }

  /** Of the families whose runs all succeeded: of others {@code report} leaves runs out. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void startDelay_isTheMeanOfTheRuns(Map<String, SearchRequest> dashboard) {
    Map<String, Double> successes = Report.byFamily(LINES, "/runs/success");
    Map<String, List<Double>> delays = new TreeMap<>();
    for (String line : LINES) {
      Report.byFamily(List.of(line), "/medianStartDelayMs")
          .forEach((family, ms) -> delays.computeIfAbsent(family, f -> new ArrayList<>()).add(ms));
    }
    delays
        .keySet()
        .removeIf(
            family ->
                !Report.byFamily(LINES, "/runs/all").get(family).equals(successes.get(family)));
    Map<String, Row> rows =
        rows(dashboard, "Start delay: from the request to the pull, from the pull to the start")
            .stream()
            .collect(Collectors.toMap(row -> row.key(), Function.identity()));
    delays.forEach(
        (family, each) -> {
          double mean = each.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
          double sum =
              rows.get(family).values().values().stream().mapToDouble(Double::doubleValue).sum();
          assertEquals(mean, sum, 0.1, family);
        });
    assertTrue(delays.size() >= 5, delays.toString());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void lists_haveTheRunsWithAndWithoutReport(Map<String, SearchRequest> dashboard) {
    JsonNode last = hits(dashboard, "Last runs");
    JsonNode unfinished = hits(dashboard, "Running, or lost: no report yet");

    assertEquals(LINES.size() - 3, last.at("/total/value").asInt());
    String newest = LINES.get(Lines.samples().size() + 2);
    assertEquals(Json.parse(newest), line(last.at("/hits/0/_source")));
    assertEquals(1, unfinished.at("/total/value").asInt());
    assertEquals(Json.parse(LINES.get(LINES.size() - 1)), line(unfinished.at("/hits/0/_source")));
  }

  /** A document without what was added to the line. */
  private static JsonNode line(JsonNode source) {
    assertEquals(source.path("time"), source.path(Panel.TIME));
    return ((ObjectNode) source.deepCopy()).without(Panel.TIME);
  }

  private static JsonNode hits(Map<String, SearchRequest> dashboard, String title) {
    return node.search("ecs-usage-report-*", dashboard.get(title)).path("hits");
  }

  private static List<Row> rows(Map<String, SearchRequest> dashboard, String title) {
    SearchRequest request = dashboard.get(title);
    return request.rows(node.search("ecs-usage-report-*", request));
  }

  /** What a function says of each day's lines, by the day and its own keys. */
  private static <T> Map<Set<String>, T> byDay(Function<List<String>, Map<String, T>> function) {
    Map<Set<String>, T> all = new HashMap<>();
    LINES.stream()
        .collect(Collectors.groupingBy(line -> day(Json.parse(line))))
        .forEach(
            (day, lines) ->
                function.apply(lines).forEach((key, value) -> all.put(keys(day, key), value)));
    return all;
  }

  private static String day(JsonNode line) {
    return line.path("time").asString().substring(0, 10);
  }

  private static Set<String> keys(String day, String key) {
    return Set.of(day, key);
  }
}
