package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.collect.TestTask.BATCH;
import static io.github.ecsusagereport.collect.TestTask.BATCH_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field that is used, one after another: missing, null, of another type. */
class OddFieldsTest {
  private static final String MISSING = "missing";

  private static final List<String> ODD_VALUES =
      List.of(
          MISSING,
          "null",
          "\"text\"",
          "\"\"",
          "true",
          "[]",
          "[1,{\"a\":[]}]",
          "{}",
          "{\"a\":{\"read\":1}}",
          "-7",
          "18446744073709551615",
          "1e400",
          "\"2026-13-45T99:99:99Z\"");

  private static final List<String> STATS_FIELDS =
      List.of(
          "read",
          "preread",
          "cpu_stats",
          "cpu_stats.cpu_usage",
          "cpu_stats.cpu_usage.total_usage",
          "precpu_stats",
          "precpu_stats.cpu_usage",
          "precpu_stats.cpu_usage.total_usage",
          "memory_stats",
          "memory_stats.usage",
          "memory_stats.limit",
          "memory_stats.max_usage",
          "memory_stats.failcnt",
          "memory_stats.stats",
          "memory_stats.stats.cache",
          "memory_stats.stats.inactive_file",
          "memory_stats.stats.hierarchical_memory_limit",
          "networks",
          "networks.eth0",
          "networks.eth0.rx_bytes",
          "networks.eth0.tx_bytes",
          "blkio_stats",
          "blkio_stats.io_service_bytes_recursive");

  private static final List<String> TASK_FIELDS =
      List.of(
          "Cluster",
          "TaskARN",
          "Family",
          "Revision",
          "LaunchType",
          "AvailabilityZone",
          "ServiceName",
          "Limits",
          "Limits.CPU",
          "Limits.Memory",
          "PullStartedAt",
          "PullStoppedAt",
          "ExecutionStoppedAt",
          "EphemeralStorageMetrics",
          "EphemeralStorageMetrics.Utilized",
          "EphemeralStorageMetrics.Reserved");

  private static final List<String> CONTAINER_FIELDS =
      List.of(
          "DockerId",
          "Name",
          "Image",
          "ImageID",
          "Type",
          "KnownStatus",
          "ExitCode",
          "RestartCount",
          "Limits",
          "Limits.Memory",
          "StartedAt",
          "FinishedAt",
          "Networks");

  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();

  private static Stream<Arguments> each(List<String> fields) {
    return fields.stream().flatMap(field -> ODD_VALUES.stream().map(odd -> arguments(field, odd)));
  }

  static Stream<Arguments> statsFields() {
    return each(STATS_FIELDS);
  }

  static Stream<Arguments> taskFields() {
    return each(TASK_FIELDS);
  }

  static Stream<Arguments> containerFields() {
    return each(CONTAINER_FIELDS).filter(OddFieldsTest::isOdd);
  }

  /** Any text is a name. */
  private static boolean isOdd(Arguments arguments) {
    return !(arguments.get()[0].equals("Name") && ((String) arguments.get()[1]).matches("\".+\""));
  }

  private static void set(TestJson json, String field, String value) {
    if (value.equals(MISSING)) {
      json.without(field);
    } else {
      json.withRaw(field, value);
    }
  }

