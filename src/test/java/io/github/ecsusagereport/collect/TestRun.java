package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import io.github.ecsusagereport.collect.CollectConfig.Format;
import io.github.ecsusagereport.collect.CollectConfig.LogLevel;
import io.github.ecsusagereport.metadata.TaskMetadataClient;
import io.github.ecsusagereport.summary.BatchJob;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The life of one collector against an endpoint: a step before each poll, then the signal. */
final class TestRun {
  private final TestEndpoint endpoint;
  private final List<String> writes = new ArrayList<>();
  private ScriptedPace pace = new ScriptedPace(Duration.ofSeconds(1));
  private InstantSource clock = InstantSource.fixed(TestStats.START.plusSeconds(8));
  private Duration timeout = Duration.ofSeconds(5);
  private Duration checkpointInterval = Duration.ZERO;
  private Duration maxDuration = Duration.ZERO;
  private List<String> containers = List.of();
  private Format format = Format.JSON;
  private boolean hasCurve = true;
  private boolean readsKernel = true;
  private boolean readsMachine = true;
  private String procFolder = "src/test/resources/none";

  TestRun(TestEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** To be called first. */
  TestRun every(Duration interval) {
    pace = new ScriptedPace(interval);
    return this;
  }

  TestRun timeout(Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  TestRun clock(InstantSource clock) {
    this.clock = clock;
    return this;
  }

  /** The host's clock is set, by so many milliseconds since the beginning; at any moment. */
  TestRun setHostClock(long millis) {
    pace.setHostClock(Duration.ofMillis(millis));
    return this;
  }

  TestRun checkpointInterval(Duration interval) {
    this.checkpointInterval = interval;
    return this;
  }

  TestRun maxDuration(Duration duration) {
    this.maxDuration = duration;
    return this;
  }

  TestRun containers(String... names) {
    this.containers = List.of(names);
    return this;
  }

  TestRun format(Format format) {
    this.format = format;
    return this;
  }

  TestRun proc(Path folder) {
    this.procFolder = folder.toString();
    return this;
  }

  TestRun withoutKernel() {
    this.readsKernel = false;
    return this;
  }

  TestRun withoutMachine() {
    this.readsMachine = false;
    return this;
  }

  /** What happens every 100 ms between two polls, where the machine is read. */
  TestRun atWait(Runnable step) {
    pace.atWait(step);
    return this;
  }

  TestRun withoutCurve() {
    this.hasCurve = false;
    return this;
  }

  /** One more poll; this happens before. */
  TestRun poll(Runnable step) {
    pace.add(step);
    return this;
  }

  /** One more poll for each second; the batch runs and all is well. */
  TestRun good(int... seconds) {
    for (int second : seconds) {
      poll(() -> endpoint.good(second));
    }
    return this;
  }

  /** The last poll: the batch has ended. */
  TestRun ended(int exitCode) {
    return poll(() -> endpoint.ended(exitCode));
  }

  TestRun atSignal(Runnable step) {
    pace.atSignal(step);
    return this;
  }

  TestRun atPause(Runnable step) {
    pace.atPause(step);
    return this;
  }

  /** The only line; every step must have been used. */
  TestLine line() {
    List<TestLine> lines = lines();
    assertEquals(1, lines.size(), () -> "lines: " + lines);
    assertEquals(0, pace.stepsLeft(), "the collector ended too early: " + lines.get(0));
    return lines.get(0);
  }

  /** The lines, each of them one write; the last is the report and the only one. */
  List<TestLine> lines() {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
          }
        };
    run(out);
    List<TestLine> lines = writes.stream().map(TestLine::new).toList();
    for (int i = 0; i < lines.size(); i++) {
      boolean isLast = i == lines.size() - 1;
      assertEquals(isLast, lines.get(i).type().equals("ecs.task.report"), lines.toString());
    }
    return lines;
  }

  /** Writes the lines there. */
  void run(OutputStream out) {
    quiet();
    CollectConfig config =
        new CollectConfig(
            endpoint.uri(),
            containers,
            Duration.ofSeconds(1),
            timeout,
            checkpointInterval,
            maxDuration,
            UNKNOWN,
            readsKernel,
            readsMachine,
            Duration.ofMillis(100),
            hasCurve,
            null,
            BatchJob.NONE,
            format,
            null,
            LogLevel.ERROR);
    pace.start();
    LineWriter writer = new LineWriter(format, out, new PrintStream(out, true), null);
    try (TaskMetadataClient client = new TaskMetadataClient(endpoint.uri(), timeout)) {
      new Collector(config, client, pace, clock, procFolder, writer).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void quiet() {
    var logger = LoggerFactory.getLogger("io.github.ecsusagereport");
    ((ch.qos.logback.classic.Logger) logger).setLevel(Level.OFF);
  }
}
