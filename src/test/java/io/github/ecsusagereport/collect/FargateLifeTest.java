package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.Golden;
import io.github.ecsusagereport.LineSchema;
import io.github.ecsusagereport.collect.CollectConfig.Format;
import io.github.ecsusagereport.collect.CollectConfig.LogLevel;
import io.github.ecsusagereport.metadata.TaskMetadataClient;
import io.github.ecsusagereport.summary.BatchJob;
import io.github.ecsusagereport.summary.Timestamps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A minute on Fargate, polled at 1 Hz: the lines that the README quotes. */
class FargateLifeTest {
  private static final Instant START = Instant.parse("2026-01-05T03:00:05.412Z");
  private static final Duration FIRST_POLL = Duration.ofMillis(298);
  private static final int FIRST_READING = 8;
  private static final int READING_INTERVAL = 10;
  private static final int END = 61;

  /** CPU milliseconds and memory in MiB of the batch in each of its ten seconds. */
  private static final long[] CPU_MILLIS = {2120, 4985, 4990, 4987, 2210, 890};

  private static final long[] MEMORY_MIB = {212, 540, 731, 742, 655, 318};

  @TempDir private Path proc;

  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();

  @Test
  void line_isTheOneThatTheReadmeQuotes() throws IOException {
    byte[] json = life(Format.JSON);
    byte[] text = life(Format.TEXT);

    Golden.check("fargate.json", json);
    Golden.check("fargate.txt", text);
    String readme = Files.readString(Path.of("README.md")).replaceAll("\\s", "");
    for (byte[] line : List.of(json, text)) {
      String quoted = new String(line, StandardCharsets.UTF_8).replaceAll("\\s", "");
      assertTrue(readme.contains(quoted), "not in the README: " + quoted);
    }
  }

  /** What the tests of {@code integrations/} take as a line of this format. */
  @Test
  void lineWithMetrics_isThatLineAndMore() throws IOException {
    byte[] emf = life(Format.EMF);

    Golden.check("fargate.emf.json", emf);
    LineSchema.assertValid(new String(emf, StandardCharsets.UTF_8));
  }

