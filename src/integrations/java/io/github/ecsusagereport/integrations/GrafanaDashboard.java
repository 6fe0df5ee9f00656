package io.github.ecsusagereport.integrations;

import io.github.ecsusagereport.integrations.Panel.Kind;
import io.github.ecsusagereport.integrations.Panel.Metric;
import io.github.ecsusagereport.integrations.Panel.Place;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The same panels for Grafana's OpenSearch data source, as a dashboard to be imported. */
final class GrafanaDashboard {
  private static final int WIDTH = 24;
  private static final int HEIGHT = 9;
  private static final String PAGE =
      """
      {
        'uid': 'ecs-usage-report', 'title': 'ECS usage report', 'schemaVersion': 38, 'version': 1,
        'editable': true, 'timezone': 'browser', 'time': {'from': 'now-30d', 'to': 'now'},
        'templating': {'list': [{
          'name': 'datasource', 'label': 'Data source', 'type': 'datasource',
          'query': 'grafana-opensearch-datasource'
        }]},
        'annotations': {'list': []}, 'panels': []
      }
      """;
  private static final String DATA_SOURCE =
      "{'type': 'grafana-opensearch-datasource', 'uid': '${datasource}'}";

  private GrafanaDashboard() {}

  static String of(List<Panel> panels) {
    ObjectNode page = Json.object(PAGE);
    for (int i = 0; i < panels.size(); i++) {
      page.withArray("panels").add(panel(panels.get(i), i, Place.of(panels, i)));
    }
    return Json.pretty(page);
  }

  private static ObjectNode panel(Panel panel, int index, Place place) {
    ObjectNode json = Json.object("{'id': %d}".formatted(index + 1));
    json.put("title", panel.title());
    json.put("type", type(panel));
    json.set("datasource", Json.object(DATA_SOURCE));
    json.set(
        "gridPos",
        Json.object(
            "{'x': %d, 'y': %d, 'w': %d, 'h': %d}"
                .formatted(
                    place.column() * WIDTH / 2,
                    place.row() * HEIGHT,
                    place.columns() * WIDTH / 2,
                    HEIGHT)));
    json.putObject("fieldConfig").set("defaults", defaults(panel));
    json.withObject("fieldConfig").putArray("overrides");
    json.set("options", options(panel));
    if (panel.kind() == Kind.DOCUMENTS) {
      json.putArray("transformations").add(columns(panel));
    }
    json.putArray("targets").add(target(panel));
    return json;
  }

  private static boolean isOverTime(Panel panel) {
    return panel.buckets().contains(Panel.TIME);
  }

  private static String type(Panel panel) {
    return switch (panel.kind()) {
      case BARS -> isOverTime(panel) ? "timeseries" : "barchart";
      case LINES -> "timeseries";
      case HEAT -> "status-history";
      case TABLE, DOCUMENTS -> "table";
    };
  }

  private static ObjectNode defaults(Panel panel) {
    ObjectNode defaults =
        switch (panel.kind()) {
          case BARS ->
              isOverTime(panel)
                  ? Json.object(
                      "{'custom': {'drawStyle': 'bars', 'fillOpacity': 80,"
                          + " 'stacking': {'mode': 'normal', 'group': 'A'}}}")
                  : Json.object("{}");
          case LINES -> Json.object("{'custom': {'drawStyle': 'line', 'showPoints': 'always'}}");
          case HEAT -> Json.object("{'color': {'mode': 'continuous-reds'}, 'min': 0}");
          case TABLE, DOCUMENTS -> Json.object("{}");
        };
    boolean isOneUnit = panel.kind() != Kind.TABLE && panel.kind() != Kind.DOCUMENTS;
    switch (isOneUnit ? panel.unit() : "") {
      case "ms" -> defaults.put("unit", "ms");
      case "%" -> defaults.put("unit", "percent");
      case "MiB" -> defaults.put("unit", "mbytes");
      default -> {}
    }
    return defaults;
  }

  private static ObjectNode options(Panel panel) {
    return switch (panel.kind()) {
      case BARS -> isOverTime(panel) ? Json.object("{}") : Json.object("{'stacking': 'normal'}");
      case HEAT -> Json.object("{'showValue': 'auto', 'rowHeight': 0.9}");
      default -> Json.object("{}");
    };
  }

  private static ObjectNode columns(Panel panel) {
    ObjectNode filter =
        Json.object("{'id': 'filterFieldsByName', 'options': {'include': {'names': []}}}");
    ArrayNode names = (ArrayNode) filter.at("/options/include/names");
    names.add(Panel.TIME);
    panel.columns().forEach(names::add);
    return filter;
  }

  private static ObjectNode target(Panel panel) {
    ObjectNode target = Json.object("{'refId': 'A', 'queryType': 'lucene', 'format': 'table'}");
    target.put("luceneQueryType", panel.kind() == Kind.DOCUMENTS ? "RawData" : "Metric");
    target.set("datasource", Json.object(DATA_SOURCE));
    target.put("query", panel.query());
    target.put("timeField", Panel.TIME);
    target.put("alias", isOverTime(panel) ? "{{term " + panel.buckets().get(1) + "}}" : "");
    ArrayNode metrics = target.putArray("metrics");
    for (int i = 0; i < panel.metrics().size(); i++) {
      metrics.add(metric(String.valueOf(i + 1), panel.metrics().get(i)));
    }
    if (panel.kind() == Kind.DOCUMENTS) {
      metrics.add(
          Json.object(
              "{'id': '1', 'type': 'raw_data',"
                  + " 'settings': {'size': '100', 'order': 'desc', 'useTimeRange': true}}"));
    }
    ArrayNode buckets = target.putArray("bucketAggs");
    // Grafana wants the time last.
    for (int i = panel.buckets().size() - 1; i >= 0; i--) {
      buckets.add(bucket(String.valueOf(panel.metrics().size() + i + 1), panel.buckets().get(i)));
    }
    return target;
  }

  private static ObjectNode metric(String id, Metric metric) {
    ObjectNode json = Json.object("{'id': '%s'}".formatted(id));
    boolean isPercentile = metric.type().equals("median") || metric.type().equals("p95");
    json.put("type", isPercentile ? "percentiles" : metric.type());
    if (metric.field() != null) {
      json.put("field", metric.field());
    }
    if (isPercentile) {
      String percent = metric.type().equals("median") ? "50" : "95";
      json.putObject("settings").putArray("percents").add(percent);
    }
    return json;
  }

  private static ObjectNode bucket(String id, String field) {
    return field.equals(Panel.TIME)
        ? Json.object(
            ("{'id': '%s', 'type': 'date_histogram', 'field': '%s',"
                    + " 'settings': {'interval': 'auto', 'min_doc_count': '0'}}")
                .formatted(id, field))
        : Json.object(
            ("{'id': '%s', 'type': 'terms', 'field': '%s', 'settings':"
                    + " {'size': '50', 'min_doc_count': '1', 'order': 'asc', 'orderBy': '_key'}}")
                .formatted(id, field));
  }
}
