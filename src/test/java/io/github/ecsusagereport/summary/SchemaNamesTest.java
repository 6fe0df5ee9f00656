package io.github.ecsusagereport.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.LineSchema;
import io.github.ecsusagereport.summary.TaskSummary.EndReason;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the program writes, against the schema. */
class SchemaNamesTest {
  @Test
  void metrics_haveTheNamesAndTypesOfTheSchema() {
    Map<String, String> written =
        Arrays.stream(Metric.values())
            .collect(
                Collectors.toMap(
                    Metric::jsonName,
                    metric -> metric.kind() == Metric.Kind.WHOLE ? "whole" : "decimal"));
    Map<String, String> described = new TreeMap<>();
    for (String pointer : List.of("/$defs/containerMetrics", "/$defs/taskLevelMetrics")) {
      LineSchema.fields(pointer)
          .forEach((name, field) -> described.put(name, LineSchema.type(field)));
    }
    assertEquals(described, new TreeMap<>(written));
  }

  @Test
  void words_areThoseOfTheSchema() {
    assertEquals(words("", "type"), Stream.of(LineType.values()).map(LineType::jsonName).toList());
    assertEquals(
        words("/$defs/record", "status"),
        Stream.of(Status.values()).map(Status::jsonName).toList());
    assertEquals(
        words("/$defs/record", "endReason"),
        Stream.of(EndReason.values()).map(EndReason::jsonName).toList());
  }

  private static List<String> words(String pointer, String field) {
    List<String> words = new ArrayList<>();
    for (JsonNode word : LineSchema.fields(pointer).get(field).get("enum")) {
      words.add(word.asString());
    }
    return words;
  }
}
