package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.ecsusagereport.collect.CollectConfig.Format;
import io.github.ecsusagereport.summary.BatchJob;
import io.github.ecsusagereport.summary.Sampling;
import io.github.ecsusagereport.summary.TaskSummary;
import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The line is out before anything is sent, and whatever the collector does. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtlpExporterTest {
  private static final String LINE = "\"type\":\"ecs.task.report\"";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(OtlpExporter.class);
  private OtlpCollector collector;

  @BeforeEach
  void start() throws IOException {
    collector = new OtlpCollector();
    log.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    collector.close();
    logger.detachAppender(log);
  }

  private static TaskSummary report() {
    return TaskSummary.withoutNumbers(
        1_767_582_000_000_000_000L,
        TaskIdentity.UNKNOWN,
        null,
        BatchJob.NONE,
        Sampling.ofPolls(1, 0),
        "0.0.0");
  }

  private void write(String endpoint, OutputStream to) {
    OtlpExporter exporter =
        OtlpExporter.orNull(endpoint, new PrintStream(err, true, StandardCharsets.UTF_8));
    new LineWriter(Format.JSON, to, new PrintStream(err), exporter).write(report());
  }

  private void write(String endpoint) {
    write(endpoint, out);
    String line = out.toString(StandardCharsets.UTF_8);
    assertTrue(line.contains(LINE) && line.indexOf('\n') == line.length() - 1, line);
  }

  private List<String> warnings() {
    return log.list.stream()
        .map(event -> event.getFormattedMessage().replace(collector.endpoint(), "…"))
        .toList();
  }

  @Test
  void report_isSentOnce_afterTheLine() {
    StringBuilder order = new StringBuilder();
    OutputStream recording =
        new OutputStream() {
          @Override
          public void write(int b) {
            order.append((char) b);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            order.append("requests=").append(collector.bodies().size());
          }
        };
    write(collector.endpoint() + "/", recording);

    assertEquals("requests=0", order.toString());
    assertEquals(1, collector.bodies().size());
    assertEquals(List.of(), warnings());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void statusThatMayBeTriedAgain_isTriedOnceMore(int status) {
    write(collector.answer(status).endpoint());
    assertEquals(2, collector.bodies().size());
    assertEquals(List.of(), warnings());

    out.reset();
    write(collector.answer(status, status).endpoint());
    assertEquals(4, collector.bodies().size());
    assertEquals(
        List.of(
            "The metrics of ecs.task.report were not sent to …/v1/metrics: twice: status "
                + status
                + ", {}"),
        warnings());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 413, 500, 501, 302})
  void otherStatus_isNotTriedAgain(int status) {
    write(collector.answer(status).endpoint());

    assertEquals(1, collector.bodies().size());
    assertEquals(
        List.of(
            "The metrics of ecs.task.report were not sent to …/v1/metrics: status "
                + status
                + ", {}"),
        warnings());
  }

  @Test
  void whatWasRejected_isSaid() {
    write(collector.body("{\"partialSuccess\":{\"rejectedDataPoints\":\"2\"}}").endpoint());

    assertEquals(1, collector.bodies().size());
    assertTrue(
        warnings().get(0).startsWith("Some metrics were rejected by …"), warnings()::toString);
  }

  @Test
  void refusedConnection_isSaid() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    write("http://127.0.0.1:" + port);

    assertEquals(1, warnings().size());
    assertTrue(warnings().get(0).contains("twice: "), warnings()::toString);
  }

  /**
   * The shortest stop leaves 2 s. The bound is the exporter's own, and not this machine's speed.
   */
  @Test
  void collectorThatNeverAnswers_isGivenUp() {
    assertTrue(OtlpExporter.BUDGET.toMillis() < 2000);
    write(collector.slow().endpoint());

    assertTrue(warnings().get(0).contains("were not sent to …/v1/metrics: "), warnings()::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:4318",
        "https://collector.example:4318",
        "http://",
        "http:// host:4318",
        "http://user:secret@127.0.0.1:4318",
        "grpc://127.0.0.1:4317"
      })
  void noAddress_isSaidAtTheStart_andTheRunGoesOn(String endpoint) {
    write(endpoint);

    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.startsWith("ecs-usage-report: USAGE_OTLP_ENDPOINT must be"), said);
    assertNull(OtlpExporter.orNull(endpoint, new PrintStream(err)));
  }

  @Test
  void addressWithAPath_isKept() {
    assertNotNull(OtlpExporter.orNull("http://127.0.0.1:4318/otlp/", new PrintStream(err)));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }
}
