package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.UsageCurve;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What the containers of one task used, each by itself and together. */
public final class TaskUsage {
  private final Limits limits;
  private final double vcpus;
  private final CombinedUsage wholeTask;
  private final CombinedUsage watchedTogether;
  private final CurveSteps curve;
  private final Map<String, ContainerUsage> containers = new LinkedHashMap<>();
  private final List<ContainerUsage> watched = new ArrayList<>();
  private final Gaps gaps = new Gaps();
  private final CpuAxis axis;
  private boolean isDrawing;
  private MachineUsage machine;
  private long sharedRxBytes = UNKNOWN;
  private long sharedTxBytes = UNKNOWN;

  /**
   * @param taskLimits the task's CPU and memory
   * @param processors of the machine, or NaN: what a task without a CPU size can use
   * @param hasCurve whether the course of the run is kept
   */
  public TaskUsage(Limits taskLimits, double processors, boolean hasCurve) {
    this.limits = taskLimits;
    this.vcpus = taskLimits.cpuVcpu() > 0 ? taskLimits.cpuVcpu() : processors;
    this.wholeTask = new CombinedUsage(taskLimits, vcpus);
    this.watchedTogether = new CombinedUsage(taskLimits, vcpus);
    this.axis = new CpuAxis(containers.values(), watched, wholeTask, watchedTogether);
    this.curve = hasCurve ? new CurveSteps() : null;
  }

  /**
   * A container, made when it is asked for first.
   *
   * @param memoryLimitMiB its own hard limit, or UNKNOWN
   */
  public ContainerUsage describe(String name, long memoryLimitMiB) {
    return containers.computeIfAbsent(
        name, key -> new ContainerUsage(limits.withMemoryMiB(memoryLimitMiB)));
  }

  /**
   * Says whether the end of a container is the end of the run.
   *
   * @param isCertain false as long as the container may be the sidecar itself
   */
  public void watch(ContainerUsage usage, boolean isWatched, boolean isCertain) {
    watched.remove(usage);
    if (isWatched) {
      watched.add(usage);
    }
    isDrawing = curve != null && isCertain;
    usage.drawnIn(isWatched && isDrawing ? curve : null);
  }

  /**
   * Takes a reading of a container that was described before.
   *
   * @param at when it was read, by a clock that nobody sets
   */
  public void add(String name, ContainerSample sample, long at) {
    add(containers.get(name), sample, at);
  }

  /** The same for a reading of the kernel's own files. */
  public void addOfKernel(String name, ContainerSample sample, long at) {
    ContainerUsage usage = containers.get(name);
    if (add(usage, sample, at)) {
      usage.setLastOfKernel();
    }
  }

  private boolean add(ContainerUsage usage, ContainerSample sample, long at) {
    boolean isFirst = !usage.hasReading();
    if (isDrawing) {
      curve.startAt(CombinedUsage.earliestStart(watched));
    }
    long nanos = usage.add(sample, at);
    if (nanos != UNKNOWN && watched.contains(usage)) {
      if (isFirst) {
        gaps.addFirst(nanos);
      } else {
        gaps.addNext(nanos);
      }
    }
    return nanos != UNKNOWN;
  }

  /** From now on the readings are held against what this machine tells, which is the task's own. */
  public void holdAgainst(MachineUsage ownMachine) {
    machine = ownMachine;
  }

  /** Adds up what is known of all; once after the readings of each poll. */
  public void endPoll() {
    long known = axis.knownUntil();
    if (machine != null) {
      machine.beforeAddingUp(containers.values(), axis, known);
      machine.addMemory(containers.values(), watched);
    }
    axis.addUpTo(known);
    endReading();
  }

  /** Adds up the memory of all; between two polls after each look at the kernel's files. */
  public void endReading() {
    wholeTask.addMemory(containers.values());
    if (watched.size() > 1) {
      watchedTogether.addMemory(watched);
    }
    if (isDrawing) {
      long newest = CombinedUsage.newestRead(watched);
      curve.addMemory(startOfThoseReadAt(newest), newest, lastWatchedMemoryBytes());
    }
  }

