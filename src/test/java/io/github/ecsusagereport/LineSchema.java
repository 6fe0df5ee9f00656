package io.github.ecsusagereport;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The lines against {@code docs/report-line.schema.json}. */
public final class LineSchema {
  private static final Pattern NUMBER =
      Pattern.compile("\"([a-zA-Z0-9]+)\":\\s*(-?[0-9][^,}\\s]*)");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonNode ROOT = JSON.readTree(Path.of("docs/report-line.schema.json"));
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(ROOT);
  private static final Map<String, String> TYPES = new HashMap<>();

  static {
    addTypes(ROOT, TYPES);
  }

  private LineSchema() {}

  /** The line has what it must have, nothing else, and numbers as they are always printed. */
  public static void assertValid(String line) {
    JsonNode document = assertDoesNotThrow(() -> JSON.readTree(line), line);
    var errors =
        SCHEMA.validate(
            document, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)));
    assertEquals(List.of(), errors, line);
    Matcher numbers = NUMBER.matcher(line);
    while (numbers.find()) {
      String form = TYPES.get(numbers.group(1)).equals("whole") ? "-?\\d+" : "-?\\d+\\.\\d{1,3}";
      assertTrue(numbers.group(2).matches(form), () -> numbers.group() + " in " + line);
    }
  }

  /**
   * The fields of an object in the order of the schema.
   *
   * @param pointer where the object is in the schema, such as {@code /$defs/sampling}
   */
  public static Map<String, JsonNode> fields(String pointer) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    ROOT.at(pointer + "/properties").forEachEntry(fields::put);
    assertTrue(!fields.isEmpty(), pointer);
    return fields;
  }

  /** In the words of {@code docs/FIELDS.md}: text, whole, decimal, object, array, true. */
  public static String type(JsonNode field) {
    String ref = field.path("$ref").asString("").replace("#/$defs/", "");
    if (ref.startsWith("time")) {
      return ref.equals("timeMillis") ? "text, milliseconds" : "text, microseconds";
    }
    String type = field.path("type").asString(field.has("enum") ? "string" : "");
    return switch (type) {
      case "" -> type(ROOT.at("/$defs/" + ref));
      case "string" -> "text";
      case "integer" -> "whole";
      case "number" -> "decimal";
      case "boolean" -> String.valueOf(field.get("const"));
      default -> type;
    };
  }

  /** By name: a field keeps its type wherever it stands. */
  private static void addTypes(JsonNode schema, Map<String, String> types) {
    schema
        .path("properties")
        .forEachEntry(
            (name, field) -> {
              if (field.has("description")) {
                String other = types.put(name, type(field));
                assertTrue(other == null || other.equals(type(field)), name);
              }
            });
    schema.forEach(child -> addTypes(child, types));
  }
}