  private byte[] life(Format format) throws IOException {
    ScriptedPace pace = new ScriptedPace(Duration.ofSeconds(1));
    for (int second = 0; second < END; second++) {
      int now = second;
      pace.add(() -> answer(now));
    }
    pace.atSignal(this::answerEnd);
    pace.atWait(() -> writeMachine(pace.elapsed().plus(FIRST_POLL)));
    writeMachine(FIRST_POLL);
    pace.start();
    CollectConfig config =
        new CollectConfig(
            ENDPOINT.uri(),
            List.of(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ZERO,
            Timestamps.parse(time(-25.4)),
            true,
            true,
            Duration.ofMillis(100),
            true,
            "nightly-import",
            BatchJob.NONE,
            format,
            null,
            LogLevel.ERROR);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(OutputStream.nullOutputStream());
    InstantSource clock = () -> START.plus(FIRST_POLL).plus(pace.elapsed());
    try (TaskMetadataClient client =
        new TaskMetadataClient(ENDPOINT.uri(), config.requestTimeout())) {
      LineWriter writer = new LineWriter(format, out, err, null);
      new Collector(config, client, pace, clock, proc.toString(), writer).run();
    }
    String line = out.toString(StandardCharsets.UTF_8);
    return line.replaceAll("\"version\":\"[^\"]+\"", "\"version\":\"0.1.0\"")
        .replaceAll("\"cpuArchitecture\":\"[^\"]+\"", "\"cpuArchitecture\":\"X86_64\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Agent and log drivers besides; and between two readings the batch holds 82 MiB more once. */
  private void writeMachine(Duration sinceStart) {
    double second = sinceStart.toMillis() / 1000.0;
    double cpuMillis = 21_000 + 15 * second;
    double reached = FIRST_READING + 0.35;
    double from = 0;
    int frame = 0;
    for (int i = 0; i < CPU_MILLIS.length; i++) {
      // After the last reading the batch goes on as before.
      double most = i < CPU_MILLIS.length - 1 ? 1 : 2;
      cpuMillis += CPU_MILLIS[i] * Math.max(0, Math.min(most, (second - from) / (reached - from)));
      frame += second >= reached + 2 ? 1 : 0;
      from = reached;
      reached += READING_INTERVAL;
    }
    long memoryMiB = 118 + 12 + MEMORY_MIB[Math.min(frame, MEMORY_MIB.length - 1)];
    boolean isSpike = second > 33 && second < 33.4;
    try {
      Files.writeString(
          proc.resolve("stat"), "cpu  " + Math.round(cpuMillis / 10) + " 0 0 0 0 0 0\n");
      Files.writeString(
          proc.resolve("meminfo"),
          "AnonPages: " + 1024 * (memoryMiB + (isSpike ? 82 : 0)) + " kB\nShmem: 0 kB\n");
      Files.writeString(proc.resolve("vmstat"), "oom_kill 0\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(int second) {
    ENDPOINT.answer("", container("usage-report", TestTask.SIDECAR_ID, 0.2).toString());
    ENDPOINT.answer("/task", task(container("batch", TestTask.BATCH_ID, 0)).toString());
    int frames = (second - FIRST_READING - 1 + READING_INTERVAL) / READING_INTERVAL;
    TestStats stats = new TestStats().with(TestTask.SIDECAR_ID, frames == 0 ? "null" : own(frames));
    ENDPOINT.answer(
        "/task/stats",
        stats.with(TestTask.BATCH_ID, frames == 0 ? "null" : batch(frames)).toString());
  }

  private void answerEnd() {
    TestJson stopped =
        container("batch", TestTask.BATCH_ID, 0)
            .with("KnownStatus", "STOPPED")
            .with("ExitCode", 0)
            .with("FinishedAt", time(61.207));
    ENDPOINT.answer("/task", task(stopped).with("ExecutionStoppedAt", time(61.207)).toString());
    ENDPOINT.answer(
        "/task/stats",
        new TestStats()
            .with(TestTask.SIDECAR_ID, own(6))
            .with(TestTask.BATCH_ID, "null")
            .toString());
  }

  private static TestJson batch(int frames) {
    long cpuMillis = 0;
    for (int i = 0; i < frames; i++) {
      cpuMillis += CPU_MILLIS[i];
    }
    return reading(frames, cpuMillis, MEMORY_MIB[frames - 1], 96)
        .with("memory_stats.max_usage", 901L << 20)
        .withRaw(
            "blkio_stats.io_service_bytes_recursive",
            "[{\"op\":\"Read\",\"value\":41943040},{\"op\":\"Write\",\"value\":8388608}]");
  }

  private static TestJson own(int frames) {
    return reading(frames, 130 + 18L * frames, 12, 20);
  }

  private static TestJson reading(int frames, long cpuMillis, long memoryMiB, long cacheMiB) {
    return new TestJson()
        .with("read", time(FIRST_READING + READING_INTERVAL * (frames - 1) + 0.35))
        .with("preread", "0001-01-01T00:00:00Z")
        .with("cpu_stats.cpu_usage.total_usage", cpuMillis * 1_000_000)
        .with("precpu_stats.cpu_usage.total_usage", 0)
        .with("memory_stats.usage", (memoryMiB + cacheMiB) << 20)
        .with("memory_stats.stats.cache", cacheMiB << 20)
        .with("memory_stats.stats.inactive_file", cacheMiB << 19)
        .with("memory_stats.stats.hierarchical_memory_limit", 1L << 30)
        .with("memory_stats.limit", 9223372036854771712L)
        .with("networks.eth1.rx_bytes", 129_000_000L + 1_000_000L * frames)
        .with("networks.eth1.tx_bytes", 40_000L * frames);
  }

  private static TestTask task(TestJson batch) {
    TestTask task = new TestTask();
    String region = "arn:aws:ecs:eu-north-1:111122223333:";
    task.with("Cluster", region + "cluster/nightly")
        .with("TaskARN", region + "task/nightly/8f03e41243824aea923aca126495f665")
        .with("Family", "import")
        .with("Revision", "42")
        .with("Limits.CPU", 0.5)
        .with("Limits.Memory", 1024)
        .with("PullStartedAt", time(-17.2))
        .with("PullStoppedAt", time(-1.5))
        .with("AvailabilityZone", "eu-north-1b")
        .with("LaunchType", "FARGATE")
        .with("EphemeralStorageMetrics.Utilized", 434)
        .with("EphemeralStorageMetrics.Reserved", 20_496);
    return task.add(batch).add(container("usage-report", TestTask.SIDECAR_ID, 0.2));
  }

  private static TestJson container(String name, String id, double startedAt) {
    return TestTask.container(name, id)
        .with("StartedAt", time(startedAt))
        .withRaw("Networks", "[{\"NetworkMode\":\"awsvpc\",\"IPv4Addresses\":[\"10.0.1.9\"]}]");
  }

  private static String time(double second) {
    return START.plusMillis(Math.round(second * 1000)).toString();
  }
}
