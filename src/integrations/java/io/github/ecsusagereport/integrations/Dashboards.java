package io.github.ecsusagereport.integrations;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What the panels of the files that users import ask the node, by the panels' titles. */
final class Dashboards {
  private Dashboards() {}

  static Map<String, SearchRequest> kibana() {
    Map<String, SearchRequest> requests = new TreeMap<>();
    Json.readText("integrations/opensearch/dashboard.ndjson")
        .lines()
        .map(Json::parse)
        .filter(each -> Set.of("visualization", "search").contains(each.path("type").asString()))
        .forEach(each -> requests.put(title(each.path("attributes")), KibanaQuery.of(each)));
    return requests;
  }

  static Map<String, SearchRequest> grafana() {
    Map<String, SearchRequest> requests = new TreeMap<>();
    for (JsonNode panel : Json.read("integrations/grafana/dashboard.json").path("panels")) {
      requests.put(title(panel), GrafanaQuery.of(panel));
    }
    return requests;
  }

  private static String title(JsonNode object) {
    return object.path("title").asString();
  }
}
