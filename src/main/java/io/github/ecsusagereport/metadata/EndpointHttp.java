package io.github.ecsusagereport.metadata;

import io.github.ecsusagereport.metadata.MetadataException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;

/**
 * GET over plain http, one connection kept open. No TLS, cookies, redirects, retries, compression
 * or proxy: the endpoint needs none, each costs memory, and a retry would hide a fault that belongs
 * into the line.
 */
final class EndpointHttp implements Closeable {
  /** A task's ten containers take 50 KB; what is larger than this is no answer. */
  static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

  private static final int FIRST_BUFFER_BYTES = 32 * 1024;
  private static final int SHOWN_BODY_CHARS = 200;

  private final CloseableHttpClient client;
  private final RequestConfig requestConfig;
  private final Duration timeout;
  private final Deadline deadline = new Deadline();
  private byte[] body = new byte[FIRST_BUFFER_BYTES];

  /**
   * @param timeout for each request: connect, headers and body together
   */
  EndpointHttp(Duration timeout) {
    this.timeout = timeout;
    this.requestConfig =
        RequestConfig.custom()
            .setResponseTimeout(Timeout.of(timeout))
            .setRedirectsEnabled(false)
            .build();
    this.client = bareClient(new PlainConnection(deadline));
  }

  /** Without its own user agent it would open the jar to look for its version. */
  static CloseableHttpClient bareClient(HttpClientConnectionManager connections) {
    return HttpClientBuilder.create()
        .setConnectionManager(connections)
        .setUserAgent("ecs-usage-report")
        .setDefaultAuthSchemeRegistry(name -> null)
        .setDefaultCookieSpecRegistry(name -> null)
        .setDefaultCredentialsProvider((scope, context) -> null)
        .disableAuthCaching()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableRedirectHandling()
        .build();
  }

  /**
   * The body of a 200. The buffer is valid until the next call.
   *
   * @throws MetadataException UNAVAILABLE or REFUSED
   */
  Body get(URI uri) throws MetadataException {
    deadline.startIn(timeout);
    HttpHost host = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
    HttpGet request = new HttpGet(uri);
    request.setConfig(requestConfig);
    try (ClassicHttpResponse response = client.executeOpen(host, request, null)) {
      int length = readBody(request, response.getEntity());
      if (response.getCode() != 200) {
        throw refused(uri, response, length);
      }
      return new Body(uri, body, length);
    } catch (IOException e) {
      throw new MetadataException(Kind.UNAVAILABLE, "GET " + uri + ": " + e, e);
    }
  }

  private int readBody(HttpGet request, HttpEntity entity) throws IOException {
    if (entity == null) {
      return 0;
    }
    InputStream content = entity.getContent();
    int length = 0;
    int count;
    while ((count = content.read(body, length, body.length - length)) >= 0) {
      length += count;
      if (length == MAX_BODY_BYTES) {
        // Without this, closing the response would read the rest to save the connection.
        request.abort();
        throw new IOException("a body of " + MAX_BODY_BYTES + " bytes or more");
      }
      if (length == body.length) {
        body = Arrays.copyOf(body, Math.min(2 * body.length, MAX_BODY_BYTES));
      }
    }
    return length;
  }

  private MetadataException refused(URI uri, ClassicHttpResponse response, int length) {
    String start = new Body(uri, body, length).start(SHOWN_BODY_CHARS);
    return new MetadataException(
        Kind.REFUSED, "GET " + uri + ": status " + response.getCode() + ", " + start, null);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  /** What came, in a buffer that is longer. */
  static final class Body {
    private final URI uri;
    private final byte[] bytes;
    private final int length;

    Body(URI uri, byte[] bytes, int length) {
      this.uri = uri;
      this.bytes = bytes;
      this.length = length;
    }

    URI uri() {
      return uri;
    }

    byte[] bytes() {
      return bytes;
    }

    int length() {
      return length;
    }

    String start(int chars) {
      return new String(bytes, 0, Math.min(length, chars), StandardCharsets.UTF_8);
    }
  }
}
