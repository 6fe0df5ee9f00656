package io.github.ecsusagereport.collect;

import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON object whose fields are set by path, {@code a.b.c}; keeps their order. */
final class TestJson {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Sets a text, or a number as it is. */
  TestJson with(String path, Object value) {
    return withRaw(path, value instanceof String ? "\"" + value + "\"" : String.valueOf(value));
  }

  /** Sets anything, valid or not. */
  TestJson withRaw(String path, String json) {
    parent(path).fields.put(last(path), json);
    return this;
  }

  TestJson without(String path) {
    parent(path).fields.remove(last(path));
    return this;
  }

  private TestJson parent(String path) {
    TestJson parent = this;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.')) {
      Object child = parent.fields.computeIfAbsent(path.substring(0, dot), name -> new TestJson());
      parent = (TestJson) child;
      path = path.substring(dot + 1);
    }
    return parent;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  @Override
  public String toString() {
    StringBuilder json = new StringBuilder("{");
    fields.forEach(
        (name, value) ->
            json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(value));
    return json.append('}').toString();
  }
}
