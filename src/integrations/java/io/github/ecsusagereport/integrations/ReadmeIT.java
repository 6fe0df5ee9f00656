package io.github.ecsusagereport.integrations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.integrations.SearchRequest.Row;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The README's commands, run as they stand there, and what they gave. */
class ReadmeIT {
  private static final String README = Json.readText("integrations/opensearch/README.md");
  private static final List<String> DAYS =
      List.of("2026-01-09", "2026-01-10", "2026-01-11", "2026-01-12", "2026-01-13", "2026-01-14");
  private static OpenSearchNode node;
  private static String output;

  private record Outcome(int exitCode, String output) {}

  @BeforeAll
  static void runCommands() throws Exception {
    node = new OpenSearchNode();
    Outcome applied = bash("integrations/opensearch/apply \"$URL\" 2>&1");
    assertEquals(0, applied.exitCode, applied.output);
    Outcome tried = bash(block(section("Try it"), "sh"));
    assertEquals(0, tried.exitCode, tried.output);
    output = tried.output;
  }

  @AfterAll
  static void close() throws Exception {
    node.close();
  }

  @Test
  void try_givesWhatIsQuoted() {
    String quoted = block(section("Try it"), "json");
    assertEquals(shapes(quoted), shapes(output), output);
    assertEquals(
        Lines.samples().size() + 1,
        Json.parse(node.get("/ecs-usage-report-*/_count")).path("count").asInt());
  }

  /** Each line as JSON, with what differs from run to run replaced. */
  private static List<JsonNode> shapes(String json) {
    return json.replaceAll("-[0-9]{4}-[0-9]{2}\"", "-MONTH\"")
        .replaceAll("\"[0-9a-f]{32}\"", "\"ID\"")
        .replaceAll("[0-9]+\\.[0-9]+", "0")
        .replace("}{", "}\n{")
        .lines()
        .map(Json::parse)
        .toList();
  }

  /** The peaks by day and the table of those out of memory, as Kibana would ask for them. */
  @Test
  void picture_isWhatTheNodeAnswers() {
    String title = "Peak memory, % of the size";
    StringBuilder peaks = new StringBuilder("| " + title + " | ");
    peaks.append(DAYS.stream().map(day -> day.substring(5)).collect(Collectors.joining(" | ")));
    peaks.append(" |\n|").append("---|".repeat(DAYS.size() + 1)).append('\n');
    TreeMap<String, String[]> families = new TreeMap<>();
    for (Row row : rows(title)) {
      for (int i = 0; i < DAYS.size(); i++) {
        if (row.keys().contains(DAYS.get(i))) {
          String family =
              row.keys().stream().filter(key -> !DAYS.contains(key)).findFirst().orElseThrow();
          families.computeIfAbsent(family, key -> cells())[i] =
              String.format(Locale.ROOT, "%.1f", row.values().get("1"));
        }
      }
    }
    families.forEach(
        (family, cells) ->
            peaks.append("| " + family + " | " + String.join(" | ", cells) + " |\n"));
    assertTrue(README.contains(peaks), peaks.toString());

    Row row = rows("Out of memory").get(0);
    String table =
        String.format(
            Locale.ROOT,
            "| Out of memory | Runs | Peak memory, MiB | Size, MiB |%n|---|---|---|---|%n| %s | %d | %.0f | %.0f |%n",
            row.key(),
            row.count(),
            row.values().get("2"),
            row.values().get("3"));
    assertTrue(README.contains(table), table);
  }

  private static String[] cells() {
    String[] cells = new String[DAYS.size()];
    Arrays.fill(cells, "");
    return cells;
  }

  @Test
  void apply_saysWhatIsWrong() throws Exception {
    Outcome noUrl = bash("integrations/opensearch/apply localhost 2>&1");
    assertEquals(2, noUrl.exitCode);
    assertTrue(noUrl.output.startsWith("usage: integrations/opensearch/apply http"), noUrl.output);

    Outcome notThere = bash("integrations/opensearch/apply \"$URL/nothing\" 2>&1");
    assertEquals(1, notThere.exitCode);
    assertTrue(notThere.output.contains("did not take pipeline.json"), notThere.output);
  }

  private static List<Row> rows(String title) {
    SearchRequest request = Dashboards.kibana().get(title);
    return request.rows(node.search("ecs-usage-report-2026-01", request));
  }

  private static Outcome bash(String script) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script);
    builder.environment().put("URL", node.uri().toString());
    Process process = builder.redirectError(Redirect.INHERIT).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), text);
  }

  private static String section(String heading) {
    int from = README.indexOf("\n## " + heading + "\n");
    int to = README.indexOf("\n## ", from + 1);
    return to < 0 ? README.substring(from) : README.substring(from, to);
  }

  private static String block(String section, String language) {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(section)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }
}
