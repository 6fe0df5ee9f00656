package io.github.ecsusagereport.metadata;

import io.github.ecsusagereport.metadata.EndpointHttp.Body;
import io.github.ecsusagereport.metadata.MetadataException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * The task metadata endpoint of one container, version 3 or 4 (<a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint.html">documentation</a>).
 * Not for several threads.
 */
public final class TaskMetadataClient implements Closeable {
  private final URI root;
  private final URI task;
  private final URI taskStats;
  private final EndpointHttp http;
  private final LenientJson json = new LenientJson();
  private final StatsReader statsReader = new StatsReader();

  /**
   * @param root {@code $ECS_CONTAINER_METADATA_URI_V4}, without a slash at the end: the agent does
   *     not route one
   * @param timeout for each request, all of it
   */
  public TaskMetadataClient(URI root, Duration timeout) {
    this.root = root;
    this.task = URI.create(root + "/task");
    this.taskStats = URI.create(root + "/task/stats");
    this.http = new EndpointHttp(timeout);
  }

  /**
   * The container that asks.
   *
   * @throws MetadataException without a usable answer
   */
  public ContainerMetadata self() throws MetadataException {
    Body body = http.get(root);
    ContainerMetadata self = json.read(body, TaskReader::container);
    if (self.name() == null) {
      throw unusable(body, "a container without a name");
    }
    return self;
  }

  /**
   * The task and its containers.
   *
   * @throws MetadataException without a usable answer
   */
  public TaskMetadata task() throws MetadataException {
    Body body = http.get(task);
    TaskMetadata metadata = json.read(body, TaskReader::read);
    if (metadata.containers().isEmpty()) {
      throw unusable(body, "a task without containers");
    }
    return metadata;
  }

  /**
   * The latest reading of each container.
   *
   * @throws MetadataException without a usable answer
   */
  public TaskStats taskStats() throws MetadataException {
    Body body = http.get(taskStats);
    TaskStats stats = json.read(body, parser -> TaskStats.read(parser, statsReader));
    if (stats == null) {
      throw unusable(body, "no containers");
    }
    return stats;
  }

  private static MetadataException unusable(Body body, String what) {
    return new MetadataException(Kind.MALFORMED, "GET " + body.uri() + ": " + what, null);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
