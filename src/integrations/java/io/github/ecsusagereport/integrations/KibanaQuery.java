package io.github.ecsusagereport.integrations;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The search that Kibana makes of a saved object, read from the file that users import. */
final class KibanaQuery {
  private KibanaQuery() {}

  /** With one day for each bucket of time, where Kibana takes what fits on the screen. */
  static SearchRequest of(JsonNode savedObject) {
    JsonNode attributes = savedObject.path("attributes");
    JsonNode source =
        Json.parse(attributes.at("/kibanaSavedObjectMeta/searchSourceJSON").asString());
    String query = source.at("/query/query").asString();
    if (savedObject.path("type").asString().equals("search")) {
      return SearchRequest.documents(query, attributes.at("/sort/0/0").asString());
    }
    ObjectNode metrics = Json.object("{}");
    List<ObjectNode> buckets = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (JsonNode each : Json.parse(attributes.path("visState").asString()).path("aggs")) {
      JsonNode params = each.path("params");
      String id = each.path("id").asString();
      String field = params.path("field").asString(null);
      switch (each.path("type").asString()) {
        case "count" -> {}
        case "avg", "max" -> metrics.set(id, field(each.path("type").asString(), field));
        case "median", "percentiles" -> {
          ObjectNode percentiles = field("percentiles", field);
          percentiles.withObject("percentiles").set("percents", params.path("percents"));
          metrics.set(id, percentiles);
        }
        case "date_histogram" -> {
          buckets.add(SearchRequest.days(field));
          ids.add(id);
        }
        case "terms" -> {
          ObjectNode terms = field("terms", field);
          terms.withObject("terms").set("size", params.path("size"));
          terms
              .withObject("terms")
              .putObject("order")
              .set(params.path("orderBy").asString(), params.path("order"));
          buckets.add(terms);
          ids.add(id);
        }
        default -> throw new IllegalArgumentException(each.toString());
      }
    }
    return SearchRequest.aggregations(query, ids, buckets, metrics);
  }

  private static ObjectNode field(String type, String field) {
    return Json.object("{'%s': {'field': '%s'}}".formatted(type, field));
  }
}
