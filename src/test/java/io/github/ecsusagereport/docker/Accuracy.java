package io.github.ecsusagereport.docker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The numbers of the lines beside the kernel's and the engine's. */
final class Accuracy {
  private static final double MIB = 1 << 20;
  private static final int PAGES_IN_MIB = 256;
  private static final int PAGE_BYTES = 4096;

  /**
   * What the kernel charges ahead for each processor: so far is its own count from what is used.
   */
  private static final long CHARGED_AHEAD_BYTES =
      64L * PAGE_BYTES * Runtime.getRuntime().availableProcessors();

  private static final Pattern NETWORK = Pattern.compile("eth0 (\\d+) (\\d+)");

  private Accuracy() {}

  /**
   * The container runtime uses 20 to 56 ms of CPU time in the container before it starts, which is
   * in the first interval of half a second or more.
   */
  private static final double BEFORE_THE_START_PERCENT = 12;

  /** The batch is one thread, and so is every other container but the sidecar. */
  private static final double ONE_THREAD_PERCENT = 100;

  private static final double ROUNDING_MS = 0.01;

  /**
   * A process is charged for its own end, which may come after the time that is told as the end.
   */
  private static final double END_MS = 10;

  /**
   * What holds without any luck: no more CPU time than the kernel counted, and no less than that
   * without what all processors can do after the last reading.
   */
  static void assertPossible(Life life) {
    JsonNode metrics = life.report().get("metrics");
    // Of several containers the numbers are sums, and the kernel's are the batch's alone.
    boolean isOver =
        life.report().get("endReason").asString().equals("containerExited")
            && life.report().has("containerName");
    Long cpuNanos = life.kernelCpuNanos();
    if (isOver && cpuNanos != null && metrics.has("cpuTimeMs")) {
      double missing = cpuNanos / 1e6 - metrics.get("cpuTimeMs").asDouble();
      double age = life.report().at("/sampling/lastReadingAgeMs").asDouble();
      double most = (age + END_MS) * Runtime.getRuntime().availableProcessors();
      assertTrue(
          missing > -0.001 && missing <= most + 0.001, () -> missing + " ms of at most " + most);
    }
    assertPeaks(
        metrics, life.report().has("containerName") ? ONE_THREAD_PERCENT : processorsPercent());
    for (JsonNode container : life.report().get("containers")) {
      boolean isSidecar = container.get("name").asString().equals(Definition.SIDECAR);
      assertPeaks(
          container.get("metrics"), isSidecar ? CreateRequest.SIDECAR_PERCENT : ONE_THREAD_PERCENT);
    }
    assertPeaks(life.report().get("taskMetrics"), mostOfTaskPercent(life.report()));
    assertSums(life.report().get("taskMetrics"));
  }

  private static double processorsPercent() {
    return 100.0 * Runtime.getRuntime().availableProcessors();
  }

  /**
   * The task's size, where it has one; the engine does not enforce it here, so a container may use
   * more by itself.
   */
  private static double mostOfTaskPercent(JsonNode report) {
    double most = 100 * report.get("taskMetrics").path("cpuSizeVcpu").asDouble();
    if (most == 0) {
      return processorsPercent();
    }
    for (JsonNode container : report.get("containers")) {
      most = Math.max(most, container.get("metrics").path("maxCpuPercent").asDouble());
    }
    return Math.max(most, report.get("taskMetrics").path("avgCpuPercent").asDouble());
  }

  /** No peak above what the processors can do, and none below the average. */
  private static void assertPeaks(JsonNode metrics, double mostPercent) {
    if (metrics.has("maxCpuPercent")) {
      double max = metrics.get("maxCpuPercent").asDouble();
      assertTrue(max <= mostPercent + BEFORE_THE_START_PERCENT, metrics::toString);
      assertTrue(max >= metrics.get("avgCpuPercent").asDouble(), metrics::toString);
    }
  }

  /** No more is saturated, and nothing takes longer, than the CPU time allows. */
  private static void assertSums(JsonNode task) {
    double cpuTimeMs = task.path("cpuTimeMs").asDouble();
    double saturatedMs = task.path("cpuSaturatedMs").asDouble();
    double least = saturatedMs * 0.95 * task.path("cpuSizeVcpu").asDouble();
    assertTrue(least <= cpuTimeMs + ROUNDING_MS, task::toString);
    for (JsonNode each : task.path("durationAtVcpu")) {
      double longer = each.get("durationMs").asDouble() - task.get("durationMs").asDouble();
      assertTrue(longer > -ROUNDING_MS, task::toString);
      double most = cpuTimeMs / each.get("vcpu").asDouble();
      assertTrue(longer <= most + ROUNDING_MS, task::toString);
    }
  }

  /**
   * For a batch that holds its highest memory for longer than readings are apart: the kernel showed
   * the very same bytes, apart from what it charges ahead.
   */
  static void assertPlateau(Life life) {
    Map.Entry<Long, Integer> near = nearest(life);
    if (near != null) {
      long ours = bytes(life.report().at("/metrics/maxMemoryUsedMiB").asDouble());
      long off = Math.abs(near.getKey() - ours);
      assertTrue(off <= CHARGED_AHEAD_BYTES, () -> off + " bytes from anything that was there");
    }
  }

