package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.kernel.TaskNetwork;
import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.TaskMetadata;
import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.Sampling;
import io.github.ecsusagereport.summary.TaskSummary;
import io.github.ecsusagereport.summary.TaskSummary.CollectorCost;
import io.github.ecsusagereport.summary.TaskSummary.ContainerIdentity;
import io.github.ecsusagereport.summary.TaskSummary.ContainerSummary;
import io.github.ecsusagereport.summary.TaskSummary.EndReason;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.usage.MachineUsage;
import io.github.ecsusagereport.usage.TaskUsage;
import java.util.ArrayList;
import java.util.List;

/** What is known of the task, as a line. */
final class Summariser {
  private final CollectConfig config;
  private final String version;
  private final TaskObserver observer;
  private final KernelObserver kernel;
  private final MachineObserver machine;
  private final String procFolder;

  Summariser(
      CollectConfig config,
      String version,
      TaskObserver observer,
      KernelObserver kernel,
      MachineObserver machine,
      String procFolder) {
    this.config = config;
    this.version = version;
    this.observer = observer;
    this.kernel = kernel;
    this.machine = machine;
    this.procFolder = procFolder;
  }

  /** A line about a task that goes on. */
  TaskSummary running(LineType type, long now) {
    kernel.read(observer, true);
    machine.readAll();
    return summary(type, new Verdict(Status.RUNNING, null), null, now);
  }

  /** The last line. */
  TaskSummary report(EndReason endReason, long now) {
    boolean wasTold = endReason == EndReason.SIGNAL;
    readNetwork();
    kernel.read(observer, true);
    machine.readAll();
    observer.usage().endRun();
    return summary(LineType.REPORT, Verdict.of(observer, machine, wasTold), endReason, now);
  }

  /** On Fargate the readings are the source of what is in `metrics`. */
  private void readNetwork() {
    if (observer.task().isNetworkShared() && !observer.task().isFargate()) {
      TaskNetwork network = TaskNetwork.read(procFolder + "/net");
      if (network != null) {
        observer.usage().addSharedNetwork(network.rxBytes(), network.txBytes());
      }
    }
  }

  private TaskSummary summary(LineType type, Verdict verdict, EndReason endReason, long now) {
    TaskMetadata task = observer.task();
    List<ContainerMetadata> watched = observer.watched();
    List<ContainerMetadata> all = new ArrayList<>(task.containers());
    all.sort(Summariser::byStart);
    RunTimes times = new RunTimes(observer, now);
    Metrics metrics = observer.usage().watchedMetrics(task.isNetworkShared());
    putTaskLevel(metrics, watched, times);
    Metrics taskMetrics = observer.usage().taskMetrics(task.isNetworkShared());
    putTaskLevel(taskMetrics, withoutPause(all), times);
    return new TaskSummary(
        now,
        type,
        verdict.status(),
        endReason,
        verdict.evidence(),
        isNeverStarted(verdict, endReason),
        task.task(),
        cpuArchitecture(),
        config.job(),
        config.batchJob(),
        watched.size() == 1 ? identity(watched.get(0)) : null,
        config.requestedAtEpochNanos(),
        task.pullStartedAtEpochNanos(),
        task.pullStoppedAtEpochNanos(),
        RunTimes.firstStart(watched),
        observer.hasEnded() ? RunTimes.lastEnd(watched) : UNKNOWN,
        metrics,
        taskMetrics,
        durationAtVcpu(taskMetrics, times.end(watched)),
        machine.summary(times.end(watched)),
        containerSummaries(all, times),
        sampling(watched, times),
        cost(),
        observer.usage().curve(times.end(watched)));
  }

  private boolean isNeverStarted(Verdict verdict, EndReason endReason) {
    return verdict.status() == Status.FAILURE
        && !Verdict.neverStarted(observer, endReason == EndReason.SIGNAL).isEmpty();
  }

