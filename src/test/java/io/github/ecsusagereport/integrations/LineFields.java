package io.github.ecsusagereport.integrations;

import io.github.ecsusagereport.LineSchema;
import java.util.Set;
import java.util.TreeSet;

/** The paths of a line's fields, such as {@code record.metrics.durationMs}, from the schema. */
final class LineFields {
  static final Set<String> ALL = new TreeSet<>();

  static {
    add("record.", "/$defs/record");
    for (String metrics : new String[] {"record.metrics.", "record.taskMetrics."}) {
      add(metrics, "/$defs/containerMetrics");
      add(metrics, "/$defs/taskLevelMetrics");
    }
    add("record.sampling.", "/$defs/sampling");
    add("record.collector.", "/$defs/collector");
  }

  private LineFields() {}

  private static void add(String prefix, String pointer) {
    LineSchema.fields(pointer).keySet().forEach(name -> ALL.add(prefix + name));
  }
}
