package io.github.ecsusagereport.local;

import static io.github.ecsusagereport.local.LocalTaskFixture.STARTED;
import static io.github.ecsusagereport.local.LocalTaskFixture.reading;
import static io.github.ecsusagereport.local.LocalTaskFixture.stats;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetadataServerTest {
  private static final Path GOLDEN = Path.of("src/test/resources/local");

  private final LocalTaskState task = LocalTaskFixture.task();
  private final HttpClient client = HttpClient.newHttpClient();
  private MetadataServer server;

  @BeforeEach
  void start() throws IOException {
    server = MetadataServer.start(task, 2);
    task.usageReport().started(STARTED.minusSeconds(1), stats(reading(2, 1, 1, 1000)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void beforeTheCommandRuns_thereIsATask() throws Exception {
    assertGolden("task-v4-created.json", EndpointVersion.V4, "/task");
  }

  @Test
  void runningTask_isShownInBothVersions() throws Exception {
    task.batch().started(STARTED, stats());

    assertGolden("task-v4-running.json", EndpointVersion.V4, "/task");
    assertGolden("task-v3-running.json", EndpointVersion.V3, "/task");
    assertGolden("container.json", EndpointVersion.V4, "");
    assertGolden("container.json", EndpointVersion.V3, "");
  }

  @Test
  void stoppedTask_hasAnExitCode() throws Exception {
    task.batch().started(STARTED, stats());
    task.batch().stop(new LocalContainer.Exit(3, STARTED.plusMillis(2500)));

    assertGolden("task-v4-stopped.json", EndpointVersion.V4, "/task");
  }

  @Test
  void withoutAFrame_statsAreEmpty() throws Exception {
    String ids = "{\"" + "b".repeat(64) + "\":%1$s,\"" + "c".repeat(64) + "\":%1$s}";

    assertEquals(ids.formatted("{}"), get(EndpointVersion.V4, "/task/stats").body());
    assertEquals(ids.formatted("null"), get(EndpointVersion.V3, "/task/stats").body());
    assertEquals("{}", get(EndpointVersion.V4, "/stats").body());
    assertEquals("null", get(EndpointVersion.V3, "/stats").body());
  }

  @Test
  void frames_areShownAsTheKernelsVersion() throws Exception {
    task.batch().started(STARTED, stats(reading(1, 1, 1, 500), reading(1, 2, 2, 600)));
    task.containers().forEach(container -> container.sample(STARTED));
    task.batch().sample(STARTED);

    assertGolden("task-stats.json", EndpointVersion.V4, "/task/stats");
    assertGolden("task-stats.json", EndpointVersion.V3, "/task/stats");
    assertGolden("stats.json", EndpointVersion.V4, "/stats");
  }

  @Test
  void unknownIds_areRefusedAsEachVersionDoes() throws Exception {
    String root = server.uri(EndpointVersion.V4).replaceFirst("/v4/.*", "");

    assertRefused(404, "no task has the endpoint x", root + "/v4/x/task");
    assertRefused(404, "no task has the endpoint x", root + "/v4/x/task/stats");
    assertRefused(404, "no task has the endpoint x", root + "/v4/x/stats");
    assertRefused(404, "no task has the endpoint x", root + "/v4/x");
    assertRefused(500, "no task has the endpoint x", root + "/v3/x/task");
    assertRefused(400, "no task has the endpoint x", root + "/v3/x/task/stats");
    assertRefused(404, "page not found", root + "/");
    assertRefused(404, "page not found", root + "/v2/metadata");
    assertRefused(404, "page not found", server.uri(EndpointVersion.V4) + "/task/");
  }

  @Test
  void address_isTheLoopbackInterface() {
    assertTrue(
        server
            .uri(EndpointVersion.V3)
            .matches("http://127\\.0\\.0\\.1:\\d+/v3/" + task.usageReport().identity().id()));
  }

  private void assertGolden(String file, EndpointVersion version, String path) throws Exception {
    HttpResponse<String> response = get(version, path);
    assertEquals(200, response.statusCode());
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(GOLDEN.resolve(file), response.body() + "\n");
    }
    assertEquals(Files.readString(GOLDEN.resolve(file)), response.body() + "\n");
  }

  private void assertRefused(int status, String sentence, String uri) throws Exception {
    HttpResponse<String> response = send(uri);
    assertEquals(status, response.statusCode(), uri);
    assertEquals('"' + sentence + '"', response.body(), uri);
  }

  private HttpResponse<String> get(EndpointVersion version, String path) throws Exception {
    return send(server.uri(version) + path);
  }

  private HttpResponse<String> send(String uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
  }
}
