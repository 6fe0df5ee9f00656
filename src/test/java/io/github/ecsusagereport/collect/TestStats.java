package io.github.ecsusagereport.collect;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A body of {@code /task/stats}, in the shape of cgroup v2 on EC2. */
final class TestStats {
  static final Instant START = Instant.parse("2026-02-03T04:05:00Z");

  /** CPU time in milliseconds and memory in MiB of the batch at each second. */
  static final long[] CPU_MILLIS = {0, 200, 1200, 1700, 2000, 2700, 3000};

  static final long[] MEMORY_MIB = {0, 100, 200, 150, 130, 250, 120};

  private final Map<String, String> entries = new LinkedHashMap<>();

  /** What the endpoint tells when all is well: the batch and the sidecar, both at this second. */
  static TestStats at(int second) {
    return new TestStats()
        .with(TestTask.BATCH_ID, batch(second))
        .with(TestTask.SIDECAR_ID, sidecar(second));
  }

  /** The batch has ended, and its readings with it. */
  static TestStats afterBatch(int second) {
    return new TestStats().with(TestTask.BATCH_ID, "{}").with(TestTask.SIDECAR_ID, sidecar(second));
  }

  static TestJson batch(int second) {
    return reading(time(second), CPU_MILLIS[second], MEMORY_MIB[second])
        .with("networks.eth0.rx_bytes", 1000 * second)
        .with("networks.eth0.tx_bytes", 100 * second)
        .withRaw("blkio_stats.io_service_bytes_recursive", disk(4096L * second, 512L * second));
  }

  /** 10 ms of CPU time each second, 10 MiB. */
  static TestJson sidecar(int second) {
    return reading(time(second), 10L * second, 10);
  }

  /** One reading with 30 MiB of page cache that can be given back. */
  static TestJson reading(String read, long cpuMillis, long memoryMiB) {
    return new TestJson()
        .with("read", read)
        .with("preread", "0001-01-01T00:00:00Z")
        .with("cpu_stats.cpu_usage.total_usage", cpuMillis * 1_000_000)
        .with("cpu_stats.online_cpus", 2)
        .with("precpu_stats.cpu_usage.total_usage", 0)
        .with("memory_stats.usage", (memoryMiB + 30) << 20)
        .with("memory_stats.stats.inactive_file", 30 << 20)
        .with("memory_stats.limit", 8L << 30);
  }

  static String disk(long readBytes, long writtenBytes) {
    return "[{\"major\":259,\"minor\":0,\"op\":\"read\",\"value\":"
        + readBytes
        + "},{\"major\":259,\"minor\":0,\"op\":\"write\",\"value\":"
        + writtenBytes
        + "}]";
  }

  /** So many seconds after the start of the batch. */
  static String time(double second) {
    return START.plusMillis(Math.round(second * 1000)).toString();
  }

  TestStats with(String id, Object entry) {
    entries.put(id, entry.toString());
    return this;
  }

  TestStats without(String id) {
    entries.remove(id);
    return this;
  }

  @Override
  public String toString() {
    TestJson json = new TestJson();
    entries.forEach(json::withRaw);
    return json.toString();
  }
}
