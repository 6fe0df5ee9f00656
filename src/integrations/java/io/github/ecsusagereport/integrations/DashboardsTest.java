package io.github.ecsusagereport.integrations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.Golden;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The files that users import, written with {@code -Dgolden.update=true}. */
class DashboardsTest {
  private static final Path SAVED_OBJECTS = Path.of("integrations/opensearch/dashboard.ndjson");
  private static final Path GRAFANA = Path.of("integrations/grafana/dashboard.json");

  @Test
  void files_areWhatThePanelsGive() {
    Golden.check(SAVED_OBJECTS, SavedObjects.of(Panel.all()).getBytes(UTF_8));
    Golden.check(GRAFANA, GrafanaDashboard.of(Panel.all()).getBytes(UTF_8));
  }

  @Test
  void savedObjects_referToEachOther() {
    List<JsonNode> objects = savedObjects();
    Set<String> known = new HashSet<>();
    for (JsonNode object : objects) {
      for (JsonNode reference : object.path("references")) {
        assertTrue(
            known.contains(reference.path("type").asString() + reference.path("id").asString()),
            () -> object.path("id") + " comes before " + reference);
      }
      assertTrue(known.add(object.path("type").asString() + object.path("id").asString()));
    }
    assertEquals(Panel.all().size() + 2, objects.size());
  }

  @Test
  void references_areThoseThatTheObjectsName() {
    for (JsonNode object : savedObjects()) {
      JsonNode attributes = object.path("attributes");
      Set<String> named = new HashSet<>();
      JsonNode source = attributes.at("/kibanaSavedObjectMeta/searchSourceJSON");
      Json.parse(source.asString("{}")).path("indexRefName").asStringOpt().ifPresent(named::add);
      for (JsonNode panel : Json.parse(attributes.path("panelsJSON").asString("[]"))) {
        named.add(panel.path("panelRefName").asString());
      }
      Set<String> given =
          object
              .path("references")
              .valueStream()
              .map(reference -> reference.path("name").asString())
              .collect(Collectors.toSet());
      assertEquals(given, named, object.path("id").asString());
    }
  }

  @Test
  void visualizations_haveASeriesForEachMetric() {
    for (JsonNode object : savedObjects()) {
      JsonNode state = Json.parse(object.at("/attributes/visState").asString("{}"));
      if (state.at("/params/seriesParams").isArray()) {
        List<String> metrics =
            state
                .path("aggs")
                .valueStream()
                .filter(each -> each.path("schema").asString().equals("metric"))
                .map(each -> each.path("id").asString())
                .toList();
        List<String> series =
            state
                .at("/params/seriesParams")
                .valueStream()
                .map(each -> each.at("/data/id").asString())
                .toList();
        assertEquals(metrics, series, state.path("title").asString());
      }
    }
  }

  @Test
  void panels_doNotOverlap() {
    Set<Panel.Place> places = new HashSet<>();
    for (int i = 0; i < Panel.all().size(); i++) {
      assertTrue(places.add(Panel.Place.of(Panel.all(), i)));
    }
  }

  private static List<JsonNode> savedObjects() {
    return Json.readText(SAVED_OBJECTS.toString()).lines().map(Json::parse).toList();
  }
}
