package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.kernel.CounterFiles;
import io.github.ecsusagereport.usage.ContainerSample;
import java.util.ArrayList;
import java.util.List;

/** One life of a container whose counters the kernel tells, up to the end of its cgroup. */
final class ToldContainer {
  /** A container that began is read so often, and one whose memory runs into its limit. */
  static final long FINE_NANOS = 20_000_000;

  /** What is due so soon is due now; what was read so shortly before has nothing new. */
  static final long TOGETHER_NANOS = 10_000_000;

  private static final long FINE_FOR_NANOS = 1_200_000_000;

  /** Memory that has grown so much since the reading before may be back down after a moment. */
  private static final long LEAP_BYTES = 8 << 20;

  /** At this pace it is at its limit within so many readings. */
  private static final int READINGS_TO_LIMIT = 64;

  /** Readings that wait for ECS to say when the container started. */
  private static final int MOST_WAITING = 256;

  private final String id;
  private final CounterFiles files;
  private final boolean isRestart;
  private final long openedAt;
  private final List<ContainerSample> waiting = new ArrayList<>();
  private ContainerSample fallen;
  private boolean isOpen = true;
  private boolean isDisbelieved;
  private boolean isDelivered;
  private boolean isFilling;
  private long readAt = Long.MIN_VALUE / 2;
  private long dueAt;
  private long lastAt = UNKNOWN;
  private long lastUsageBytes = UNKNOWN;

  /**
   * @param isRestart whether the container had another life that was told
   * @param elapsed now, by a clock that never jumps
   */
  ToldContainer(String id, CounterFiles files, boolean isRestart, long elapsed) {
    this.id = id;
    this.files = files;
    this.isRestart = isRestart;
    this.openedAt = elapsed;
  }

  /**
   * Reads it; from the moment that its cgroup has gone, the last reading stays.
   *
   * @param at on the axis of the readings
   * @param interval where nothing is in a hurry
   */
  void read(long at, long elapsed, long interval) {
    ContainerSample sample = files.read(at);
    if (sample == null) {
      isOpen = false;
      settleFallen(true);
      return;
    }
    settleFallen(false);
    if (sample.memoryUsageBytes() < lastUsageBytes / 2) {
      fallen = sample;
    } else {
      add(sample);
    }
    lastAt = at;
    readAt = elapsed;
    long grown = lastUsageBytes == UNKNOWN ? 0 : sample.memoryUsageBytes() - lastUsageBytes;
    long room = sample.memoryLimitBytes() - sample.memoryUsageBytes();
    isFilling =
        grown >= LEAP_BYTES
            || (grown > 0
                && sample.memoryLimitBytes() != UNKNOWN
                && room < READINGS_TO_LIMIT * grown);
    lastUsageBytes = sample.memoryUsageBytes();
    boolean isFine = isFilling || elapsed - openedAt < FINE_FOR_NANOS;
    dueAt = elapsed + (isFine ? Math.min(FINE_NANOS, interval) : interval);
  }

  /** What is read while its processes end shows what they have given back already. */
  private void settleFallen(boolean wasEnd) {
    if (fallen != null) {
      add(wasEnd ? fallen.withoutMemoryInUse() : fallen);
      fallen = null;
    }
  }

  private void add(ContainerSample sample) {
    if (waiting.size() == MOST_WAITING) {
      waiting.remove(0);
    }
    waiting.add(sample);
  }

  String id() {
    return id;
  }

  /**
   * @param isPoll whether it is read together with a poll
   */
  boolean isDue(long elapsed, boolean isPoll) {
    return elapsed >= dueAt - TOGETHER_NANOS || (isPoll && elapsed - readAt >= TOGETHER_NANOS);
  }

  /** When the next reading is due, by the clock that never jumps. */
  long dueAt() {
    return dueAt;
  }

  boolean isOpen() {
    return isOpen;
  }

  /** Whether it is told, or was at that time. */
  boolean isToldAt(long at) {
    return isOpen || at <= lastAt;
  }

  /** The readings that have not been taken yet, oldest first. */
  List<ContainerSample> waiting() {
    return waiting;
  }

  /** True once: before the first reading of a life that is not the first. */
  boolean beginsAnew() {
    boolean begins = isRestart && !isDelivered;
    isDelivered = true;
    return begins;
  }

  /** It was not the container that was read. */
  void disbelieve() {
    files.close();
    isOpen = false;
    isDisbelieved = true;
  }

  boolean isDisbelieved() {
    return isDisbelieved;
  }
}
