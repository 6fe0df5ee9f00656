package io.github.ecsusagereport.metadata;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * POST of JSON over plain http, on one connection that is kept open; the client of the metadata
 * endpoint, with a body. For one thread at a time.
 */
public final class PlainPost implements Closeable {
  /** Enough for a reason. */
  private static final int MAX_BODY_BYTES = 4096;

  private final URI uri;
  private final Deadline deadline = new Deadline();
  private final CloseableHttpClient client = EndpointHttp.bareClient(new PlainConnection(deadline));

  /**
   * @param uri begins with http:// and has a host
   */
  public PlainPost(URI uri) {
    this.uri = uri;
  }

  /**
   * What a server said.
   *
   * @param status of HTTP
   * @param body its first 4,096 bytes
   */
  public record Answer(int status, String body) {}

  /**
   * Sends it once.
   *
   * @param timeout for all of it
   * @throws IOException when there is no answer, or none in time
   */
  public Answer post(byte[] json, Duration timeout) throws IOException {
    deadline.startIn(timeout);
    HttpPost request = new HttpPost(uri);
    request.setConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.of(timeout))
            .setRedirectsEnabled(false)
            .build());
    request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    HttpHost host = new HttpHost(uri.getScheme(), uri.getHost(), port);
    try (ClassicHttpResponse response = client.executeOpen(host, request, null)) {
      return new Answer(response.getCode(), body(request, response.getEntity()));
    }
  }

  private static String body(HttpPost request, HttpEntity entity) throws IOException {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    if (entity != null) {
      InputStream content = entity.getContent();
      int count;
      byte[] bytes = new byte[512];
      while ((count = content.read(bytes)) >= 0 && start.size() < MAX_BODY_BYTES) {
        start.write(bytes, 0, count);
      }
      if (count >= 0) {
        // Without this, closing the response would read the rest.
        request.abort();
      }
    }
    return start.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
