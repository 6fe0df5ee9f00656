package io.github.ecsusagereport.integrations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees; in text blocks with ' for ". */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static JsonNode parse(String json) {
    return MAPPER.readTree(json);
  }

  /** An object written with single quotes. */
  static ObjectNode object(String json) {
    return (ObjectNode) parse(json.replace('\'', '"'));
  }

  static String pretty(JsonNode node) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }

  static String readText(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode read(String file) {
    return parse(readText(file));
  }
}
