package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import java.util.Collection;

/** The one axis on which the CPU time of all containers is added up, interval by interval. */
final class CpuAxis {
  /**
   * A container that runs and tells nothing is waited for this long, before the others are added up
   * without it. Docker's statistics stand still for up to 28 s where the agent has to reconnect (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/dockerclient/timeout.go#L64">timeout.go</a>).
   */
  static final long LONGEST_WAIT_NANOS = 30_000_000_000L;

  private final Collection<ContainerUsage> containers;
  private final Collection<ContainerUsage> watched;
  private final CombinedUsage wholeTask;
  private final CombinedUsage watchedTogether;
  private long addedNanos;
  private long addedUpTo = UNKNOWN;

  /**
   * @param containers all there are, also those to come
   * @param watched those of them that are watched, at any time
   */
  CpuAxis(
      Collection<ContainerUsage> containers,
      Collection<ContainerUsage> watched,
      CombinedUsage wholeTask,
      CombinedUsage watchedTogether) {
    this.containers = containers;
    this.watched = watched;
    this.wholeTask = wholeTask;
    this.watchedTogether = watchedTogether;
  }

  /** Where the last interval ended, or UNKNOWN. */
  long addedUpTo() {
    return addedUpTo;
  }

  /** Of all containers, up to there. */
  long addedNanos() {
    return addedNanos;
  }

  /** The time up to which the CPU time of every container that runs, and tells it, is known. */
  long knownUntil() {
    long newest = CombinedUsage.newestRead(containers);
    long until = newest;
    for (ContainerUsage each : containers) {
      boolean isSilent = !each.hasReading() && newest - each.cpuKnownUntil() > LONGEST_WAIT_NANOS;
      if (each.isRunning() && !each.isIdle() && !isSilent && each.cpuKnownUntil() != UNKNOWN) {
        until = Math.min(until, each.cpuKnownUntil());
      }
    }
    return Math.max(until, newest - LONGEST_WAIT_NANOS);
  }

  /** Adds up, as one interval unless it was waited for in vain. */
  void addUpTo(long time) {
    if (time - addedFrom() > LONGEST_WAIT_NANOS) {
      addUpToByMoments(time);
    } else {
      addInterval(time);
    }
  }

  /** Adds up what only some containers have told: no more readings will come. */
  void end() {
    addUpToByMoments(CombinedUsage.newestRead(containers));
    wholeTask.endCpu();
    watchedTogether.endCpu();
  }

  /** Each point of any container ends an interval. */
  private void addUpToByMoments(long time) {
    for (long next = nextMoment(); next != UNKNOWN && next < time; next = nextMoment()) {
      addInterval(next);
    }
    addInterval(time);
  }

  private long nextMoment() {
    long next = UNKNOWN;
    for (ContainerUsage each : containers) {
      long moment = each.track().nextAfter(addedUpTo);
      if (moment != UNKNOWN && (next == UNKNOWN || moment < next)) {
        next = moment;
      }
    }
    return next;
  }

  private long addedFrom() {
    return addedUpTo == UNKNOWN ? CombinedUsage.earliestStart(containers) : addedUpTo;
  }

  private void addInterval(long time) {
    long from = addedFrom();
    if (time <= addedUpTo) {
      return;
    }
    long all = 0;
    long largest = 0;
    long ofWatched = 0;
    long largestOfWatched = 0;
    for (ContainerUsage each : containers) {
      long used = each.track().take(time);
      all += used;
      largest = Math.max(largest, used);
      if (watched.contains(each)) {
        ofWatched += used;
        largestOfWatched = Math.max(largestOfWatched, used);
      }
    }
    addedNanos += all;
    if (from != UNKNOWN && time > from) {
      wholeTask.addCpu(all, largest, time - from);
      watchedTogether.addCpu(ofWatched, largestOfWatched, time - from);
    }
    addedUpTo = time;
  }
}