  /** Between an init container and the batch nothing was there. */
  private long startOfThoseReadAt(long newest) {
    long start = UNKNOWN;
    for (ContainerUsage each : watched) {
      boolean isCounted = each.isRunning() || each.lastReadEpochNanos() == newest;
      if (isCounted && (start == UNKNOWN || each.startedAtEpochNanos() < start)) {
        start = each.startedAtEpochNanos();
      }
    }
    return start;
  }

  private long lastWatchedMemoryBytes() {
    return watched.size() == 1
        ? watched.get(0).lastMemoryBytes()
        : watchedTogether.lastMemoryBytes();
  }

  /** Adds up what only some containers have told: no more readings will come. */
  public void endRun() {
    axis.end();
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
        watched.size() == 1
            ? watched.get(0).metrics()
            : watchedTogether.metrics(watched, isCpuTold());
    putNetwork(metrics, watched, isNetworkShared);
    return metrics;
  }

  /** False where what the watched containers used is not known: the others are not the run. */
  private boolean isCpuTold() {
    boolean hasTold = watched.isEmpty();
    for (ContainerUsage each : watched) {
      if (each.hasReading() && each.cpuTimeNanos() == UNKNOWN) {
        return false;
      }
      hasTold |= each.hasReading() || each.startedAtEpochNanos() == UNKNOWN;
    }
    return hasTold;
  }

  /** Of all containers. */
  public Metrics taskMetrics(boolean isNetworkShared) {
    Metrics metrics = wholeTask.metrics(containers.values(), isCpuTold());
    putNetwork(metrics, containers.values(), isNetworkShared);
    return metrics;
  }

  /**
   * How long the task would have taken with fewer vCPUs; empty without a CPU size.
   *
   * @param durationMs of all of the run
   */
  public List<DurationAtVcpu> durationAtVcpu(double durationMs) {
    return isCpuTold() ? wholeTask.durationAtVcpu(durationMs) : List.of();
  }

  /**
   * The course of the watched containers, or null where it is not kept or nothing was read.
   *
   * @param end of the run, on the axis of the readings
   */
  public UsageCurve curve(long end) {
    // The curve of one container is its own counter's.
    return curve == null ? null : curve.upTo(end, watched.size() > 1 ? vcpus : Double.NaN);
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
        Metric.NETWORK_RX_BYTES,
        network(members, ContainerUsage::networkRxBytes, sharedRxBytes, isNetworkShared));
    metrics.putCount(
        Metric.NETWORK_TX_BYTES,
        network(members, ContainerUsage::networkTxBytes, sharedTxBytes, isNetworkShared));
  }

  /** What the kernel counted on the network that all containers share, later than any reading. */
  public void addSharedNetwork(long rxBytes, long txBytes) {
    sharedRxBytes = rxBytes;
    sharedTxBytes = txBytes;
  }

  private long network(
      Collection<ContainerUsage> members,
      ToLongFunction<ContainerUsage> bytes,
      long sharedBytes,
      boolean isNetworkShared) {
    if (!isNetworkShared) {
      return CombinedUsage.sum(members, bytes);
    }
    long largest = sharedBytes;
    for (ContainerUsage usage : containers.values()) {
      largest = Math.max(largest, bytes.applyAsLong(usage));
    }
    return largest;
  }

  /**
   * Whether a container was at its limit, or the task at its, when it ended; told where the
   * kernel's own files were the last to tell of it.
   */
  public boolean wasAtLimit(String name) {
    ContainerUsage usage = containers.get(name);
    long others = 0;
    for (ContainerUsage each : containers.values()) {
      others += each != usage && each.isRunning() ? Math.max(0, each.lastMemoryBytes()) : 0;
    }
    return usage.wasAtLimit(others, limits);
  }

  /** Of the distinct readings of the watched containers those that were the kernel's own. */
  public long kernelReadings() {
    return Math.max(0, CombinedUsage.sum(watched, ContainerUsage::kernelReadings));
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
