package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A batch of seven days in less than a minute: 604,800 polls, each with a new reading of three
 * containers, and one more at its end. The numbers of the line are those of {@code
 * collect/week.json}, computed by hand:
 *
 * <ul>
 *   <li>CPU: the batch uses 0, 10, … 90 % in turn, 4,500 ms in 10 s, 272,160,000 ms in all, which
 *       is 45 %; half of the time more than 47.5 %. The router uses 2 %, the sidecar 0.5 %, and
 *       both are seen one second longer: 287,280,025 ms of the task. With a quarter of a vCPU 10 s
 *       take 10.5 s more. Up to the first second with 70 % nobody can tell that the size is not
 *       enforced: 25 ms each of the fifth and the sixth belong into the fourth, which is at 95 % of
 *       the size then and saturated as well
 *   <li>memory: the batch goes from 100 to 699 MiB in ten minutes, again and again, 399.5 on
 *       average; the router has 30 and one more each day, the sidecar 24
 * </ul>
 */
class WeekIT {
  private static final int DAY = 86_400;
  private static final int WEEK = 7 * DAY;
  private static final String ROUTER = "log-router";
  private static final String ROUTER_ID = "70f7".repeat(16);

  /**
   * Measured, on JDK 17 and 25: 16,000 to 33,000 more, all but 2,000 of them before the fourth day.
   * A byte that was kept of each poll would make 518,400.
   */
  private static final long SAME_HEAP_BYTES = 100_000;

  private final List<Long> usedHeapBytes = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private RawEndpoint endpoint;
  private TestRun run;
  private int second;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    endpoint = new RawEndpoint();
    endpoint.good(0);
    endpoint.task(withRouter(TestTask.running()));
    run =
        new TestRun(endpoint)
            .containers(TestTask.BATCH)
            .checkpointInterval(Duration.ofMinutes(15))
            .maxDuration(Duration.ofDays(1))
            .clock(() -> instant(second));
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void week_isOneRightLine_andTheHeapIsFlat() throws IOException {
    Path file = folder.resolve("out");
    run.poll(this::nextSecond);
    try (OutputStream out = Files.newOutputStream(file)) {
      run.run(out);
    }

    try (var written = Files.lines(file)) {
      written.forEach(line -> check(new TestLine(line + "\n")));
    }
    assertEquals(
        Map.of("ecs.task.checkpoint", 671, "ecs.task.longRunning", 7, "ecs.task.report", 1), lines);
    System.out.println("WeekIT: bytes of heap after each day: " + usedHeapBytes);
    long growth = usedHeapBytes.get(6) - usedHeapBytes.get(0);
    assertTrue(growth < SAME_HEAP_BYTES, "bytes of heap more after six more days: " + growth);
  }

  private void check(TestLine line) {
    int count = lines.merge(line.type(), 1, Integer::sum);
    int due = line.type().equals("ecs.task.checkpoint") ? 900 * count + 1 : DAY * count;
    if (line.type().equals("ecs.task.report")) {
      line.assertNumbers("collect/week.json");
      assertEquals("", line.trouble());
      assertEquals("" + (WEEK + 1), line.get("sampling.polls"));
    } else {
      assertEquals("" + due, line.get("sampling.readings"), line.type());
      assertEquals(batchCpuMillis(due) + ".0", line.get("metrics.cpuTimeMs"), line.type());
    }
  }

  /** Before each poll; the one after the last second finds the batch ended. */
  private void nextSecond() {
    second++;
    boolean hasEnded = second > WEEK;
    String batch = reading(batchCpuMillis(second), 100 + second % 600, second);
    endpoint.stats(
        "{\""
            + (TestTask.BATCH_ID + "\":" + (hasEnded ? "{}" : batch) + ",\"")
            + (ROUTER_ID + "\":" + reading(20L * second, 30 + second / DAY, 0) + ",\"")
            + (TestTask.SIDECAR_ID + "\":" + reading(5L * second, 24, 0) + "}"));
    if (hasEnded) {
      endpoint.task(withRouter(ended()));
      return;
    }
    run.poll(this::nextSecond);
    if (second % DAY == 0) {
      usedHeapBytes.add(usedHeapBytes());
    }
  }

  private static TestTask ended() {
    TestTask task = TestTask.batchEnded(0).with("ExecutionStoppedAt", TestStats.time(WEEK + 0.5));
    task.container(TestTask.BATCH).with("FinishedAt", TestStats.time(WEEK + 0.5));
    return task;
  }

  private static TestTask withRouter(TestTask task) {
    return task.add(TestTask.container(ROUTER, ROUTER_ID));
  }

  /** Of ten seconds the first uses 100 ms, the second 200, the ninth 900 and the tenth none. */
  private static long batchCpuMillis(long second) {
    long inTen = second % 10;
    return second / 10 * 4500 + 100 * inTen * (inTen + 1) / 2;
  }

  /** With what the engine had read a second before, as on EC2; no builder, for speed. */
  private String reading(long cpuMillis, long memoryMib, long bytes) {
    return "{\"read\":\""
        + (instant(second) + "\",\"preread\":\"" + instant(second - 1))
        + ("\",\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":" + cpuMillis + "000000}")
        + ",\"online_cpus\":2},\"precpu_stats\":{\"cpu_usage\":{\"total_usage\":0}}"
        + (",\"memory_stats\":{\"usage\":" + ((memoryMib + 30) << 20))
        + (",\"stats\":{\"inactive_file\":" + (30 << 20) + ",\"anon\":1},\"limit\":8589934592}")
        + (",\"networks\":{\"eth0\":{\"rx_bytes\":" + bytes * 1_000_000)
        + (",\"rx_packets\":1,\"tx_bytes\":" + bytes * 1000 + "}}")
        + ",\"blkio_stats\":{\"io_service_bytes_recursive\":"
        + (TestStats.disk(4096 * bytes, 512 * bytes) + "}}");
  }

  private static Instant instant(int second) {
    return TestStats.START.plusSeconds(second);
  }

  private static long usedHeapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
