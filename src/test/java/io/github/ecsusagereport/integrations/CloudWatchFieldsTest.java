package io.github.ecsusagereport.integrations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.LineSchema;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The names in {@code integrations/cloudwatch/template.yaml} against the contract. Metric filters
 * and Logs Insights have no engine outside AWS, so this is what can be checked of them.
 */
class CloudWatchFieldsTest {
  private static final JsonNode LINE = golden("fargate.json");
  private static final JsonNode EMF = golden("fargate.emf.json");
  private static final JsonNode DIRECTIVE = EMF.at("/_aws/CloudWatchMetrics/0");

  private static JsonNode golden(String name) {
    return new JsonMapper().readTree(Path.of("src/test/resources/golden", name));
  }

  private static Set<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode transformation(JsonNode filter) {
    return filter.at("/MetricTransformations/0");
  }

  @Test
  void queries_useFieldsOfTheContract() {
    Map<String, JsonNode> queries = AlertRules.resources("AWS::Logs::QueryDefinition");
    assertEquals(5, queries.size());
    queries.forEach((name, query) -> assertKnown(query.get("QueryString").asString()));
    assertKnown(AlertRules.resources("AWS::CloudWatch::Dashboard").toString());
  }

  private static void assertKnown(String text) {
    Set<String> fields = matches("record(\\.\\w+)+", text);
    assertTrue(fields.size() > 3, text);
    fields.forEach(field -> assertTrue(LineFields.ALL.contains(field), field + " in " + text));
    matches("ecs\\.task\\.\\w+", text).forEach(CloudWatchFieldsTest::assertType);
  }

  private static void assertType(String type) {
    assertWord(LineSchema.fields("").get("type"), type);
  }

  private static void assertStatus(String status) {
    assertWord(LineSchema.fields("/$defs/record").get("status"), status);
  }

  private static void assertWord(JsonNode field, String word) {
    assertTrue(field.get("enum").toString().contains("\"" + word + "\""), word);
  }

  @Test
  void filters_selectFieldsOfTheContract() {
    AlertRules.resources("AWS::Logs::MetricFilter")
        .forEach(
            (name, filter) -> {
              String pattern = filter.get("FilterPattern").asString();
              assertTrue(pattern.startsWith("{ $.type = \"ecs.task."), pattern);
              assertTrue(pattern.endsWith(" && $._aws NOT EXISTS }"), "counted twice: " + pattern);
              matches("(?<=\")ecs[^\"]+", pattern).forEach(CloudWatchFieldsTest::assertType);
              matches("(?<=status = \")\\w+", pattern).forEach(CloudWatchFieldsTest::assertStatus);
              Set<String> selectors = matches("(?<=\\$\\.)record[.\\w]+", filter.toString());
              assertTrue(selectors.contains("record.family"), name);
              selectors.forEach(each -> assertTrue(LineFields.ALL.contains(each), each));
            });
  }

  /** A line in json and one in emf give the same metrics: names, units, dimensions, values. */
  @Test
  void filters_makeTheMetricsOfALineInEmf() {
    Map<String, String> filtered = new TreeMap<>();
    AlertRules.resources("AWS::Logs::MetricFilter")
        .forEach(
            (name, filter) -> {
              JsonNode metric = transformation(filter);
              String metricName = metric.get("MetricName").asString();
              filtered.put(metricName, metric.get("Unit").asString());
              assertEquals(DIRECTIVE.get("Namespace"), metric.get("MetricNamespace"));
              assertEquals(
                  DIRECTIVE.at("/Dimensions/0").toString(),
                  metric
                      .get("Dimensions")
                      .valueStream()
                      .map(d -> d.get("Key"))
                      .toList()
                      .toString()
                      .replace(" ", ""));
              String value = metric.get("MetricValue").asString();
              if (value.startsWith("$.")) {
                JsonNode selected = LINE.at(value.substring(1).replace('.', '/'));
                assertTrue(selected.isNumber(), name);
                assertEquals(EMF.get(metricName), selected);
              } else {
                assertEquals("1", value, name);
              }
            });
    Map<String, String> embedded = new TreeMap<>(Map.of("longRunning", "Count"));
    DIRECTIVE
        .get("Metrics")
        .forEach(each -> embedded.put(each.get("Name").asString(), each.get("Unit").asString()));
    assertEquals(embedded, filtered);
  }

  @Test
  void alarmsAndDashboard_askForMetricsThatExist() {
    Set<String> names = new TreeSet<>(Set.of("longRunning"));
    DIRECTIVE.get("Metrics").forEach(each -> names.add(each.get("Name").asString()));
    String source = "FROM SCHEMA(\"EcsUsageReport\", cluster, family)";
    var alarms = AlertRules.resources("AWS::CloudWatch::Alarm");
    assertEquals(3, alarms.size());
    alarms.forEach(
        (name, alarm) -> {
          String expression = alarm.at("/Metrics/0/Expression").asString();
          assertTrue(expression.endsWith(source), expression);
          String asked = expression.replaceAll("SELECT \\w+\\((\\w+)\\) .*", "$1");
          assertTrue(names.contains(asked), expression);
        });
    JsonNode dashboard = AlertRules.resources("AWS::CloudWatch::Dashboard").get("Dashboard");
    String body = dashboard.get("DashboardBody").asString();
    Set<String> drawn = matches("(?<=MetricName=\\\\\")\\w+|(?<=SELECT SUM\\()\\w+", body);
    assertEquals(8, drawn.size(), drawn.toString());
    drawn.forEach(each -> assertTrue(names.contains(each), each));
    // With numbers for the parameters it is JSON.
    JsonNode widgets = new JsonMapper().readTree(body.replaceAll("\\$\\{[\\w:]+}", "1"));
    assertEquals(7, widgets.get("widgets").size());
  }
}
