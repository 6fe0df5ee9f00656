package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.MetadataException;
import io.github.ecsusagereport.metadata.TaskMetadata;
import io.github.ecsusagereport.metadata.TaskMetadataClient;
import io.github.ecsusagereport.metadata.TaskStats;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoint, whose faults are numbers: null where there was no usable answer. */
final class CountingEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(CountingEndpoint.class);

  private static final Duration LOST = Duration.ofMinutes(1);

  private final TaskMetadataClient client;
  private final Pace pace;
  private Duration lastAnswerAt = Duration.ZERO;
  private boolean hasFailed;
  private long polls;
  private long missedPolls;
  private long missedTaskReads;

  CountingEndpoint(TaskMetadataClient client, Pace pace) {
    this.client = client;
    this.pace = pace;
  }

  /** The container that asks, or null. */
  ContainerMetadata self() {
    try {
      return client.self();
    } catch (MetadataException e) {
      missedTaskReads++;
      failed(e);
      return null;
    }
  }

  /** {@code /task}, or null. */
  TaskMetadata task() {
    try {
      TaskMetadata task = client.task();
      lastAnswerAt = pace.elapsed();
      return task;
    } catch (MetadataException e) {
      missedTaskReads++;
      failed(e);
      return null;
    }
  }

  /** {@code /task/stats}, or null. */
  TaskStats taskStats() {
    polls++;
    try {
      TaskStats stats = client.taskStats();
      lastAnswerAt = pace.elapsed();
      return stats;
    } catch (MetadataException e) {
      missedPolls++;
      failed(e);
      return null;
    }
  }

  private void failed(MetadataException e) {
    if (hasFailed) {
      LOG.debug("No usable answer", e);
    } else {
      LOG.warn(
          "No usable answer, the first of this run; the report line counts them: {}",
          e.getMessage());
    }
    hasFailed = true;
  }

  /** There has been no answer for a minute. */
  boolean isLost() {
    return pace.elapsed().minus(lastAnswerAt).compareTo(LOST) >= 0;
  }

  long polls() {
    return polls;
  }

  long missedPolls() {
    return missedPolls;
  }

  long missedTaskReads() {
    return missedTaskReads;
  }
}
