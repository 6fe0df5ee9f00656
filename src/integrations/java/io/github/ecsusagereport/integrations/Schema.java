package io.github.ecsusagereport.integrations;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The fields of the contract, read from {@code docs/report-line.schema.json}. */
final class Schema {
  private final JsonNode root = Json.read("docs/report-line.schema.json");
  private final SortedMap<String, String> types = new TreeMap<>();

  /** Without what embedded metric format says once more beside the record. */
  private Schema() {
    addProperties("", root);
  }

  /**
   * All paths with the types of OpenSearch that belong to them: {@code record.metrics.durationMs},
   * {@code double}; {@code record.metrics}, {@code object}; {@code record.containers}, {@code
   * nested}.
   */
  static SortedMap<String, String> types() {
    return new Schema().types;
  }

  /** The values that a field may have. */
  static Set<String> values(String pointer) {
    return new Schema()
        .root
        .at(pointer + "/enum")
        .valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.toSet());
  }

  private void add(String path, JsonNode schema) {
    if (schema.has("$ref")) {
      add(path, root.at(schema.path("$ref").asString().substring(1)));
      return;
    }
    schema.path("allOf").forEach(each -> add(path, each));
    addProperties(path, schema);
  }

  private void addProperties(String path, JsonNode schema) {
    schema
        .path("properties")
        .forEachEntry(
            (name, property) -> {
              String child = path.isEmpty() ? name : path + "." + name;
              types.putIfAbsent(child, type(property));
              add(
                  child,
                  property.path("type").asString("").equals("array")
                      ? property.path("items")
                      : property);
            });
  }

  private String type(JsonNode schema) {
    if (schema.has("$ref")) {
      return type(root.at(schema.path("$ref").asString().substring(1)));
    }
    if (schema.path("format").asString("").equals("date-time")) {
      return "date";
    }
    return switch (schema.path("type").asString("string")) {
      case "string" -> "keyword";
      case "integer" -> "long";
      case "number" -> "double";
      case "array" -> "nested";
      case "boolean", "object" -> schema.path("type").asString();
      default -> throw new IllegalArgumentException(schema.toString());
    };
  }
}
