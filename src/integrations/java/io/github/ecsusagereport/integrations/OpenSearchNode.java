package io.github.ecsusagereport.integrations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.codelibs.opensearch.runner.OpenSearchRunner.newConfigs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.http.HttpServerTransport;
import tools.jackson.databind.JsonNode;

/**
 * A real OpenSearch of one node in this JVM: 2.19 on Java 17, 3.x from Java 21 on. With {@code
 * -Dopensearch.url} another one, Elasticsearch for one, that must be empty and is cleared.
 */
final class OpenSearchNode implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final OpenSearchRunner runner;
  private final URI uri;

  OpenSearchNode() throws IOException {
    String url = System.getProperty("opensearch.url");
    runner = url == null ? new OpenSearchRunner() : null;
    uri = url == null ? start(runner) : URI.create(url);
    String before = get("/_cat/indices/ecs-usage-*");
    if (!before.isEmpty()) {
      throw new IllegalStateException(uri + " is not empty: " + before);
    }
  }

  private static URI start(OpenSearchRunner runner) throws IOException {
    runner.onBuild(
        (number, settings) -> {
          settings.put("http.port", "0");
          settings.put("transport.port", "0");
          settings.putList("node.roles", "cluster_manager", "data", "ingest");
        });
    Path folder = Files.createTempDirectory("opensearch");
    runner.build(
        newConfigs()
            .numOfNode(1)
            .basePath(folder.toString())
            .clusterName("integrations")
            .useLogger()
            .disableESLogger());
    HttpServerTransport transport = runner.node().injector().getInstance(HttpServerTransport.class);
    return URI.create("http://127.0.0.1:" + transport.boundAddress().publishAddress().getPort());
  }

  URI uri() {
    return uri;
  }

  String get(String path) {
    return send(HttpRequest.newBuilder(uri.resolve(path)).build());
  }

  String delete(String path) {
    return send(HttpRequest.newBuilder(uri.resolve(path)).DELETE().build());
  }

  String post(String path, String body) {
    return send(
        HttpRequest.newBuilder(uri.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private String send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new IllegalStateException(request + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs {@code integrations/opensearch/apply}, as the README says. */
  void apply() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("integrations/opensearch/apply", uri.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
  }

  /** Indexes documents as the shippers do, and gives the answer's item for each. */
  List<JsonNode> bulk(List<String> documents) {
    return bulk("index", documents);
  }

  /** The same with {@code index} or {@code create}. */
  List<JsonNode> bulk(String operation, List<String> documents) {
    String action = "{\"%s\":{\"_index\":\"ecs-usage-report\"}}%n".formatted(operation);
    String body =
        documents.stream().map(document -> action + document + "\n").collect(Collectors.joining());
    JsonNode answer = Json.parse(post("/_bulk?refresh=true", body));
    return answer.path("items").valueStream().map(item -> item.path(operation)).toList();
  }

  JsonNode search(String index, SearchRequest request) {
    JsonNode answer = Json.parse(post("/" + index + "/_search", request.body().toString()));
    if (!answer.has("hits")) {
      throw new IllegalStateException(request.body() + ": " + answer);
    }
    return answer;
  }

  /** The first documents that fit a query, newest first. */
  List<JsonNode> documents(String index, String query) {
    SearchRequest request = SearchRequest.documents(query, Panel.TIME);
    return search(index, request).at("/hits/hits").valueStream().toList();
  }

  /** Removes the indices and leaves what {@code apply} has put. */
  void clear() {
    delete("/ecs-usage-report-*");
    delete("/ecs-usage-dead-letter?ignore_unavailable=true");
  }

  @Override
  public void close() throws IOException {
    clear();
    if (runner != null) {
      runner.close();
      runner.clean();
    }
  }
}
