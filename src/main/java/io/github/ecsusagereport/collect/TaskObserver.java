package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.TaskMetadata;
import io.github.ecsusagereport.metadata.TaskStats;
import io.github.ecsusagereport.usage.ContainerSample;
import io.github.ecsusagereport.usage.ContainerUsage;
import io.github.ecsusagereport.usage.TaskUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of the task so far. */
final class TaskObserver {
  /** `/task` is read when something changed, and this often in any case. */
  private static final Duration TASK_INTERVAL = Duration.ofSeconds(10);

  /**
   * STOPPED is visible a moment before the exit code (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/engine/task_manager.go#L512-L515">task_manager.go</a>).
   */
  private static final Duration UNTIL_EXIT_CODE = Duration.ofMillis(100);

  private final CountingEndpoint endpoint;
  private final Pace pace;
  private final List<String> namesToWatch;
  private final boolean hasCurve;
  private final double processors;
  private final HostClock hostClock;
  private final KernelObserver kernel;
  private final Stops stops = new Stops();

  private ContainerMetadata self;
  private TaskMetadata task = TaskMetadata.UNKNOWN_TASK;
  private List<ContainerMetadata> watched = List.of();
  private boolean isTaskKnown;
  private boolean isTaskCurrent;
  private Duration taskReadAt = Duration.ZERO;
  private TaskUsage usage = new TaskUsage(TaskMetadata.UNKNOWN_TASK.limits(), Double.NaN, false);
  private Set<String> idsWithSample = Set.of();
  private long newestRead = UNKNOWN;
  private long unusableEntries;
  private long ephemeralStorageUsedMiB = UNKNOWN;

  /**
   * @param processors of the machine, or NaN
   */
  TaskObserver(
      CountingEndpoint endpoint,
      Pace pace,
      CollectConfig config,
      KernelObserver kernel,
      double processors) {
    this.endpoint = endpoint;
    this.kernel = kernel;
    this.pace = pace;
    this.hostClock = new HostClock(pace);
    this.namesToWatch = config.containers();
    this.hasCurve = config.hasCurve();
    this.processors = processors;
  }

  /** One poll; at the end of the watched containers a second look for an exit code. */
  void poll() throws InterruptedException {
    boolean isFirst = !isTaskKnown;
    if (isFirst) {
      readTask();
    }
    TaskStats stats = endpoint.taskStats();
    hostClock.look();
    if (!isFirst && needsTask(stats)) {
      readTask();
    }
    kernel.poll(this);
    take(stats);
    if (hasEnded()) {
      awaitExitCodes();
    }
  }

  /** The last requests after a signal: `/task` first, since it tells how the run ended. */
  void lastLook() throws InterruptedException {
    readTask();
    if (!isTaskCurrent && !endpoint.isLost()) {
      // How the run ended is worth a second try.
      pace.pause(UNTIL_EXIT_CODE);
      readTask();
    }
    TaskStats stats = endpoint.taskStats();
    hostClock.look();
    kernel.poll(this);
    take(stats);
    awaitExitCodes();
  }

  private void awaitExitCodes() throws InterruptedException {
    for (ContainerMetadata container : watched) {
      if (isUnsettled(container)) {
        pace.pause(UNTIL_EXIT_CODE);
        readTask();
        return;
      }
    }
  }

  /** About to change: stopped without an exit code, or running while its readings have ended. */
  private boolean isUnsettled(ContainerMetadata container) {
    if (container.isStopped()) {
      return container.exitCode() == null;
    }
    boolean hadReadings = usage.container(container.name()).hasReading();
    return task.hasEssentialStopped() || (hadReadings && !idsWithSample.contains(container.id()));
  }

  private boolean needsTask(TaskStats stats) {
    return stats == null
        || self == null
        || !stats.samples().keySet().equals(idsWithSample)
        || watched.isEmpty()
        || lacksReading(stats)
        || hasLowerCounter(stats)
        || isToldLast()
        || pace.elapsed().minus(taskReadAt).compareTo(TASK_INTERVAL) >= 0;
  }

  private boolean lacksReading(TaskStats stats) {
    for (ContainerMetadata container : watched) {
      if (!container.isStopped() && !stats.samples().containsKey(container.id())) {
        return true;
      }
    }
    return false;
  }

  /**
   * A container is stopped before those that it depends on (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/engine/dependencygraph/graph.go#L506-L530">graph.go</a>):
   * a batch that started after the sidecar may end without it being told, and `/task` alone shows
   * that it was to.
   */
  private boolean isToldLast() {
    ContainerUsage own = self == null ? null : usage.container(self.name());
    if (own == null || own.startedAtEpochNanos() == UNKNOWN) {
      return false;
    }
    for (ContainerMetadata container : watched) {
      if (container.startedAtEpochNanos() > own.startedAtEpochNanos()) {
        return true;
      }
    }
    return false;
  }

  /** It may be a restart, and then `/task` says so. */
  private boolean hasLowerCounter(TaskStats stats) {
    for (Map.Entry<String, ContainerSample> each : stats.samples().entrySet()) {
      ContainerMetadata container = task.byId(each.getKey());
      long at = hostClock.time(each.getValue().readEpochNanos());
      if (container != null && usage.container(container.name()).isLower(each.getValue(), at)) {
        return true;
      }
    }
    return false;
  }

