package io.github.ecsusagereport.metadata;

import io.github.ecsusagereport.usage.ContainerSample;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * {@code /task/stats}: the containers that have a reading now.
 *
 * @param samples by container id
 * @param unusable entries that were neither null nor {@code {}} and yet no sample
 */
public record TaskStats(Map<String, ContainerSample> samples, int unusable) {

  public TaskStats {
    samples = Collections.unmodifiableMap(samples);
  }

  /** Null when there is not a single entry: a task has at least the container that asks. */
  static TaskStats read(JsonParser json, StatsReader reader) {
    Map<String, ContainerSample> samples = new LinkedHashMap<>();
    boolean hasEntry = false;
    int unusable = 0;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      hasEntry = true;
      String id = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      ContainerSample sample = LenientJson.entersObject(json) ? reader.read(json) : null;
      if (sample != null) {
        samples.put(id, sample);
      } else if (json.currentToken() != JsonToken.END_OBJECT || !reader.wasEmpty()) {
        unusable++;
      }
    }
    return hasEntry ? new TaskStats(samples, unusable) : null;
  }
}
