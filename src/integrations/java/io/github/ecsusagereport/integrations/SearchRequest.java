package io.github.ecsusagereport.integrations;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a panel asks the node.
 *
 * @param body of the search
 * @param bucketIds of the aggregations within each other, outermost first
 */
record SearchRequest(ObjectNode body, List<String> bucketIds) {

  /**
   * A bucket of the answer, innermost.
   *
   * @param keys of it and of the buckets around it
   * @param values by the metric's id; what has no value is absent
   */
  record Row(Set<String> keys, long count, Map<String, Double> values) {
    /** Of a row with one. */
    String key() {
      return keys.iterator().next();
    }
  }

  static SearchRequest documents(String query, String sort) {
    ObjectNode body = body(query, 100);
    body.putArray("sort").addObject().put(sort, "desc");
    return new SearchRequest(body, List.of());
  }

  static SearchRequest aggregations(
      String query, List<String> ids, List<ObjectNode> buckets, ObjectNode metrics) {
    ObjectNode within = metrics;
    for (int i = buckets.size() - 1; i >= 0; i--) {
      if (!within.isEmpty()) {
        buckets.get(i).set("aggs", within);
      }
      within = Json.object("{}");
      within.set(ids.get(i), buckets.get(i));
    }
    ObjectNode body = body(query, 0);
    body.set("aggs", within);
    return new SearchRequest(body, ids);
  }

  static ObjectNode days(String field) {
    return Json.object(
        ("{'date_histogram': {'field': '%s', 'calendar_interval': '1d', 'format': 'yyyy-MM-dd',"
                + " 'min_doc_count': 1}}")
            .formatted(field));
  }

  private static ObjectNode body(String query, int size) {
    ObjectNode body = Json.object("{'size': %d, 'track_total_hits': true}".formatted(size));
    body.putObject("query")
        .putObject("query_string")
        .put("query", query)
        .put("analyze_wildcard", true);
    return body;
  }

  /** The rows of the answer. */
  List<Row> rows(JsonNode answer) {
    List<Row> rows = new ArrayList<>();
    addRows(answer.path("aggregations"), 0, Set.of(), rows);
    return rows;
  }

  private void addRows(JsonNode within, int depth, Set<String> keys, List<Row> rows) {
    for (JsonNode bucket : within.path(bucketIds.get(depth)).path("buckets")) {
      Set<String> more = new HashSet<>(keys);
      more.add(bucket.path("key_as_string").asString(bucket.path("key").asString()));
      if (depth + 1 < bucketIds.size()) {
        addRows(bucket, depth + 1, more, rows);
      } else {
        rows.add(new Row(more, bucket.path("doc_count").asLong(), values(bucket)));
      }
    }
  }

  private static Map<String, Double> values(JsonNode bucket) {
    Map<String, Double> values = new LinkedHashMap<>();
    bucket.forEachEntry(
        (id, metric) -> {
          JsonNode percentiles = metric.path("values");
          JsonNode value =
              percentiles.isObject() ? percentiles.iterator().next() : metric.path("value");
          if (value.isNumber()) {
            values.put(id, value.asDouble());
          }
        });
    return values;
  }
}
