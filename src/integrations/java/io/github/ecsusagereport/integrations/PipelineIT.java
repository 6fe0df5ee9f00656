package io.github.ecsusagereport.integrations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of documents in a real node after {@code integrations/opensearch/apply}. */
class PipelineIT {
  private static final String LINE = Lines.golden("every-field");
  private static final String EMF =
      Lines.golden("every-field.emf").replace("every-field.emf", "every-field");
  private static final String ID = "8f03e41243824aea923aca126495f665";
  private static final String ALL = "ecs-usage-report-*";
  private static final String DEAD = "ecs-usage-dead-letter";
  private static OpenSearchNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new OpenSearchNode();
    node.apply();
    node.apply();
  }

  @AfterAll
  static void close() throws Exception {
    node.close();
  }

  @BeforeEach
  void clear() {
    node.clear();
  }

  @Test
  void everyField_canBeSearched() {
    assertEquals(
        List.of(201),
        statuses(
            LINE.replace(
                "\"record\":{",
                "\"record\":{\"neverStarted\":true,\"truncated\":true,"
                    + "\"outOfMemoryEvidence\":\"kernel\",")));

    SortedMap<String, String> fields = Schema.types();
    // To be shown, and not to be searched.
    fields.keySet().removeIf(field -> field.startsWith("record.usageCurve"));
    fields.forEach(
        (field, type) -> {
          ObjectNode query = Json.object("{'exists': {'field': '%s'}}".formatted(field));
          String nested = field.replaceFirst("(containers|durationAtVcpu)\\b.*", "$1");
          SearchRequest request = SearchRequest.documents("*", Panel.TIME);
          request
              .body()
              .set(
                  "query",
                  nested.matches(".*(containers|durationAtVcpu)") ? nested(nested, query) : query);
          assertEquals(1, node.search(ALL, request).at("/hits/total/value").asInt(), field);
        });
  }

  private static ObjectNode nested(String path, ObjectNode query) {
    ObjectNode nested = Json.object("{'nested': {'path': '%s'}}".formatted(path));
    nested.withObject("nested").set("query", query);
    return nested;
  }

  /**
   * As embedded metric format, by CloudWatch's Lambda, FireLens, and what puts a text into {@code
   * message}.
   */
  @Test
  void line_isTheSameDocument_howeverItComes() {
    ObjectNode lambda = (ObjectNode) Json.parse(LINE);
    lambda
        .put("@message", LINE)
        .put("@id", "1")
        .put("@log_group", "/ecs/x")
        .put(Panel.TIME, "2026-01-01T00:00:00.000Z");
    ObjectNode router = Json.object("{'container_name': 'usage-report', 'source': 'stdout'}");
    router.put("log", LINE).put(Panel.TIME, "2026-01-01T00:00:00.000Z");

    for (String document :
        List.of(
            LINE, EMF, lambda.toString(), router.toString(), text("@message"), text("message"))) {
      node.clear();
      assertEquals(List.of(201), statuses(document));
      JsonNode hit = only(ALL);
      assertEquals(ID, hit.path("_id").asString());
      assertEquals("ecs-usage-report-2026-01", hit.path("_index").asString());
      JsonNode source = hit.path("_source");
      assertEquals("2026-01-05T03:01:13.250Z", source.path(Panel.TIME).asString());
      ObjectNode line = Json.object("{}");
      Set.of("time", "type", "record").forEach(name -> line.set(name, source.path(name)));
      assertEquals(Json.parse(LINE), line);
      assertTrue(!source.has("log") && !source.has("@message") && !source.has("line"), document);
    }
  }

  private static String text(String field) {
    return Json.object("{}").put(field, LINE).toString();
  }

  @Test
  void lineThatComesTwice_isOneDocument() {
    assertEquals(List.of(201, 200), statuses(LINE, LINE));
    only(ALL);
  }

  /** Fluent Bit creates documents, and does not index them, unless it is told to. */
  @Test
  void create_replacesCheckpointsToo() {
    String checkpoint = Lines.checkpoint(LINE, "2026-01-05T03:00:20.000Z");
    node.bulk("create", List.of(checkpoint, LINE, LINE));
    assertEquals(Json.parse(LINE).path("record"), only(ALL).at("/_source/record"));
  }

  /** Also when they come in another order; what is too late is refused. */
  @Test
  void report_replacesCheckpoints() {
    String first = Lines.checkpoint(LINE, "2026-01-05T03:00:20.000Z");
    String second = Lines.checkpoint(LINE, "2026-01-05T03:00:40.000Z");
    // The clock was set back in between.
    String ahead = Lines.checkpoint(LINE, "2026-01-05T04:00:00.000Z");

    assertEquals(List.of(201, 200, 409), statuses(first, second, first));
    assertEquals("2026-01-05T03:00:40.000Z", only(ALL).at("/_source/time").asString());
    assertEquals(List.of(200, 200, 409, 409), statuses(ahead, LINE, second, ahead));
    assertEquals("ecs.task.report", only(ALL).at("/_source/type").asString());
  }

  @Test
  void longRunning_isKeptBesideTheReport() {
    String longRunning = Lines.longRunning(LINE, "2026-01-05T03:00:50.000Z");
    assertEquals(List.of(201, 201, 200), statuses(longRunning, LINE, longRunning));
    assertEquals(
        Set.of(ID, ID + "-longRunning"),
        node.documents(ALL, "*").stream()
            .map(hit -> hit.path("_id").asString())
            .collect(Collectors.toSet()));
  }

  @Test
  void run_staysInTheMonthOfItsBeginning() {
    String report = LINE.replaceFirst("\"time\":\"2026-01", "\"time\":\"2026-02");
    assertEquals(
        List.of(201, 200), statuses(Lines.checkpoint(LINE, "2026-01-31T23:59:59.000Z"), report));
    assertEquals("ecs-usage-report-2026-01", only(ALL).path("_index").asString());
  }

  /** A sidecar that failed at once may not know its task: then the shipper's id holds. */
  @Test
  void lineWithoutTask_isKept() {
    String line = LINE.replaceFirst("\"taskArn\":\"[^\"]*\",\"taskId\":\"[^\"]*\",", "");
    assertEquals(List.of(201), statuses(line));
    assertEquals(Json.parse(line).path("record"), only(ALL).at("/_source/record"));
  }

  @Test
  void whatIsNoLine_isADeadLetter() {
    List<String> documents =
        List.of(
            Json.object("{'log': 'WARN no answer'}").toString(),
            Json.object("{}").put("log", LINE.substring(0, 1000)).toString(),
            Json.object("{'message': '[1]'}").toString(),
            Json.object("{'log': '{}', '@timestamp': 'yesterday'}").toString(),
            Json.object("{'time': 1, 'type': 'other', 'record': {}}").toString(),
            Json.object("{'deadLetter': 'mine'}").toString(),
            Json.object("{}").put("log", "{\"_index\":\"mine\",\"_id\":\"1\"}").toString(),
            LINE.replaceFirst("\"schemaVersion\":1", "\"schemaVersion\":2"),
            LINE.replaceFirst("\"durationMs\":1.25", "\"durationMs\":\"1.25\""),
            LINE.replaceFirst("\"polls\":[0-9]+", "\"polls\":{}"),
            LINE.replaceFirst("\"startedAt\":\"[^\"]*\"", "\"startedAt\":\"yesterday\""),
            LINE.replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"now\""));
    assertEquals(documents.size(), Set.copyOf(documents).size());
    node.bulk(documents)
        .forEach(item -> assertEquals(DEAD, item.path("_index").asString(), item.toString()));

    List<JsonNode> letters = node.documents(DEAD, "*");
    assertEquals(documents.size(), letters.size());
    for (JsonNode letter : letters) {
      ObjectNode source = (ObjectNode) letter.path("_source");
      assertTrue(source.at("/deadLetter/reason").asString().length() > 10, letter.toString());
      boolean isKept =
          documents.stream().map(Json::parse).anyMatch(document -> isIn(document, source));
      assertTrue(isKept, letter.toString());
    }
    assertEquals(1, node.documents(DEAD, "deadLetter.reason:\"schema version 2\"").size());
    assertFalse(node.get("/_cat/indices?h=index").lines().toList().contains("mine"));
  }

  private static boolean isIn(JsonNode document, ObjectNode source) {
    return document
        .propertyStream()
        .allMatch(
            field ->
                Set.of("deadLetter", Panel.TIME).contains(field.getKey())
                    || field.getValue().equals(source.get(field.getKey())));
  }

  @Test
  void deadLetter_canBeSentAgain() {
    ObjectNode letter = Json.object("{'deadLetter': {'reason': 'mended since'}}");
    node.post("/" + DEAD + "/_doc?refresh=true", letter.put("log", LINE).toString());
    node.post(
        "/_reindex?refresh=true",
        Json.object(
                "{'source': {'index': '%s'}, 'dest': {'index': 'ecs-usage-report'}}"
                    .formatted(DEAD))
            .toString());
    assertEquals(
        Set.of("time", "type", "record", Panel.TIME),
        Set.copyOf(only(ALL).path("_source").propertyNames()));
  }

  /** What the pipeline lets pass and the mapping does not is said to the sender. */
  @Test
  void valueOfAnotherType_isRefused() {
    assertEquals(
        List.of(400, 400, 400),
        statuses(
            LINE.replaceFirst("\"exitCode\":0", "\"exitCode\":\"0\""),
            LINE.replaceFirst("\"exitCode\":0", "\"exitCode\":0.5"),
            LINE.replaceFirst("\"cluster\":\"nightly\"", "\"cluster\":{}")));
  }

  @Test
  void fieldsThatAreNew_areKeptAndNotMapped() {
    String newer =
        LINE.replaceFirst("\"schemaVersion\":1", "\"schemaVersion\":1,\"new\":{\"field\":1}");
    statuses(LINE);
    String before = node.get("/ecs-usage-report-2026-01/_mapping");
    assertEquals(List.of(200), statuses(newer));
    assertEquals(before, node.get("/ecs-usage-report-2026-01/_mapping"));
    assertEquals(1, only(ALL).at("/_source/record/new/field").asInt());
  }

  private static List<Integer> statuses(String... documents) {
    return node.bulk(List.of(documents)).stream().map(item -> item.path("status").asInt()).toList();
  }

  private static JsonNode only(String index) {
    List<JsonNode> hits = node.documents(index, "*");
    assertEquals(1, hits.size(), hits.toString());
    return hits.get(0);
  }
}
