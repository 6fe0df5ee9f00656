package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.kernel.MachineFiles;
import io.github.ecsusagereport.kernel.TaskNetwork;
import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.summary.MachineSummary;
import io.github.ecsusagereport.usage.MachineUsage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What is known of the machine. On Fargate it is the task's own (<a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate.html">AWS
 * Fargate</a>), and tells what the endpoint, which moves every 10 s, does not. Elsewhere it is
 * shared, and only one thing follows from it: where no process was killed for memory at all, none
 * of the task was.
 */
final class MachineObserver {
  /** From a kill to the end of its container, and some more. */
  private static final long KILL_TO_END_NANOS = 1_000_000_000;

  private final Pace pace;
  private final String procFolder;
  private final double processors;
  private final MachineFiles files;
  private final long readIntervalNanos;
  private final long startEpochNanos;
  private final OomKills kills;

  private Duration taskReadAt;
  private long nextReadingAt;
  private MachineUsage usage;

  /**
   * Begins, before the first poll.
   *
   * @param processors of the machine, or NaN
   */
  MachineObserver(
      CollectConfig config, Pace pace, InstantSource clock, String procFolder, double processors) {
    this.processors = processors;
    this.pace = pace;
    this.procFolder = procFolder;
    this.files = config.readsMachine() ? new MachineFiles(procFolder) : null;
    this.readIntervalNanos = config.readInterval().toNanos();
    this.startEpochNanos = clock.millis() * 1_000_000 - pace.elapsed().toNanos();
    this.kills = new OomKills(files == null ? UNKNOWN : files.oomKills(), now());
  }

  private long now() {
    return startEpochNanos + pace.elapsed().toNanos();
  }

  /**
   * After each poll: on Fargate, says when the run began, and lets the readings be held against.
   */
  void follow(TaskObserver observer) {
    if (!observer.taskReadAt().equals(taskReadAt)) {
      // Which containers were there, and which kills: the one is told with the other.
      taskReadAt = observer.taskReadAt();
      lookForKills();
      if (observer.task().isStoppedFromOutside()) {
        kills.noteStop();
      }
    }
    if (usage == null && files != null && observer.task().isFargate()) {
      usage = new MachineUsage(mostVcpus(observer.task().limits().cpuVcpu()));
      read();
      observer.usage().holdAgainst(usage);
    }
    if (usage != null && !usage.hasBegun() && observer.self() != null) {
      long start = firstStart(observer);
      if (start != UNKNOWN) {
        begin(start);
      }
    }
  }

  /** What the task can use at most: its size, and no more than there are. */
  private double mostVcpus(double size) {
    if (!(size > 0)) {
      return Double.isNaN(processors) ? Runtime.getRuntime().availableProcessors() : processors;
    }
    return size > processors ? processors : size;
  }

  /** Of the sidecar itself only where it alone ran before. */
  private void begin(long start) {
    if (usage.wasReadBefore(start)) {
      Optional<Duration> own = ProcessHandle.current().info().totalCpuDuration();
      usage.begin(start, files.ownMemoryBytes(), own.isPresent() ? own.get().toNanos() : UNKNOWN);
    } else {
      usage.begin(start, UNKNOWN, UNKNOWN);
    }
  }

  /** Of all containers but the sidecar, and but a pause, which runs nothing. */
  private static long firstStart(TaskObserver observer) {
    long first = UNKNOWN;
    for (ContainerMetadata container : observer.task().containers()) {
      boolean isSelf = container.name().equals(observer.self().name());
      if (!isSelf && !container.isPause()) {
        first = RunTimes.earlier(first, container.startedAtEpochNanos());
      }
    }
    return first;
  }

  /** How long until the next reading is due; endless where there is none to come. */
  Duration untilNextReading() {
    return usage == null
        ? Duration.ofNanos(Long.MAX_VALUE)
        : Duration.ofNanos(Math.max(0, nextReadingAt - pace.elapsed().toNanos()));
  }

  /** Reads the machine where it is the task's own. */
  void read() {
    if (usage == null) {
      return;
    }
    usage.add(now(), files.cpuTimeNanos(), files.memoryBytes());
    nextReadingAt = pace.elapsed().toNanos() + readIntervalNanos;
  }

  /** Reads it all once more: a line is to be written. */
  void readAll() {
    lookForKills();
    read();
  }

  private void lookForKills() {
    if (files != null) {
      kills.look(files.oomKills(), now());
    }
  }

  /** Processes of the task that the kernel killed for memory; null where the machine is shared. */
  OomKills oomKills() {
    return usage == null ? null : kills;
  }

  /**
   * Whether a container that ended then was certainly not killed for memory.
   *
   * @param end on the axis of the readings
   */
  boolean isNotKilledForMemory(long end) {
    boolean isEndAfterBegin = end != UNKNOWN && end - startEpochNanos >= KILL_TO_END_NANOS;
    return kills.isNoneEver() || (kills.count() == 0 && isEndAfterBegin);
  }

  /** Null where the machine is not the task's own, or is not to be read. */
  MachineSummary summary(long end) {
    if (usage == null) {
      return null;
    }
    TaskNetwork network = TaskNetwork.read(procFolder + "/net");
    return usage.summary(
        end,
        kills.count(),
        network == null ? UNKNOWN : network.rxBytes(),
        network == null ? UNKNOWN : network.txBytes());
  }

  /** Null where the machine has nothing to say. */
  MachineUsage usage() {
    return usage;
  }
}
