package io.github.ecsusagereport.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/**
 * What {@code SECURITY.md} promises of the line: everything that is not in {@code docs/FIELDS.md}
 * has a word in it that must not come out, neither in a line nor, as long as the endpoint answers
 * well, in the log.
 */
class SecrecyTest {
  private static final String SECRET = "s3cr3t";
  private static final String QUOTED = "\"" + SECRET + "\"";
  private static final String BATCH_ID = SECRET + "-id";

  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();

  private final Map<String, String> environment = new HashMap<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  @BeforeEach
  void start() {
    log.start();
    root.addAppender(log);
    environment.put("ECS_CONTAINER_METADATA_URI_V4", ENDPOINT.uri().toString());
    environment.put("ECS_CONTAINER_METADATA_URI", "http://127.0.0.1/v3/" + SECRET);
    environment.put("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/" + SECRET);
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
    environment.put("DATABASE_PASSWORD", SECRET);
    ENDPOINT.answer("", container(TestTask.SIDECAR, TestTask.SIDECAR_ID).toString());
    ENDPOINT.task(task());
    ENDPOINT.stats(
        new TestStats()
            .with(BATCH_ID, withSecrets(TestStats.batch(6)))
            .with(TestTask.SIDECAR_ID, withSecrets(TestStats.sidecar(6))));
  }

  @AfterEach
  void stop() {
    root.detachAppender(log);
  }

  @Test
  void line_hasNothingThatIsNotAField() {
    TestLine line = new TestLine(run());
    assertEquals("success, containerExited, 0", line.end());
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"), "the reading was taken");
    assertEquals("6000", line.get("metrics.networkRxBytes"));
    assertSecret(line.toString());
  }

  @Test
  void lineAsText_hasNothingThatIsNotAField() {
    environment.put("USAGE_FORMAT", "text");
    String line = run();
    assertTrue(line.startsWith("REPORT TaskId: 7e57"), line);
    assertSecret(line);
  }

  /** One poll: the batch has ended already. */
  private String run() {
    environment.put("USAGE_LOG_LEVEL", "TRACE");
    environment.put("USAGE_REQUEST_TIMEOUT", "10s");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, UTF_8);
    assertEquals(0, Collector.run(environment, out, errors, new ShutdownSignal()));
    assertEquals("", err.toString(UTF_8));
    log.list.forEach(event -> assertSecret(event.getFormattedMessage()));
    return out.toString(UTF_8);
  }

  private static void assertSecret(String text) {
    assertFalse(text.contains(SECRET), text);
    assertFalse(text.contains(ENDPOINT.uri().getPath()), text);
    assertFalse(text.contains("172.17.0.9"), text);
  }

  private static TestTask task() {
    TestTask task = TestTask.batchEnded(0).remove(TestTask.BATCH).remove(TestTask.SIDECAR);
    for (String name :
        new String[] {"VPCID", "Group", "AvailabilityZoneID", "CapacityProvider", "Password"}) {
      task.with(name, SECRET);
    }
    task.task()
        .withRaw("TaskTags", secrets())
        .withRaw("ContainerInstanceTags", secrets())
        .withRaw("Errors", "[{\"ErrorMessage\":" + QUOTED + "}]")
        .withRaw("ClockDrift", secrets());
    return task.add(
            container(TestTask.BATCH, BATCH_ID)
                .with("KnownStatus", "STOPPED")
                .with("ExitCode", 0)
                .with("FinishedAt", TestStats.time(6.5)))
        .add(container(TestTask.SIDECAR, TestTask.SIDECAR_ID));
  }

  /** With every other field that the agent knows, and some that it does not. */
  private static TestJson container(String name, String id) {
    TestJson container = TestTask.container(name, id);
    for (String field :
        new String[] {"DockerName", "LogDriver", "ContainerARN", "Snapshotter", "Password"}) {
      container.with(field, SECRET);
    }
    for (String field : new String[] {"Labels", "LogOptions", "Health", "Environment"}) {
      container.withRaw(field, secrets());
    }
    for (String field : new String[] {"Ports", "Volumes", "Command", "Env", "Secrets"}) {
      container.withRaw(field, "[" + QUOTED + "," + secrets() + "]");
    }
    return container.withRaw(
        "Networks",
        "[{\"NetworkMode\":\"bridge\",\"IPv4Addresses\":[\"172.17.0.9\"],\"MACAddress\":"
            + (QUOTED + ",\"PrivateDNSName\":" + QUOTED + ",\"IPv6Addresses\":[" + QUOTED + "]},")
            + (secrets() + "]"));
  }

  private static TestJson withSecrets(TestJson reading) {
    String bytes = reading.toString().replaceAll(".*\"eth0\":(\\{[^}]*}).*", "$1");
    return reading
        .with("name", "/" + SECRET)
        .with("id", SECRET)
        .withRaw("networks", "{" + QUOTED + ":" + (bytes.startsWith("{\"rx") ? bytes : "{}") + "}")
        .withRaw("storage_stats", secrets())
        .withRaw("labels", secrets());
  }

  private static String secrets() {
    return "{" + QUOTED + ":" + QUOTED + ",\"NetworkMode\":" + QUOTED + "}";
  }
}
