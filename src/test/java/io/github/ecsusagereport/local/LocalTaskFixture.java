package io.github.ecsusagereport.local;

import io.github.ecsusagereport.kernel.Reading;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A task with two containers, and readings of them that are easy to follow. */
final class LocalTaskFixture {
  static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");

  private LocalTaskFixture() {}

  static LocalTaskState task() {
    return new LocalTaskState(
        "f".repeat(32),
        "sleep",
        new TaskSize(0.25, 512),
        new LocalContainer(new LocalContainer.Identity("b".repeat(64), "batch", "sleep")),
        new LocalContainer(
            new LocalContainer.Identity("c".repeat(64), "usage-report", "ecs-usage-report")));
  }

  /** A reading this long after the start; CPU time in seconds, memory in bytes. */
  static Reading reading(int cgroupVersion, long second, long cpuSeconds, long memoryBytes) {
    long nanos = cpuSeconds * 1_000_000_000;
    boolean isV1 = cgroupVersion == 1;
    return new Reading(
        STARTED.plusSeconds(second),
        cgroupVersion,
        new Reading.Cpu(
            nanos,
            nanos,
            0,
            isV1 ? List.of(nanos, 0L) : List.of(),
            Reading.Throttling.NONE,
            100 * nanos),
        new Reading.Memory(
            memoryBytes,
            isV1 ? memoryBytes + 50 : 0,
            0,
            9999,
            new TreeMap<>(Map.of(isV1 ? "cache" : "inactive_file", 10L))),
        List.of(new Reading.DiskBytes(8, 0, isV1 ? "Read" : "read", 4096)),
        2);
  }

  /** Gives one after the other, and then fails as a folder does that has gone. */
  static ProcessStats stats(Reading... readings) {
    Deque<Reading> left = new ArrayDeque<>(List.of(readings));
    return now -> {
      if (left.isEmpty()) {
        throw new IOException("no more");
      }
      return left.remove();
    };
  }
}
