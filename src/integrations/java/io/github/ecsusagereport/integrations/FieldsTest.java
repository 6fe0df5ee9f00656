package io.github.ecsusagereport.integrations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the integrations name is in the contract, and the index template has all of it. */
class FieldsTest {
  private static final String TEMPLATE = "integrations/opensearch/index-template.json";
  private static final String PIPELINE = "integrations/opensearch/pipeline.json";
  private static final int MOST_FIELDS = 200;

  @Test
  void template_hasEveryFieldWithItsType_andNoOther() {
    SortedMap<String, String> mapped = new TreeMap<>();
    addMapped("", Json.read(TEMPLATE).at("/template/mappings"), mapped);
    assertEquals("date", mapped.remove(Panel.TIME));

    assertEquals(Schema.types(), mapped);
    assertTrue(mapped.size() < MOST_FIELDS, "the limit of an index is 1000: " + mapped.size());
  }

  private static void addMapped(String path, JsonNode mapping, SortedMap<String, String> mapped) {
    mapping
        .path("properties")
        .forEachEntry(
            (name, field) -> {
              String child = path.isEmpty() ? name : path + "." + name;
              mapped.put(child, field.path("type").asString("object"));
              addMapped(child, field, mapped);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PIPELINE,
        "integrations/opensearch/dashboard.ndjson",
        "integrations/grafana/dashboard.json"
      })
  void fields_areInTheContract(String file) {
    String text = Json.readText(file);
    Set<String> named = matches("\\b(record\\.[a-zA-Z]+(?:\\.[a-zA-Z]+)*)", text);

    assertEquals(Set.of(), without(named, Schema.types().keySet()));
    assertTrue(named.size() > 5, named.toString());
    assertEquals(
        Set.of(),
        without(
            matches("type(?:: ?| == ')(ecs\\.[a-zA-Z.]+)", text),
            Schema.values("/properties/type")));
    assertEquals(
        Set.of(),
        without(
            matches("record\\.status:([a-zA-Z]+)", text),
            Schema.values("/$defs/record/properties/status")));
  }

  /** What the pipeline's scripts name without {@code record.} before it. */
  @Test
  void pipeline_namesFieldsThatAre() {
    SortedMap<String, String> fields = Schema.types();
    String text = Json.readText(PIPELINE);
    List<String> times =
        Json.read(PIPELINE).findValue("times").valueStream().map(JsonNode::asString).toList();

    Set<String> dates =
        fields.entrySet().stream()
            .filter(field -> field.getKey().matches("record\\.[a-zA-Z]+"))
            .filter(field -> field.getValue().equals("date"))
            .map(field -> field.getKey().substring("record.".length()))
            .collect(Collectors.toSet());
    assertEquals(dates, Set.copyOf(times));
    for (String top : List.of("time", "type", "record")) {
      assertTrue(fields.containsKey(top) && text.contains("'" + top + "'"), top);
    }
    assertTrue(text.contains("c.metrics") && fields.containsKey("record.containers.metrics"));
    assertTrue(text.contains("['durationAtVcpu', 'source']"));
    assertEquals(
        Set.of("record.taskMetrics.durationAtVcpu", "record.sampling.source"),
        fields.keySet().stream()
            .filter(field -> field.matches("record\\.\\w+.*"))
            .filter(field -> isNumbers(field) && !isNumber(fields.get(field)))
            .filter(field -> field.split("\\.", -1).length == 3)
            .collect(Collectors.toSet()));
  }

  private static boolean isNumbers(String field) {
    return field.matches("record\\.(metrics|taskMetrics|sampling)\\..*");
  }

  private static boolean isNumber(String type) {
    return type.equals("long") || type.equals("double");
  }

  private static Set<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> without(Set<String> some, Set<String> known) {
    Set<String> rest = new TreeSet<>(some);
    rest.removeAll(known);
    return rest;
  }
}