  private void readTask() {
    if (self == null) {
      // Once is enough: the endpoint is this container's for all of its life.
      self = endpoint.self();
    }
    TaskMetadata read = endpoint.task();
    hostClock.look();
    isTaskCurrent = read != null;
    if (read == null) {
      findWatched();
      return;
    }
    if (!isTaskKnown) {
      usage = new TaskUsage(read.limits(), processors, hasCurve);
    }
    TaskMetadata before = task;
    task = read.after(task);
    isTaskKnown = true;
    taskReadAt = pace.elapsed();
    ephemeralStorageUsedMiB = Math.max(ephemeralStorageUsedMiB, task.ephemeralStorageUsedMiB());
    findWatched();
    describeContainers();
    for (ContainerMetadata container : read.containers()) {
      // A later start is the sign of a restart.
      long start = hostClock.timeTold(container.startedAtEpochNanos());
      usage.container(container.name()).startedAt(start);
    }
    stops.add(task, before, pace.hostClockNanos());
  }

  /** At every change, and not at each poll. */
  private void findWatched() {
    watched = WatchedContainers.of(task, self, namesToWatch);
  }

  private void describeContainers() {
    for (ContainerMetadata container : task.containers()) {
      ContainerUsage described = usage.describe(container.name(), container.memoryLimitMiB());
      described.startedAt(hostClock.timeTold(container.startedAtEpochNanos()));
      if (container.restartCount() != null) {
        described.restarts(container.restartCount());
      }
      described.state(container.isAlive(), hostClock.timeTold(container.endEpochNanos()));
      if (kernel.isTelling() && container.isPause()) {
        described.setIdle();
      }
      usage.watch(described, isWatched(container), self != null || !namesToWatch.isEmpty());
    }
  }

  private void take(TaskStats stats) {
    if (stats == null) {
      return;
    }
    unusableEntries += stats.unusable();
    idsWithSample = stats.samples().keySet();
    for (Map.Entry<String, ContainerSample> each : stats.samples().entrySet()) {
      ContainerMetadata container = task.byId(each.getKey());
      if (container != null) {
        long at = hostClock.time(each.getValue().readEpochNanos());
        newestRead = isWatched(container) ? Math.max(newestRead, at) : newestRead;
        if (kernel.tells(each.getKey(), at)) {
          usage.container(container.name()).addNetworkAndDisk(each.getValue());
        } else {
          usage.add(container.name(), each.getValue(), at);
        }
      }
    }
    usage.endPoll();
  }

  /**
   * All that are to be watched are there, and have stopped. Not while the task starts: an init
   * container may have stopped before the batch is even listed.
   */
  boolean hasEnded() {
    for (ContainerMetadata container : watched) {
      if (!container.isStopped()) {
        return false;
      }
    }
    return !watched.isEmpty() && !task.isStarting() && watched.size() >= namesToWatch.size();
  }

  List<ContainerMetadata> watched() {
    return watched;
  }

  /** By name: the JVM makes a record's {@code equals} at its first use, which costs 8 ms. */
  boolean isWatched(ContainerMetadata container) {
    for (ContainerMetadata each : watched) {
      if (each.name().equals(container.name())) {
        return true;
      }
    }
    return false;
  }

  /** Names from {@code USAGE_CONTAINER} that the task does not have, or that are not to watch. */
  List<String> missingNames() {
    List<String> missing = new ArrayList<>(namesToWatch);
    missing.removeAll(WatchedContainers.names(watched));
    return missing;
  }

  /** What {@code USAGE_CONTAINER} may name. */
  List<String> namesToChooseFrom() {
    return WatchedContainers.names(WatchedContainers.of(task, self, List.of()));
  }

  /** How long the first of the watched containers has run; zero before. */
  Duration watchedFor(long now) {
    long nanos = 0;
    for (ContainerMetadata each : watched) {
      if (!each.isStopped() && each.startedAtEpochNanos() != UNKNOWN) {
        long start = usage.container(each.name()).startedAtEpochNanos();
        nanos = Math.max(nanos, now - hostClock.stepsNanos() - start);
      }
    }
    return Duration.ofNanos(nanos);
  }

  /** The newest time of a watched container's reading, or UNKNOWN. */
  long newestRead() {
    return newestRead;
  }

  /** How long ago that was. */
  long newestAge() {
    return hostClock.now() - newestRead;
  }

  /** The clock that all times of usage are told by. */
  HostClock hostClock() {
    return hostClock;
  }

  /** Null until the endpoint has answered. */
  ContainerMetadata self() {
    return self;
  }

  TaskMetadata task() {
    return task;
  }

  /** When that was, by the pace's clock. */
  Duration taskReadAt() {
    return taskReadAt;
  }

  /** Whether the last request for `/task` was answered. */
  boolean isTaskCurrent() {
    return isTaskCurrent;
  }

  /** How its containers came to stop. */
  Stops stops() {
    return stops;
  }

  TaskUsage usage() {
    return usage;
  }

  /** The requests and how they went. */
  CountingEndpoint endpoint() {
    return endpoint;
  }

  long droppedReadings() {
    return unusableEntries + usage.dropped();
  }

  /** The largest so far, or UNKNOWN. */
  long ephemeralStorageUsedMiB() {
    return ephemeralStorageUsedMiB;
  }
}
