package io.github.ecsusagereport.taskdefinition;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON documents as trees that keep the order of their members and the digits of their numbers. */
final class Documents {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private Documents() {}

  /**
   * The object that a document is.
   *
   * @param name what to call the document in a sentence
   * @throws RefusedException when it is no JSON, or no object
   */
  static ObjectNode read(InputStream in, String name) throws IOException, RefusedException {
    JsonNode node;
    try {
      node = MAPPER.readTree(in.readAllBytes());
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String where = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
      throw new RefusedException(name + where + ": not JSON: " + e.getOriginalMessage());
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new RefusedException(
        name + (node.isMissingNode() ? " is empty" : " is JSON, but no object"));
  }

  /** A document that this program carries. */
  static ObjectNode resource(String name) {
    try (InputStream in = Documents.class.getResourceAsStream(name)) {
      return read(in, name);
    } catch (IOException | RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With two blanks for each level, and a newline at its end. */
  static String print(ObjectNode node) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(separators).withObjectIndenter(lines).withArrayIndenter(lines);
    return MAPPER.writer().with(printer).writeValueAsString(node) + "\n";
  }
}
