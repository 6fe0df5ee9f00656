package io.github.ecsusagereport.metadata;

import static io.github.ecsusagereport.metadata.LenientJson.count;
import static io.github.ecsusagereport.metadata.LenientJson.entersArray;
import static io.github.ecsusagereport.metadata.LenientJson.entersObject;
import static io.github.ecsusagereport.metadata.LenientJson.nextField;
import static io.github.ecsusagereport.metadata.LenientJson.timestamp;
import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.usage.ContainerSample;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Decodes one entry of {@code /task/stats}, Docker's statistics of one container. Every decision
 * about control groups stands here.
 *
 * <p>Memory in use is what the ECS agent and with it CloudWatch calls so (<a
 * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/stats/utils_unix.go#L44-L57">utils_unix.go</a>):
 * {@code usage - cache} with cgroup v1, {@code usage - inactive_file} with v2, which has no {@code
 * cache}; nothing is subtracted that is larger than {@code usage}. On Windows it is {@code
 * privateworkingset}.
 *
 * <p>CPU time is in nanoseconds, but Docker on Windows counts units of 100 ns (<a
 * href="https://github.com/moby/moby/blob/b985e2313a8676e18072b442911fc8f64f17d440/api/types/container/stats.go#L18-L40">stats.go</a>);
 * Fargate on Windows, which unlike Docker reports {@code usage} too, counts nanoseconds.
 *
 * <p>Disk: operations are {@code Read} with cgroup v1 and {@code read} with v2 (<a
 * href="https://github.com/moby/moby/blob/b985e2313a8676e18072b442911fc8f64f17d440/daemon/stats_unix.go">stats_unix.go</a>).
 */
final class StatsReader {
  private static final long WINDOWS_NANOS_PER_UNIT = 100;

  /** A cgroup v1 limit that is none: the largest number of pages, in bytes. */
  private static final long NO_LIMIT_BYTES = 1L << 60;

  private boolean isEmpty;
  private long readAt;
  private long prereadAt;
  private long cpuTime;
  private long precpuTime;
  private long userTime;
  private long systemTime;
  private long periods;
  private long throttledPeriods;
  private long throttledTime;
  private long usage;
  private long maxUsage;
  private long failcnt;
  private long limit;
  private long privateWorkingSet;
  private long cache;
  private long file;
  private long inactiveFile;
  private long hierarchicalLimit;
  private long networkRx;
  private long networkTx;
  private long diskRead;
  private long diskWrite;

  /** The sample, or null when the entry has no time or neither CPU nor memory. */
  ContainerSample read(JsonParser json) {
    clear();
    while (nextField(json)) {
      isEmpty = false;
      switch (json.currentName()) {
        case "read" -> readAt = timestamp(json);
        case "preread" -> prereadAt = timestamp(json);
        case "cpu_stats" -> cpu(json);
        case "precpu_stats" -> precpu(json);
        case "memory_stats" -> memory(json);
        case "networks" -> networks(json);
        case "blkio_stats" -> blkio(json);
        default -> json.skipChildren();
      }
    }
    long memoryUsed = memoryUsed();
    if (readAt == UNKNOWN || (cpuTime == UNKNOWN && memoryUsed == UNKNOWN)) {
      return null;
    }
    return new ContainerSample(
        readAt,
        prereadAt,
        cpuNanos(cpuTime),
        cpuNanos(precpuTime),
        cpuNanos(userTime),
        cpuNanos(systemTime),
        periods > 0 ? throttledTime : UNKNOWN,
        periods > 0 ? throttledPeriods : UNKNOWN,
        memoryUsed,
        usage,
        cache != UNKNOWN ? cache : file,
        maxUsage,
        failcnt,
        enforcedLimit(),
        UNKNOWN,
        networkRx,
        networkTx,
        diskRead,
        diskWrite);
  }

  /** Whether the last entry was {@code {}}: a container without a sample, or one that stopped. */
  boolean wasEmpty() {
    return isEmpty;
  }

  private void clear() {
    isEmpty = true;
    readAt = UNKNOWN;
    prereadAt = UNKNOWN;
    cpuTime = UNKNOWN;
    precpuTime = UNKNOWN;
    userTime = UNKNOWN;
    systemTime = UNKNOWN;
    periods = UNKNOWN;
    throttledPeriods = UNKNOWN;
    throttledTime = UNKNOWN;
    usage = UNKNOWN;
    maxUsage = UNKNOWN;
    failcnt = UNKNOWN;
    limit = UNKNOWN;
    privateWorkingSet = UNKNOWN;
    cache = UNKNOWN;
    file = UNKNOWN;
    inactiveFile = UNKNOWN;
    hierarchicalLimit = UNKNOWN;
    networkRx = UNKNOWN;
    networkTx = UNKNOWN;
    diskRead = UNKNOWN;
    diskWrite = UNKNOWN;
  }

  private long memoryUsed() {
    if (privateWorkingSet != UNKNOWN) {
      return privateWorkingSet;
    }
    long reclaimable = cache != UNKNOWN ? cache : inactiveFile;
    return reclaimable != UNKNOWN && reclaimable < usage ? usage - reclaimable : usage;
  }

  private long cpuNanos(long counter) {
    boolean isDockerOnWindows = privateWorkingSet != UNKNOWN && usage == UNKNOWN;
    boolean scales = counter != UNKNOWN && counter <= Long.MAX_VALUE / WINDOWS_NANOS_PER_UNIT;
    return isDockerOnWindows && scales ? counter * WINDOWS_NANOS_PER_UNIT : counter;
  }

  /** Docker prints the host's memory as the limit of a container that has none. */
  private long enforcedLimit() {
    boolean isLimit =
        hierarchicalLimit > 0
            && hierarchicalLimit < NO_LIMIT_BYTES
            && (limit == UNKNOWN || hierarchicalLimit <= limit);
    return isLimit ? hierarchicalLimit : UNKNOWN;
  }

  private void cpu(JsonParser json) {
    if (entersObject(json)) {
      while (nextField(json)) {
        switch (json.currentName()) {
          case "cpu_usage" -> cpuUsage(json);
          case "throttling_data" -> throttling(json);
          default -> json.skipChildren();
        }
      }
    }
  }

  private void cpuUsage(JsonParser json) {
    if (entersObject(json)) {
      while (nextField(json)) {
        switch (json.currentName()) {
          case "total_usage" -> cpuTime = count(json);
          case "usage_in_usermode" -> userTime = count(json);
          case "usage_in_kernelmode" -> systemTime = count(json);
          default -> json.skipChildren();
        }
      }
    }
  }

  /** Without a limit of the container's own there are no periods. */
  private void throttling(JsonParser json) {
    if (entersObject(json)) {
      while (nextField(json)) {
        switch (json.currentName()) {
          case "periods" -> periods = count(json);
          case "throttled_periods" -> throttledPeriods = count(json);
          case "throttled_time" -> throttledTime = count(json);
          default -> json.skipChildren();
        }
      }
    }
  }

  private void precpu(JsonParser json) {
    if (entersObject(json)) {
      while (nextField(json)) {
        if (json.currentName().equals("cpu_usage") && entersObject(json)) {
          while (nextField(json)) {
            if (json.currentName().equals("total_usage")) {
              precpuTime = count(json);
            } else {
              json.skipChildren();
            }
          }
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private void memory(JsonParser json) {
    if (entersObject(json)) {
      while (nextField(json)) {
        switch (json.currentName()) {
          case "usage" -> usage = count(json);
          case "max_usage" -> maxUsage = count(json);
          case "failcnt" -> failcnt = count(json);
          case "limit" -> limit = count(json);
          case "privateworkingset" -> privateWorkingSet = count(json);
          case "stats" -> memoryDetails(json);
          default -> json.skipChildren();
        }
      }
    }
  }

  private void memoryDetails(JsonParser json) {
    if (entersObject(json)) {
      while (nextField(json)) {
        switch (json.currentName()) {
          case "cache" -> cache = count(json);
          case "file" -> file = count(json);
          case "inactive_file" -> inactiveFile = count(json);
          case "hierarchical_memory_limit" -> hierarchicalLimit = count(json);
          default -> json.skipChildren();
        }
      }
    }
  }

  private void networks(JsonParser json) {
    if (entersObject(json)) {
      while (nextField(json)) {
        if (entersObject(json)) {
          while (nextField(json)) {
            switch (json.currentName()) {
              case "rx_bytes" -> networkRx = plus(networkRx, count(json));
              case "tx_bytes" -> networkTx = plus(networkTx, count(json));
              default -> json.skipChildren();
            }
          }
        }
      }
    }
  }

  private void blkio(JsonParser json) {
    if (entersObject(json)) {
      while (nextField(json)) {
        if (json.currentName().equals("io_service_bytes_recursive") && entersArray(json)) {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            operation(json);
          }
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private void operation(JsonParser json) {
    boolean isRead = false;
    boolean isWrite = false;
    long bytes = UNKNOWN;
    if (entersObject(json)) {
      while (nextField(json)) {
        switch (json.currentName()) {
          case "op" -> {
            isRead = LenientJson.isText(json, "read");
            isWrite = LenientJson.isText(json, "write");
          }
          case "value" -> bytes = count(json);
          default -> json.skipChildren();
        }
      }
    }
    if (isRead) {
      diskRead = plus(diskRead, bytes);
    } else if (isWrite) {
      diskWrite = plus(diskWrite, bytes);
    }
  }

  private static long plus(long sum, long value) {
    if (value == UNKNOWN) {
      return sum;
    }
    long added = Math.max(0, sum) + value;
    return added < 0 ? Long.MAX_VALUE : added;
  }
}
