package io.github.ecsusagereport.integrations;

import io.github.ecsusagereport.integrations.Panel.Kind;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How Kibana 7.10 draws a panel: its own defaults, but for what the arguments say. */
final class VisualizationParams {
  private static final String AXES =
      """
      {
        'type': '%s', 'grid': {'categoryLines': false},
        'categoryAxes': [{
          'id': 'CategoryAxis-1', 'type': 'category', 'position': 'bottom', 'show': true,
          'style': {}, 'scale': {'type': 'linear'},
          'labels': {'show': true, 'filter': true, 'truncate': 100}, 'title': {}
        }],
        'valueAxes': [{
          'id': 'ValueAxis-1', 'name': 'LeftAxis-1', 'type': 'value', 'position': 'left',
          'show': true, 'style': {}, 'scale': {'type': 'linear', 'mode': 'normal'},
          'labels': {'show': true, 'rotate': 0, 'filter': false, 'truncate': 100},
          'title': {'text': '%s'}
        }],
        'seriesParams': [], 'addTooltip': true, 'addLegend': true, 'legendPosition': 'right',
        'times': [], 'addTimeMarker': false, 'labels': {'show': false},
        'thresholdLine': {
          'show': %b, 'value': 95, 'width': 1, 'style': 'dashed', 'color': '#E7664C'
        }
      }
      """;
  private static final String SERIES =
      """
      {
        'show': true, 'type': '%s', 'mode': '%s', 'data': {'id': '%d', 'label': '%s'},
        'valueAxis': 'ValueAxis-1', 'drawLinesBetweenPoints': true, 'lineWidth': 2,
        'interpolate': 'linear', 'showCircles': true
      }
      """;
  private static final String HEAT =
      """
      {
        'type': 'heatmap', 'addTooltip': true, 'addLegend': true, 'enableHover': false,
        'legendPosition': 'right', 'times': [], 'colorsNumber': 10, 'colorSchema': 'Reds',
        'setColorRange': false, 'colorsRange': [], 'invertColors': false, 'percentageMode': false,
        'valueAxes': [{
          'show': false, 'id': 'ValueAxis-1', 'type': 'value',
          'scale': {'type': 'linear', 'defaultYExtents': false},
          'labels': {'show': true, 'rotate': 0, 'overwriteColor': false, 'color': 'black'}
        }]
      }
      """;
  private static final String TABLE =
      """
      {
        'perPage': 20, 'showPartialRows': false, 'showMetricsAtAllLevels': false,
        'sort': {'columnIndex': null, 'direction': null}, 'showTotal': false, 'totalFunc': 'sum',
        'percentageCol': ''
      }
      """;

  private VisualizationParams() {}

  static ObjectNode of(Panel panel) {
    return switch (panel.kind()) {
      case HEAT -> Json.object(HEAT);
      case TABLE -> Json.object(TABLE);
      default -> axes(panel);
    };
  }

  private static ObjectNode axes(Panel panel) {
    boolean isBars = panel.kind() == Kind.BARS;
    boolean isOfTheSize = !isBars && panel.unit().equals("%");
    String type = isBars ? "histogram" : "line";
    String axis = panel.unit().equals("ms") ? "seconds" : panel.unit();
    ObjectNode params = Json.object(AXES.formatted(type, axis, isOfTheSize));
    ArrayNode series = params.withArray("seriesParams");
    for (int i = 0; i < panel.metrics().size(); i++) {
      series.add(
          Json.object(
              SERIES.formatted(
                  type, isBars ? "stacked" : "normal", i + 1, panel.metrics().get(i).label())));
    }
    return params;
  }
}