  static String table(List<Life> lives) {
    StringBuilder table =
        new StringBuilder(
            """
            | life | resolution, last reading | field | ours | kernel's | difference |
            |---|---|---|---|---|---|
            """);
    for (Life life : lives) {
      if (!life.linesOf("ecs.task.report").isEmpty()) {
        rows(life).forEach(row -> table.append(row).append('\n'));
      }
    }
    if (!lives.isEmpty()) {
      table.append("\nConditions: ").append(lives.get(0).conditions()).append(".\n");
    }
    return table.toString();
  }

  private static List<String> rows(Life life) {
    if (!life.report().has("containerName")) {
      return List.of();
    }
    KernelCounters.Look kernel = life.kernelAtTheEnd();
    List<String> rows = new ArrayList<>();
    add(rows, life, "durationMs", life.batchDurationMs());
    add(rows, life, "cpuTimeMs", scaled(life.kernelCpuNanos(), 1e6));
    addPeak(rows, life);
    NavigableMap<Long, Integer> seen = life.kernelUsedBytes();
    add(rows, life, "maxMemoryUsedMiB", seen.isEmpty() ? null : seen.lastKey() / MIB);
    addMoment(rows, life);
    add(rows, life, "memoryHighWaterMiB", scaled(life.kernelPeakBytes(), MIB));
    if (kernel != null) {
      add(rows, life, "diskReadBytes", scaled(kernel.diskReadBytes(), 1));
      add(rows, life, "diskWriteBytes", scaled(kernel.diskWriteBytes(), 1));
    }
    Matcher network = NETWORK.matcher(life.batchStdout());
    if (network.find()) {
      add(rows, life, "networkRxBytes", Double.valueOf(network.group(1)));
      add(rows, life, "networkTxBytes", Double.valueOf(network.group(2)));
    }
    return rows;
  }

  private static Double scaled(Long value, double unit) {
    return value == null ? null : value / unit;
  }

  private static void add(List<String> rows, Life life, String field, Double kernels) {
    JsonNode ours = life.report().get("metrics").path(field);
    boolean isNothing = ours.asDouble(0) == 0 && Double.valueOf(0).equals(kernels);
    if (kernels == null || ours.isMissingNode() || isNothing) {
      return;
    }
    double difference = ours.asDouble() - kernels;
    String share = kernels == 0 ? "" : format(" (%+.2f %%)", 100 * difference / kernels);
    String number = ours.isIntegralNumber() ? "%.0f" : "%.3f";
    rows.add(
        start(life, field)
            + format(number + " | " + number + " | ", ours.asDouble(), kernels)
            + format(number.replace("%", "%+"), difference)
            + share
            + " |");
  }

  private static void addPeak(List<String> rows, Life life) {
    JsonNode ours = life.report().at("/metrics/maxCpuPercent");
    if (!ours.isMissingNode()) {
      rows.add(
          start(life, "maxCpuPercent")
              + format("%.3f | at most %.0f | |", ours.asDouble(), ONE_THREAD_PERCENT));
    }
  }

  /** The highest reading beside what the kernel showed that is nearest to it. */
  private static void addMoment(List<String> rows, Life life) {
    Map.Entry<Long, Integer> near = nearest(life);
    if (near != null) {
      double ours = life.report().at("/metrics/maxMemoryUsedMiB").asDouble();
      rows.add(
          start(life, "maxMemoryUsedMiB")
              + format("%d bytes | %d bytes, ", bytes(ours), near.getKey())
              + format("shown for %.2f s | ", KernelWatch.seconds(near))
              + format("%+d bytes |", bytes(ours) - near.getKey()));
    }
  }

  private static String start(Life life, String field) {
    JsonNode sampling = life.report().get("sampling");
    String quality =
        sampling.has("lastReadingAgeMs")
            ? format(
                "%s ms, %.0f ms",
                sampling.path("resolutionMs").asString("–"),
                sampling.get("lastReadingAgeMs").asDouble())
            : "no reading";
    return format("| %s | %s | `%s` | ", life.name(), quality, field);
  }

  /** Null without a reading of memory, or without the kernel's. */
  private static Map.Entry<Long, Integer> nearest(Life life) {
    JsonNode ours = life.report().at("/metrics/maxMemoryUsedMiB");
    NavigableMap<Long, Integer> seen = life.kernelUsedBytes();
    if (ours.isMissingNode() || seen.isEmpty()) {
      return null;
    }
    long bytes = bytes(ours.asDouble());
    Map.Entry<Long, Integer> below = seen.floorEntry(bytes);
    Map.Entry<Long, Integer> above = seen.ceilingEntry(bytes);
    boolean isAbove =
        below == null || (above != null && above.getKey() - bytes < bytes - below.getKey());
    return isAbove ? above : below;
  }

  /** Memory comes in pages, and the line's three decimals tell one from the next. */
  private static long bytes(double mib) {
    return Math.round(mib * PAGES_IN_MIB) * PAGE_BYTES;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
