package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.collect.TestTask.BATCH_ID;
import static io.github.ecsusagereport.collect.TestTask.SIDECAR_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Good answers with odd entries: what can be used of them is used, the rest is counted. */
class OddReadingsTest {
  private static final String LINE = "collect/line.json";
  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();

  private static TestLine bothAtFourth(String batch, String sidecar) {
    TestStats stats = new TestStats().with(BATCH_ID, batch).with(SIDECAR_ID, sidecar);
    return statsAtFourth(stats);
  }

  private static TestLine statsAtFourth(TestStats stats) {
    return new TestRun(ENDPOINT)
        .good(1, 2, 3)
        .poll(() -> ENDPOINT.stats(stats))
        .good(5, 6)
        .ended(0)
        .line();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}"})
  void emptyEntry_isNoReadingAndNoFault(String entry) {
    TestLine line = bothAtFourth(entry, entry);
    line.assertNumbers(LINE);
    assertEquals("", line.trouble());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"not tracked\"",
        "17",
        "true",
        "[]",
        "[{\"read\":\"2026-02-03T04:05:04Z\"}]",
        "{\"read\":\"2026-02-03T04:05:04Z\"}",
        "{\"unknown\":{\"read\":[1]}}"
      })
  void entryOfAnotherShape_isDropped(String entry) {
    TestLine line = bothAtFourth(entry, entry);
    line.assertNumbers(LINE);
    assertEquals("droppedReadings=2", line.trouble());
  }

  @Test
  void readingOfTheYearOne_isDropped() {
    String zero =
        TestStats.reading("0001-01-01T00:00:00Z", 0, 0)
            .with("preread", TestStats.time(3))
            .with("precpu_stats.cpu_usage.total_usage", 1_700_000_000)
            .toString();
    TestLine line = bothAtFourth(zero, zero);
    line.assertNumbers(LINE);
    assertEquals("droppedReadings=2", line.trouble());
  }

  @Test
  void olderReading_isDropped() {
    TestLine line = statsAtFourth(TestStats.at(2));
    line.assertNumbers(LINE);
    assertEquals("droppedReadings=2", line.trouble());
  }

  @Test
  void entryOfAnUnknownContainer_isIgnored() {
    TestLine line = statsAtFourth(TestStats.at(3).with("ffff".repeat(16), TestStats.batch(4)));
    line.assertNumbers(LINE);
    assertEquals("", line.trouble());
  }

  @Test
  void noEntryOfTheBatch_isNoFault() {
    TestStats onlySidecar = new TestStats().with(SIDECAR_ID, TestStats.sidecar(3));
    TestLine line = statsAtFourth(onlySidecar);
    line.assertNumbers(LINE);
    assertEquals("", line.trouble());
  }

  @Test
  void unknownFields_areIgnored() {
    String odd = "{\"a\":[{\"read\":1},[[{}]]],\"read\":{\"read\":\"2026-02-03T04:05:09Z\"}}";
    TestStats stats =
        new TestStats()
            .with(BATCH_ID, TestStats.batch(5).withRaw("cpu", odd).withRaw("cpu_stats.new", odd))
            .with(SIDECAR_ID, TestStats.sidecar(5).withRaw("networks.eth9", "17"));
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3, 3)
            .poll(() -> ENDPOINT.stats(stats))
            .good(6)
            .ended(0)
            .line();
    line.assertNumbers(LINE);
    assertEquals("", line.trouble());
  }

  @Test
  void networkCounterThatIsLowerOnce_isLeftOut() {
    TestJson fallen = TestStats.batch(3).with("networks.eth0.rx_bytes", 40);
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2)
            .poll(() -> ENDPOINT.stats(TestStats.at(3).with(BATCH_ID, fallen)))
            .good(5, 6)
            .ended(0)
            .line();
    line.assertNumbers(LINE);
    assertEquals("droppedReadings=1", line.trouble());
  }

  /** By 3 ms, or all zeros, as it goes on. */
  @ParameterizedTest
  @ValueSource(longs = {1697, 0})
  void cpuCounterThatIsLowerOnce_isABadReading(long cpuMillis) {
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3)
            .poll(() -> ENDPOINT.stats(restartedAt(4, cpuMillis)))
            .poll(() -> ENDPOINT.stats(restartedAt(4, cpuMillis)))
            .good(5, 6)
            .ended(0)
            .line();
    assertEquals("droppedReadings=1", line.trouble());
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
    assertEquals("100.0", line.get("metrics.maxCpuPercent"));
    assertEquals("5", line.get("sampling.readings"));
  }

  @Test
  void cpuCounterThatIsZeroThroughout_isUnknown() {
    TestRun run = new TestRun(ENDPOINT).good(1);
    for (int second : new int[] {2, 3, 5}) {
      run.poll(
          () -> {
            ENDPOINT.good(second);
            ENDPOINT.stats(restartedAt(second, 0));
          });
    }
    TestLine line = run.ended(0).line();
    assertEquals("200.0", line.get("metrics.cpuTimeMs"), "the first reading had one");

    TestRun never = new TestRun(ENDPOINT);
    for (int second : new int[] {2, 3, 5}) {
      never.poll(
          () -> {
            ENDPOINT.good(second);
            ENDPOINT.stats(restartedAt(second, 0));
          });
    }
    TestLine unknown = never.ended(0).line();
    assertNull(unknown.get("metrics.cpuTimeMs"));
    assertNull(unknown.get("metrics.avgCpuPercent"));
    assertNull(unknown.get("metrics.maxCpuPercent"));
    assertNull(unknown.get("metrics.cpuSaturatedMs"));
    assertEquals("60.0", unknown.get("metrics.maxMemoryUsedMiB"));
  }

  /** Fargate's way; the agent on EC2 adds up by itself. The interval of the restart is 1 s. */
  @Test
  void restartUnderTheSameId_isSummedOver() {
    TestTask restarted = TestTask.running();
    restarted.container(TestTask.BATCH).with("RestartCount", 1);
    TestLine line =
        new TestRun(ENDPOINT)
            .every(Duration.ofSeconds(10))
            .good(1, 2, 3)
            .poll(
                () -> {
                  ENDPOINT.task(restarted);
                  ENDPOINT.stats(restartedAt(4, 100));
                })
            .poll(() -> ENDPOINT.stats(restartedAt(5, 600)))
            .atSignal(() -> {})
            .line();
    assertEquals("resets=1", line.trouble());
    assertEquals("stopped, signal, null", line.end());
    assertEquals("1", line.get("restartCount"));
    assertEquals("5", line.get("sampling.readings"));
    assertEquals("2300.0", line.get("metrics.cpuTimeMs"));
    assertEquals("46.0", line.get("metrics.avgCpuPercent"));
    assertEquals("100.0", line.get("metrics.maxCpuPercent"));
  }

  private static TestStats restartedAt(int second, long cpuMillis) {
    return TestStats.at(second)
        .with(BATCH_ID, TestStats.reading(TestStats.time(second), cpuMillis, 60));
  }

  @ParameterizedTest
  @CsvSource({"usage", "stats.inactive_file", "limit", "failcnt", "max_usage"})
  void unsignedMaximumInMemory_isUnknown(String field) {
    TestJson odd = TestStats.batch(4).withRaw("memory_stats." + field, "18446744073709551615");
    TestLine line = statsAtFourth(TestStats.at(4).with(BATCH_ID, odd));
    assertEquals("", line.trouble());
    assertEquals("success, containerExited, 0", line.end());
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
    assertEquals("250.0", line.get("metrics.maxMemoryUsedMiB"));
    assertEquals("1024", line.get("metrics.memorySizeMiB"));
    assertNull(line.get("metrics.memoryLimitHits"));
    assertNull(line.get("metrics.memoryHighWaterMiB"));
  }

  @Test
  void unsignedMaximumEverywhere_isUnknown() {
    String odd = TestStats.batch(4).toString().replaceAll(":[1-9][0-9]*", ":18446744073709551615");
    TestLine line = bothAtFourth(odd, odd);
    line.assertNumbers(LINE);
    assertEquals("droppedReadings=2", line.trouble());
  }

  @Test
  void tenContainers_areAllThere() {
    TestTask task = TestTask.running();
    TestStats stats = TestStats.at(5);
    for (int i = 1; i <= 8; i++) {
      String id = ("ab0" + i).repeat(16);
      task.add(TestTask.container("worker-" + i, id));
      stats.with(id, TestStats.reading(TestStats.time(5), 1000, 50));
    }
    TestLine line =
        new TestRun(ENDPOINT)
            .containers(TestTask.BATCH)
            .poll(
                () -> {
                  ENDPOINT.good(5);
                  ENDPOINT.task(task);
                  ENDPOINT.stats(stats);
                })
            .line();
    assertEquals("stopped, signal, null", line.end());
    assertEquals("", line.trouble());
    assertEquals("10750.0", line.get("taskMetrics.cpuTimeMs"), "2,700 + 50 + 8 x 1,000");
    assertEquals("660.0", line.get("taskMetrics.maxMemoryUsedMiB"), "250 + 10 + 8 x 50");
    assertEquals(
        10,
        IntStream.range(0, 12).filter(i -> line.get("containers." + i + ".name") != null).count());
    assertNull(line.get("truncated"));
  }

  @Test
  void containerThatAppearsLater_isJoinedAtOnce() {
    TestTask onlySidecar = TestTask.running();
    onlySidecar.remove(TestTask.BATCH);
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(1);
                  ENDPOINT.task(onlySidecar);
                  ENDPOINT.stats(new TestStats().with(SIDECAR_ID, TestStats.sidecar(1)));
                })
            .good(2, 3, 5, 6)
            .ended(0)
            .line();
    assertEquals("success, containerExited, 0", line.end());
    assertEquals("", line.trouble());
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
    assertEquals("60.0", line.get("metrics.p95CpuPercent"), "1,200 ms in the first 2 s");
    assertEquals("4", line.get("sampling.readings"));
  }

  @Test
  void containerWithoutAnId_getsItsReadingsOnceItHasOne() {
    TestTask pulled = TestTask.running();
    pulled
        .container(TestTask.BATCH)
        .with("DockerId", "")
        .with("KnownStatus", "PULLED")
        .without("StartedAt")
        .without("CreatedAt");
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(1);
                  ENDPOINT.task(pulled);
                  ENDPOINT.stats(new TestStats().with(SIDECAR_ID, TestStats.sidecar(1)));
                })
            .good(2, 3, 5, 6)
            .ended(0)
            .line();
    assertEquals("success, containerExited, 0", line.end());
    assertEquals("", line.trouble());
    assertEquals("3000.0", line.get("metrics.cpuTimeMs"));
    assertEquals("4", line.get("sampling.readings"));
  }
}
