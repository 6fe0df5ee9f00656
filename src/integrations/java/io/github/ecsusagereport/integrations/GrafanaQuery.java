package io.github.ecsusagereport.integrations;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The search that Grafana's OpenSearch data source makes of a panel, read from the file that users
 * import.
 *
 * @see <a
 *     href="https://github.com/grafana/opensearch-datasource/blob/00853ffdf5813a2599f401b4cbc3aa7da1da95e0/pkg/opensearch/lucene_handler.go">the
 *     data source</a>
 */
final class GrafanaQuery {
  private GrafanaQuery() {}

  /** With one day for each bucket of time, where Grafana takes what fits on the screen. */
  static SearchRequest of(JsonNode panel) {
    JsonNode target = panel.at("/targets/0");
    String query = target.path("query").asString();
    if (target.at("/metrics/0/type").asString().equals("raw_data")) {
      return SearchRequest.documents(query, target.path("timeField").asString());
    }
    ObjectNode metrics = Json.object("{}");
    for (JsonNode metric : target.path("metrics")) {
      String type = metric.path("type").asString();
      if (!type.equals("count")) {
        ObjectNode settings =
            metric.path("settings") instanceof ObjectNode given
                ? given.deepCopy()
                : Json.object("{}");
        metrics
            .putObject(metric.path("id").asString())
            .set(type, settings.set("field", metric.path("field")));
      }
    }
    List<ObjectNode> buckets = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (JsonNode bucket : target.path("bucketAggs")) {
      ids.add(bucket.path("id").asString());
      String field = bucket.path("field").asString();
      buckets.add(
          bucket.path("type").asString().equals("terms")
              ? terms(field, bucket.path("settings"))
              : SearchRequest.days(field));
    }
    return SearchRequest.aggregations(query, ids, buckets, metrics);
  }

  private static ObjectNode terms(String field, JsonNode settings) {
    return Json.object(
        "{'terms': {'field': '%s', 'size': %s, 'min_doc_count': %s, 'order': {'%s': '%s'}}}"
            .formatted(
                field,
                settings.path("size").asString(),
                settings.path("min_doc_count").asString(),
                settings.path("orderBy").asString(),
                settings.path("order").asString()));
  }
}
