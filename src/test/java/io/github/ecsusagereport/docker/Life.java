package io.github.ecsusagereport.docker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What a task's life left behind: the lines of the sidecar, the words of the engine, the counters
 * of the kernel.
 */
record Life(
    String name,
    Platform platform,
    List<String> lines,
    String stderr,
    JsonNode sidecar,
    JsonNode batch,
    String batchStdout,
    Long kernelCpuNanos,
    KernelCounters.Look kernelAtTheEnd,
    NavigableMap<Long, Integer> kernelUsedBytes,
    Long kernelPeakBytes,
    Instant batchStartedAt,
    String conditions) {

  /** What happens to the task from outside while it runs. */
  interface Events {
    void happenTo(AgentTask task) throws IOException, InterruptedException;
  }

  static final Duration LONGEST = Duration.ofMinutes(10);

  static Life of(String name, Platform platform, Definition definition, Events events)
      throws IOException, InterruptedException {
    Engine engine = Engine.ofEnvironment();
    try (AgentTask task = new AgentTask(engine, platform, definition);
        KernelWatch watch = new KernelWatch(task.kernel(), Definition.BATCH)) {
      task.start();
      task.awaitSidecar();
      events.happenTo(task);
      task.awaitEnd(LONGEST);
      AgentContainer sidecar = task.container(Definition.SIDECAR);
      AgentContainer batch = task.container(Definition.BATCH);
      String[] logs = sidecar.logs();
      return new Life(
          name,
          platform,
          logs[0].lines().toList(),
          logs[1],
          sidecar.inspected(),
          batch.inspected(),
          batch.logs()[0],
          task.kernel().cpuNanos(Definition.BATCH),
          watch.last(),
          watch.usedBytes(),
          watch.peakBytes(),
          batch.startedAt(),
          task.kernel().conditions());
    }
  }

  /** The lines of a type, read. */
  List<JsonNode> linesOf(String type) {
    return lines.stream()
        .map(Engine.JSON::readTree)
        .filter(line -> line.get("type").asString().equals(type))
        .toList();
  }

  /** The record of the one report line. */
  JsonNode report() {
    return linesOf("ecs.task.report").get(0).get("record");
  }

  /** Status, reason and exit code of the line, as {@code success, containerExited, 0}. */
  String end() {
    JsonNode line = report();
    return line.get("status").asString()
        + ", "
        + line.get("endReason").asString()
        + ", "
        + line.path("exitCode").asString("-");
  }

  /** Counters of what went wrong that are not 0. */
  Map<String, Integer> trouble() {
    Map<String, Integer> trouble = new TreeMap<>();
    for (String counter :
        List.of("missedPolls", "missedTaskReads", "droppedReadings", "resets", "clockSteps")) {
      int count = report().get("sampling").get(counter).asInt();
      if (count != 0) {
        trouble.put(counter, count);
      }
    }
    return trouble;
  }

  boolean wasSidecarStarted() {
    return sidecar != null;
  }

  Instant sidecarFinishedAt() {
    return Instant.parse(sidecar.at("/State/FinishedAt").asString());
  }

  Instant batchFinishedAt() {
    return Instant.parse(batch.at("/State/FinishedAt").asString());
  }

  /** By the engine, from the first start to the end; 0 where it was never started. */
  double batchDurationMs() {
    return batchStartedAt == null
        ? 0
        : Duration.between(batchStartedAt, batchFinishedAt()).toNanos() / 1e6;
  }
}
