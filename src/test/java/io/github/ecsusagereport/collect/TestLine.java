package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.LineSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A line as the reader sees it: what it promises in any case is asserted, its values by path. */
final class TestLine {
  private final String line;
  private final Map<String, String> values = new LinkedHashMap<>();

  TestLine(String line) {
    this.line = line;
    assertTrue(line.endsWith("\n"), line);
    assertEquals(line.length() - 1, line.indexOf('\n'), "one newline");
    assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 16_000, "16,000 bytes");
    assertTrue(line.startsWith("{\"time\":\"2"), line);
    LineSchema.assertValid(line);
    read();
  }

  private void read() {
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isScalarValue()) {
          String path = json.streamReadContext().pathAsPointer().toString().substring(1);
          values.put(path.replace('/', '.'), json.getString());
        }
      }
    }
  }

  /** Below {@code record}, such as {@code metrics.cpuTimeMs}; null when absent. */
  String get(String path) {
    return root("record." + path);
  }

  /** From the root on, such as {@code _aws.Timestamp}; null when absent. */
  String root(String path) {
    return values.get(path);
  }

  String type() {
    return values.get("type");
  }

  /** Status and end, as {@code success, containerExited, 0}. */
  String end() {
    return get("status") + ", " + get("endReason") + ", " + get("exitCode");
  }

  /** All counters of what went wrong that are not 0, such as {@code missedPolls=1}. */
  String trouble() {
    StringBuilder text = new StringBuilder();
    for (String name :
        new String[] {
          "missedPolls", "missedTaskReads", "droppedReadings", "resets", "clockSteps"
        }) {
      if (!"0".equals(get("sampling." + name))) {
        text.append(text.length() > 0 ? " " : "")
            .append(name)
            .append('=')
            .append(get("sampling." + name));
      }
    }
    return text.toString();
  }

  /** All but the counters of trouble, this build's version and machine, to compare whole lines. */
  String numbers() {
    String counters = "polls|missedPolls|missedTaskReads|droppedReadings|resets|clockSteps";
    return line.replaceAll("\"(" + counters + ")\":\\d+", "\"$1\":0")
        .replaceAll("\"version\":\"[^\"]+\"", "\"version\":\"0\"")
        .replaceAll("\"cpuArchitecture\":\"[^\"]+\"", "\"cpuArchitecture\":\"X86_64\"");
  }

  /** Asserts that these are the numbers of the golden file; rewrites it when asked to. */
  void assertNumbers(String resource) {
    Path file = Path.of("src/test/resources").resolve(resource);
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.writeString(file, numbers());
      }
      assertEquals(Files.readString(file), numbers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return line;
  }
}
