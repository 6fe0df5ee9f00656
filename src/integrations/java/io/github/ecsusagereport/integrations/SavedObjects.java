package io.github.ecsusagereport.integrations;

import io.github.ecsusagereport.integrations.Panel.Kind;
import io.github.ecsusagereport.integrations.Panel.Metric;
import io.github.ecsusagereport.integrations.Panel.Place;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The dashboard as Kibana 7.10 exports it. OpenSearch Dashboards began as a fork of that version
 * and imports it too, and later Kibanas migrate it.
 */
final class SavedObjects {
  private static final String INDEX_PATTERN = "ecs-usage-report";
  private static final String INDEX_REFERENCE = "kibanaSavedObjectMeta.searchSourceJSON.index";
  private static final int WIDTH = 48;
  private static final int HEIGHT = 15;

  private SavedObjects() {}

  /** One object a line. */
  static String of(List<Panel> panels) {
    StringBuilder lines = new StringBuilder();
    lines.append(indexPattern()).append('\n');
    for (Panel panel : panels) {
      lines.append(panel.kind() == Kind.DOCUMENTS ? search(panel) : visualization(panel));
      lines.append('\n');
    }
    return lines.append(dashboard(panels)).append('\n').toString();
  }

  private static ObjectNode indexPattern() {
    ObjectNode formats = Json.object("{}");
    for (String name : List.of("durationMs", "requestDelayMs", "initDurationMs")) {
      formats.set(
          "record.taskMetrics." + name,
          Json.object(
              "{'id': 'duration', 'params': {'inputFormat': 'milliseconds',"
                  + " 'outputFormat': 'asSeconds', 'outputPrecision': 1}}"));
    }
    ObjectNode attributes = Json.object("{'title': 'ecs-usage-report-*', 'fields': '[]'}");
    attributes.put("timeFieldName", Panel.TIME);
    attributes.put("fieldFormatMap", formats.toString());
    return object(INDEX_PATTERN, "index-pattern", "7.6.0", attributes);
  }

  private static ObjectNode visualization(Panel panel) {
    ObjectNode state = Json.object("{}");
    state.put("title", panel.title());
    state.put("type", type(panel));
    ArrayNode aggregations = state.putArray("aggs");
    for (int i = 0; i < panel.metrics().size(); i++) {
      aggregations.add(metric(String.valueOf(i + 1), panel.metrics().get(i)));
    }
    for (int i = 0; i < panel.buckets().size(); i++) {
      String id = String.valueOf(panel.metrics().size() + i + 1);
      aggregations.add(bucket(id, panel.buckets().get(i), schema(panel, i)));
    }
    state.set("params", VisualizationParams.of(panel));
    ObjectNode attributes = Json.object("{}");
    attributes.put("title", panel.title());
    attributes.put("visState", state.toString());
    attributes.put("uiStateJSON", "{}");
    attributes.put("description", "");
    attributes.put("version", 1);
    attributes.set("kibanaSavedObjectMeta", searchSource(panel.query()));
    return withIndexPattern(object(panel.id(), "visualization", "7.10.0", attributes));
  }

  private static String type(Panel panel) {
    return switch (panel.kind()) {
      case BARS -> "histogram";
      case LINES -> "line";
      case HEAT -> "heatmap";
      case TABLE -> "table";
      case DOCUMENTS -> throw new IllegalArgumentException(panel.id());
    };
  }

  private static String schema(Panel panel, int bucket) {
    if (panel.kind() == Kind.TABLE) {
      return "bucket";
    }
    return bucket == 0 ? "segment" : "group";
  }

  private static ObjectNode metric(String id, Metric metric) {
    String type = metric.type().equals("p95") ? "percentiles" : metric.type();
    ObjectNode params = Json.object("{'customLabel': '%s'}".formatted(metric.label()));
    if (metric.field() != null) {
      params.put("field", metric.field());
    }
    if (metric.type().equals("median")) {
      params.putArray("percents").add(50);
    } else if (metric.type().equals("p95")) {
      params.putArray("percents").add(95);
    }
    return aggregation(id, type, "metric", params);
  }

