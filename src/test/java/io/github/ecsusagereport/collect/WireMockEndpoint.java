package io.github.ecsusagereport.collect;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The endpoint as an HTTP server: up for all tests of a class, without answers before each. */
final class WireMockEndpoint
    implements TestEndpoint, BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private static final String ROOT = "/v4/0b5e7e";

  private final int port = freePort();
  private final WireMockServer server =
      new WireMockServer(options().bindAddress("127.0.0.1").port(port).containerThreads(12));

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void start() {
    server.start();
  }

  void stop() {
    server.stop();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    server.resetAll();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop();
  }

  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port + ROOT);
  }

  @Override
  public void answer(String path, String body) {
    answer(path, aResponse().withHeader("Content-Type", "application/json").withBody(body));
  }

  void answer(String path, ResponseDefinitionBuilder response) {
    server.stubFor(get(urlEqualTo(ROOT + path)).willReturn(response));
  }

  /** Whatever is asked for. */
  void answerAll(ResponseDefinitionBuilder response) {
    server.stubFor(any(anyUrl()).willReturn(response));
  }

  int requests(String path) {
    return (int)
        server.getAllServeEvents().stream()
            .filter(event -> event.getRequest().getUrl().equals(path))
            .count();
  }
}