  /** The fourth reading is below both peaks, so these stand, and so do the counters' ends. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("statsFields")
  void oddFieldOfOneReading_costsAtMostThatReading(String field, String value) {
    TestJson odd = TestStats.batch(4);
    set(odd, field, value);
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3)
            .poll(() -> ENDPOINT.stats(TestStats.at(4).with(BATCH_ID, odd)))
            .good(5, 6)
            .ended(0)
            .line();
    assertEquals("success, containerExited, 0", line.end());
    assertEquals(field.equals("read") ? "droppedReadings=1" : "", line.trouble());
    assertEquals(field.equals("read") ? "5" : "6", line.get("sampling.readings"));
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
    assertEquals("50.0", line.get("metrics.avgCpuPercent"));
    assertEquals("100.0", line.get("metrics.maxCpuPercent"));
    assertEquals("250.0", line.get("metrics.maxMemoryUsedMiB"));
    assertEquals("120.0", line.get("metrics.lastMemoryUsedMiB"));
    assertEquals("6000", line.get("metrics.networkRxBytes"));
    assertEquals("24576", line.get("metrics.diskReadBytes"));
    assertEquals("3070.0", line.get("taskMetrics.cpuTimeMs"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("taskFields")
  void oddFieldOfOneTask_changesNothing(String field, String value) {
    TestTask odd = TestTask.running();
    set(odd.task(), field, value);
    TestLine line =
        new TestRun(ENDPOINT)
            .every(Duration.ofSeconds(10))
            .good(1, 2, 3)
            .poll(() -> ENDPOINT.task(odd))
            .good(5, 6)
            .ended(0)
            .line();
    line.assertNumbers("collect/line.json");
    assertEquals("", line.trouble());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("containerFields")
  void oddFieldOfOneContainer_changesNothing(String field, String value) {
    TestTask odd = TestTask.running();
    set(odd.container(BATCH), field, value);
    TestLine line =
        new TestRun(ENDPOINT)
            .every(Duration.ofSeconds(10))
            .good(1, 2, 3)
            .poll(() -> ENDPOINT.task(odd))
            .good(5, 6)
            .ended(0)
            .line();
    line.assertNumbers("collect/line.json");
    assertEquals("", line.trouble());
  }

  static Stream<String> oddValues() {
    return ODD_VALUES.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddValues")
  void oddListOfContainers_isAMissedTaskRead(String value) {
    TestJson odd = new TestJson().with("Cluster", "harbour");
    set(odd, "Containers", value);
    TestLine line =
        new TestRun(ENDPOINT)
            .every(Duration.ofSeconds(10))
            .good(1, 2, 3)
            .poll(() -> ENDPOINT.task(odd))
            .good(5, 6)
            .ended(0)
            .line();
    line.assertNumbers("collect/line.json");
    assertEquals("missedTaskReads=1", line.trouble());
  }

  /** A field that is never right: a valid line, whatever can be known in it. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("statsFields")
  void fieldThatIsAlwaysOdd_stillALine(String field, String value) {
    TestRun run = new TestRun(ENDPOINT);
    for (int second : new int[] {1, 2, 3, 5, 6}) {
      TestJson odd = TestStats.batch(second);
      set(odd, field, value);
      run.poll(
          () -> {
            ENDPOINT.good(second);
            ENDPOINT.stats(TestStats.at(second).with(BATCH_ID, odd));
          });
    }
    TestLine line = run.ended(0).line();
    assertEquals("success, containerExited, 0", line.end());
    assertEquals(field.equals("read") ? "droppedReadings=5" : "", line.trouble());
    boolean isCpu = field.equals("read") || field.startsWith("cpu_stats");
    assertEquals(isCpu ? null : "3000.0", line.get("metrics.cpuTimeMs"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("containerFields")
  void containerFieldThatIsAlwaysOdd_stillALine(String field, String value) {
    TestTask running = TestTask.running();
    set(running.container(BATCH), field, value);
    TestTask ended = TestTask.batchEnded(0);
    set(ended.container(BATCH), field, value);
    TestRun run = new TestRun(ENDPOINT);
    for (int second : new int[] {1, 2, 3, 5, 6}) {
      run.poll(
          () -> {
            ENDPOINT.good(second);
            ENDPOINT.task(running);
          });
    }
    TestLine line =
        run.atSignal(
                () -> {
                  ENDPOINT.ended(0);
                  ENDPOINT.task(ended);
                })
            .line();
    String end = line.get("endReason");
    assertTrue(List.of("containerExited", "signal").contains(end), end);
    assertEquals("", line.trouble());
  }
}
