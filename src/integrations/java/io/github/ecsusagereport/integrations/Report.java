package io.github.ecsusagereport.integrations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.report.ReportCommand;
import io.github.ecsusagereport.report.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What {@code report --format json} says of lines. */
final class Report {
  private Report() {}

  static JsonNode of(List<String> lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        ReportCommand.commandLine(
                Map.of(),
                new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8)),
                out,
                new PrintStream(err, true, UTF_8),
                () -> Terminal.NONE,
                Clock.systemUTC())
            .execute("--format", "json");
    assertEquals(0, exitCode, err.toString(UTF_8));
    return Json.parse(out.toString(UTF_8)).path("tasks");
  }

  /** By family, of those that have it. */
  static Map<String, Double> byFamily(List<String> lines, String pointer) {
    Map<String, Double> values = new TreeMap<>();
    for (JsonNode task : of(lines)) {
      if (task.at(pointer).isNumber()) {
        values.put(task.path("family").asString(), task.at(pointer).asDouble());
      }
    }
    return values;
  }
}