  private static ObjectNode bucket(String id, String field, String schema) {
    if (field.equals(Panel.TIME)) {
      ObjectNode params =
          Json.object(
              ("{'field': '%s', 'timeRange': {'from': 'now-30d', 'to': 'now'},"
                      + " 'useNormalizedEsInterval': true, 'scaleMetricValues': false,"
                      + " 'interval': 'auto', 'drop_partials': false, 'min_doc_count': 1,"
                      + " 'extended_bounds': {}, 'customLabel': ''}")
                  .formatted(field));
      return aggregation(id, "date_histogram", schema, params);
    }
    ObjectNode params =
        Json.object(
            ("{'field': '%s', 'orderBy': '_key', 'order': 'asc', 'size': 50,"
                    + " 'otherBucket': false, 'otherBucketLabel': 'Other', 'missingBucket': false,"
                    + " 'missingBucketLabel': 'Missing', 'customLabel': '%s'}")
                .formatted(field, field.endsWith("status") ? "Status" : "Family"));
    return aggregation(id, "terms", schema, params);
  }

  private static ObjectNode aggregation(String id, String type, String schema, ObjectNode params) {
    ObjectNode aggregation = Json.object("{'id': '%s', 'enabled': true}".formatted(id));
    aggregation.put("type", type);
    aggregation.put("schema", schema);
    aggregation.set("params", params);
    return aggregation;
  }

  private static ObjectNode search(Panel panel) {
    ObjectNode attributes = Json.object("{'description': '', 'hits': 0, 'version': 1}");
    attributes.put("title", panel.title());
    ArrayNode columns = attributes.putArray("columns");
    panel.columns().forEach(columns::add);
    attributes.putArray("sort").addArray().add(Panel.TIME).add("desc");
    attributes.set("kibanaSavedObjectMeta", searchSource(panel.query()));
    return withIndexPattern(object(panel.id(), "search", "7.9.3", attributes));
  }

  private static ObjectNode dashboard(List<Panel> panels) {
    ArrayNode places = Json.object("{}").putArray("panels");
    ObjectNode attributes =
        Json.object(
            "{'title': 'ECS usage report', 'hits': 0, 'description': '', 'version': 1,"
                + " 'timeRestore': true, 'timeFrom': 'now-30d', 'timeTo': 'now',"
                + " 'refreshInterval': {'pause': true, 'value': 0}}");
    ObjectNode dashboard = object("dashboard", "dashboard", "7.9.3", attributes);
    for (int i = 0; i < panels.size(); i++) {
      Panel panel = panels.get(i);
      Place place = Place.of(panels, i);
      places.add(
          Json.object(
              ("{'version': '7.10.0', 'gridData': {'x': %d, 'y': %d, 'w': %d, 'h': %d, 'i': '%d'},"
                      + " 'panelIndex': '%d', 'embeddableConfig': {}, 'panelRefName': 'panel_%d'}")
                  .formatted(
                      place.column() * WIDTH / 2,
                      place.row() * HEIGHT,
                      place.columns() * WIDTH / 2,
                      HEIGHT,
                      i,
                      i,
                      i)));
      String type = panel.kind() == Kind.DOCUMENTS ? "search" : "visualization";
      dashboard
          .withArray("references")
          .add(
              Json.object(
                  "{'name': 'panel_%d', 'type': '%s', 'id': '%s'}"
                      .formatted(i, type, INDEX_PATTERN + "-" + panel.id())));
    }
    attributes.put("panelsJSON", places.toString());
    attributes.put("optionsJSON", "{\"useMargins\":true,\"hidePanelTitles\":false}");
    attributes.set(
        "kibanaSavedObjectMeta",
        Json.object("{}")
            .put(
                "searchSourceJSON",
                "{\"query\":{\"query\":\"\",\"language\":\"lucene\"},\"filter\":[]}"));
    return dashboard;
  }

  private static ObjectNode searchSource(String query) {
    ObjectNode source =
        Json.object(
            "{'query': {'query': '%s', 'language': 'lucene'}, 'filter': [], 'indexRefName': '%s'}"
                .formatted(query, INDEX_REFERENCE));
    return Json.object("{}").put("searchSourceJSON", source.toString());
  }

  private static ObjectNode object(
      String id, String type, String migrationVersion, ObjectNode attributes) {
    ObjectNode object = Json.object("{}");
    object.put("id", id.equals(INDEX_PATTERN) ? id : INDEX_PATTERN + "-" + id);
    object.put("type", type);
    object.putObject("migrationVersion").put(type, migrationVersion);
    object.set("attributes", attributes);
    object.putArray("references");
    return object;
  }

  private static ObjectNode withIndexPattern(ObjectNode object) {
    object
        .withArray("references")
        .add(
            Json.object(
                "{'name': '%s', 'type': 'index-pattern', 'id': '%s'}"
                    .formatted(INDEX_REFERENCE, INDEX_PATTERN)));
    return object;
  }
}
