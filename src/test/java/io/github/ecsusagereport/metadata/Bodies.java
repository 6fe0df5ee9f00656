package io.github.ecsusagereport.metadata;

import io.github.ecsusagereport.metadata.EndpointHttp.Body;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Bodies from the test resources, and what the readers make of them. */
final class Bodies {
  private Bodies() {}

  static Body body(byte[] bytes) {
    return new Body(URI.create("http://127.0.0.1/"), bytes, bytes.length);
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = Bodies.class.getResourceAsStream("/metadata/" + name)) {
      return in.readAllBytes();
    }
  }

  static TaskStats stats(byte[] bytes) throws MetadataException {
    StatsReader reader = new StatsReader();
    return new LenientJson().read(body(bytes), json -> TaskStats.read(json, reader));
  }

  static TaskMetadata task(byte[] bytes) throws MetadataException {
    return new LenientJson().read(body(bytes), TaskReader::read);
  }
}
