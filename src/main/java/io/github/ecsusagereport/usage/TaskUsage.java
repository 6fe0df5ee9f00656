package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What the containers of one task used, each by itself and together. */
public final class TaskUsage {
  private final Limits limits;
  private final CombinedUsage wholeTask;
  private final CombinedUsage watchedTogether;
  private final Map<String, ContainerUsage> containers = new LinkedHashMap<>();
  private final List<ContainerUsage> watched = new ArrayList<>();
  private final Gaps gaps = new Gaps();

  /**
   * @param taskLimits the task's CPU and memory
   */
  public TaskUsage(Limits taskLimits) {
    this.limits = taskLimits;
    this.wholeTask = new CombinedUsage(taskLimits);
    this.watchedTogether = new CombinedUsage(taskLimits);
  }

  /**
   * Says what is known of a container; again at every change.
   *
   * @param memoryLimitMiB the container's own hard limit, or UNKNOWN
   */
  public void describe(
      String name, long memoryLimitMiB, long startedAt, boolean isWatched, boolean isRunning) {
    ContainerUsage usage =
        containers.computeIfAbsent(
            name, key -> new ContainerUsage(limits.withMemoryMiB(memoryLimitMiB)));
    usage.startedAt(startedAt);
    usage.setRunning(isRunning);
    watched.remove(usage);
    if (isWatched) {
      watched.add(usage);
    }
  }

  /** Takes a reading of a container that was described before. */
  public void add(String name, ContainerSample sample) {
    ContainerUsage usage = containers.get(name);
    boolean isFirst = !usage.hasReading();
    long nanos = usage.add(sample);
    if (nanos == UNKNOWN || !watched.contains(usage)) {
      return;
    }
    if (isFirst) {
      gaps.addFirst(nanos);
    } else {
      gaps.addNext(nanos);
    }
  }

  /** Adds up the latest readings; once after the readings of each poll. */
  public void endPoll() {
    wholeTask.endPoll(containers.values());
    if (watched.size() > 1) {
      watchedTogether.endPoll(watched);
    }
  }

  /** Null before the container was described. */
  public ContainerUsage container(String name) {
    return containers.get(name);
  }

  /**
   * Of the watched containers together.
   *
   * @param isNetworkShared with awsvpc every container carries the task's network counters
   */
  public Metrics watchedMetrics(boolean isNetworkShared) {
    Metrics metrics =
        watched.size() == 1 ? watched.get(0).metrics() : watchedTogether.metrics(watched);
    putNetwork(metrics, watched, isNetworkShared);
    return metrics;
  }

  /** Of all containers. */
  public Metrics taskMetrics(boolean isNetworkShared) {
    Metrics metrics = wholeTask.metrics(containers.values());
    putNetwork(metrics, containers.values(), isNetworkShared);
    return metrics;
  }

  /**
   * How long the task would have taken with fewer vCPUs; empty without a CPU size.
   *
   * @param durationMs of all of the run
   */
  public List<DurationAtVcpu> durationAtVcpu(double durationMs) {
    return wholeTask.durationAtVcpu(durationMs);
  }

  /** Of one container; without the network where that is the task's. */
  public Metrics containerMetrics(String name, boolean isNetworkShared) {
    ContainerUsage usage = containers.get(name);
    Metrics metrics = usage.metrics();
    if (!isNetworkShared) {
      putNetwork(metrics, List.of(usage), false);
    }
    return metrics;
  }

  private void putNetwork(
      Metrics metrics, Collection<ContainerUsage> members, boolean isNetworkShared) {
    metrics.putCount(
        Metric.NETWORK_RX_BYTES, network(members, ContainerUsage::networkRxBytes, isNetworkShared));
    metrics.putCount(
        Metric.NETWORK_TX_BYTES, network(members, ContainerUsage::networkTxBytes, isNetworkShared));
  }

  private long network(
      Collection<ContainerUsage> members,
      ToLongFunction<ContainerUsage> bytes,
      boolean isNetworkShared) {
    if (!isNetworkShared) {
      return CombinedUsage.sum(members, bytes);
    }
    long largest = UNKNOWN;
    for (ContainerUsage usage : containers.values()) {
      largest = Math.max(largest, bytes.applyAsLong(usage));
    }
    return largest;
  }

  /** Distinct readings of the watched containers. */
  public long readings() {
    return Math.max(0, CombinedUsage.sum(watched, ContainerUsage::readings));
  }

  /** Readings of any container that were older than the one before. */
  public long dropped() {
    return Math.max(0, CombinedUsage.sum(containers.values(), ContainerUsage::dropped));
  }

  public long resets() {
    return Math.max(0, CombinedUsage.sum(watched, ContainerUsage::resets));
  }

  public long clockSteps() {
    return Math.max(0, CombinedUsage.sum(watched, ContainerUsage::clockSteps));
  }

  /** Median time between two readings of a watched container, or UNKNOWN. */
  public long resolutionMs() {
    return gaps.resolutionMs();
  }

  public long longestGapNanos() {
    return gaps.longestNanos();
  }

  /** Time between the starts of the watched containers and their last readings, added up. */
  public long sampledNanos() {
    return Math.max(0, CombinedUsage.sum(watched, ContainerUsage::sampledNanos));
  }
}