  /** Of this machine, in the words of a task definition. */
  private static String cpuArchitecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "X86_64";
      case "aarch64" -> "ARM64";
      default -> null;
    };
  }

  /** A pause container may start before the pull that the task's start is measured from. */
  private static List<ContainerMetadata> withoutPause(List<ContainerMetadata> containers) {
    List<ContainerMetadata> others = new ArrayList<>(containers);
    others.removeIf(ContainerMetadata::isPause);
    return others;
  }

  /** One that has not started comes last. Written out: Comparator's own lambdas cost 8 ms. */
  private static int byStart(ContainerMetadata one, ContainerMetadata other) {
    int order = Long.compareUnsigned(one.startedAtEpochNanos(), other.startedAtEpochNanos());
    return order != 0 ? order : one.name().compareTo(other.name());
  }

  private List<DurationAtVcpu> durationAtVcpu(Metrics taskMetrics, long end) {
    Double durationMs = taskMetrics.get(Metric.DURATION_MS);
    if (durationMs == null) {
      return List.of();
    }
    // Upper bounds are better than nothing, and measured means better than upper bounds.
    boolean hasReadings = taskMetrics.get(Metric.CPU_TIME_MS) != null;
    MachineUsage seconds = machine.usage();
    return seconds != null && (seconds.isCpuKnown() || !hasReadings)
        ? seconds.durationAtVcpu(durationMs, end)
        : observer.usage().durationAtVcpu(durationMs);
  }

  private static ContainerIdentity identity(ContainerMetadata container) {
    return new ContainerIdentity(
        container.name(),
        container.image(),
        container.imageId(),
        container.isStopped() ? container.exitCode() : null,
        container.restartCount());
  }

  private List<ContainerSummary> containerSummaries(List<ContainerMetadata> all, RunTimes times) {
    List<ContainerSummary> summaries = new ArrayList<>();
    for (ContainerMetadata each : all) {
      summaries.add(containerSummary(each, observer.isWatched(each), times));
    }
    return summaries;
  }

  private ContainerSummary containerSummary(
      ContainerMetadata container, boolean isWatched, RunTimes times) {
    Metrics metrics =
        observer.usage().containerMetrics(container.name(), observer.task().isNetworkShared());
    times.put(metrics, List.of(container));
    return new ContainerSummary(
        identity(container),
        container.isNormal() ? null : container.type(),
        isWatched,
        container.knownStatus(),
        container.health(),
        container.startedAtEpochNanos(),
        container.endEpochNanos(),
        metrics);
  }

  private void putTaskLevel(Metrics metrics, List<ContainerMetadata> containers, RunTimes times) {
    times.put(metrics, containers);
    times.putTaskLevel(metrics, containers, config.requestedAtEpochNanos());
    metrics.putCount(Metric.EPHEMERAL_STORAGE_USED_MIB, observer.ephemeralStorageUsedMiB());
    metrics.putCount(Metric.EPHEMERAL_STORAGE_SIZE_MIB, observer.task().ephemeralStorageSizeMiB());
  }

  private Sampling sampling(List<ContainerMetadata> watched, RunTimes times) {
    TaskUsage usage = observer.usage();
    return new Sampling(
        observer.endpoint().polls(),
        observer.endpoint().missedPolls(),
        observer.endpoint().missedTaskReads(),
        source(usage),
        usage.readings(),
        observer.droppedReadings(),
        usage.resolutionMs(),
        usage.longestGapNanos(),
        coveragePercent(watched, times),
        lastReadingAge(watched, times),
        usage.resets(),
        observer.hostClock().steps());
  }

  private static Sampling.Source source(TaskUsage usage) {
    if (usage.readings() == 0) {
      return null;
    }
    if (usage.kernelReadings() == 0) {
      return Sampling.Source.ENDPOINT;
    }
    boolean isAll = usage.kernelReadings() == usage.readings();
    return isAll ? Sampling.Source.KERNEL : Sampling.Source.MIXED;
  }

  private double coveragePercent(List<ContainerMetadata> watched, RunTimes times) {
    long duration = 0;
    for (ContainerMetadata each : watched) {
      if (each.startedAtEpochNanos() != UNKNOWN) {
        duration += times.end(List.of(each)) - times.start(List.of(each));
      }
    }
    return duration <= 0
        ? Double.NaN
        : Math.min(100, 100.0 * observer.usage().sampledNanos() / duration);
  }

  /** The oldest one's, of several. */
  private long lastReadingAge(List<ContainerMetadata> watched, RunTimes times) {
    long age = UNKNOWN;
    for (ContainerMetadata container : watched) {
      long read = observer.usage().container(container.name()).lastReadEpochNanos();
      if (read != UNKNOWN) {
        age = Math.max(age, Math.max(0, times.end(List.of(container)) - read));
      }
    }
    return age;
  }

  private CollectorCost cost() {
    Metrics cost = new Metrics();
    ContainerMetadata self = observer.self();
    if (self != null && observer.usage().container(self.name()) != null) {
      Metrics own = observer.usage().containerMetrics(self.name(), true);
      copy(own, cost, Metric.CPU_TIME_MS);
      copy(own, cost, Metric.MAX_MEMORY_USED_MIB);
    }
    return new CollectorCost(version, cost);
  }

  private static void copy(Metrics from, Metrics to, Metric metric) {
    if (from.get(metric) != null) {
      to.put(metric, from.get(metric));
    }
  }
}
