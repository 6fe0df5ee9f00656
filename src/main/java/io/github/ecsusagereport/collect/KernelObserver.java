package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.kernel.CounterFiles;
import io.github.ecsusagereport.kernel.TaskProcesses;
import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.TaskMetadata;
import io.github.ecsusagereport.usage.ContainerSample;
import io.github.ecsusagereport.usage.ContainerUsage;
import io.github.ecsusagereport.usage.TaskUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's own counters of the containers, where the task shares its process ids and this one
 * may read them. Each container for itself, as soon as it can be read; what cannot is the
 * endpoint's. Nothing is opened but {@code cgroup} of a process, and the cgroup's files of a
 * container that {@code /task} lists.
 */
final class KernelObserver {
  private static final Logger LOG = LoggerFactory.getLogger(KernelObserver.class);

  /** From the first process to the runtime's last step before the batch; longer is a refusal. */
  private static final long LONGEST_START_NANOS = 3_000_000_000L;

  /** A container whose counters are refused is tried again this often. */
  private static final long AGAIN_NANOS = 10_000_000_000L;

  /** Where it is the machine's process ids that are shared, there may be any number. */
  private static final int MOST_STRANGERS = 64;

  private static final int BUFFER_BYTES = 8192;

  /** What the container runtime may have used before the start, and a clock that is not right. */
  private static final long BEFORE_THE_START_NANOS = 1_000_000_000;

  private static final Duration ENDLESS = Duration.ofNanos(Long.MAX_VALUE);

  private final Pace pace;
  private final String procFolder;
  private final double processors;
  private final long intervalNanos;
  private final TaskProcesses processes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final List<String> pids = new ArrayList<>();
  private final List<ToldContainer> told = new ArrayList<>();
  private final Map<String, String> candidates = new HashMap<>();
  private final Map<String, Long> candidateSince = new HashMap<>();
  private final Map<String, Long> refusedAt = new HashMap<>();
  private final Set<String> strangers = new HashSet<>();
  private String ownPath;
  private long nextLookAt;
  private boolean hasNewStranger;
  private boolean isTelling;
  private boolean hasWarned;

  /**
   * Looks whether process ids are shared, and opens nothing yet.
   *
   * @param processors of the machine, or NaN
   */
  KernelObserver(CollectConfig config, Pace pace, String procFolder, double processors) {
    this.pace = pace;
    this.procFolder = procFolder;
    this.processors = processors;
    this.intervalNanos = config.readInterval().toNanos();
    TaskProcesses all = config.readsKernel() ? new TaskProcesses(procFolder) : null;
    this.processes = all != null && all.isShared() ? all : null;
  }

  /** Whether there is a container besides this one that the kernel tells of, or told of. */
  boolean isTelling() {
    return isTelling;
  }

  /** How long until the next reading is due; endless where there is none to come. */
  Duration untilNextReading() {
    if (processes == null) {
      return ENDLESS;
    }
    long next = nextLookAt;
    for (ToldContainer each : told) {
      next = each.isOpen() ? Math.min(next, each.dueAt()) : next;
    }
    return Duration.ofNanos(Math.max(0, next - pace.elapsed().toNanos()));
  }

  /** True once for each process of a container that `/task` did not list when it was read last. */
  boolean takeNewStranger() {
    boolean taken = hasNewStranger;
    hasNewStranger = false;
    return taken;
  }

  /** At each poll, when `/task` has been read: looks for all containers that are not told yet. */
  void poll(TaskObserver observer) {
    if (processes == null) {
      return;
    }
    if (hasUntold(observer)) {
      pids.clear();
      processes.addAll(pids);
      findCandidates(observer);
    }
    read(observer, true);
    warnOfRefusals(observer);
  }

  /**
   * Between two polls: looks for new processes, and reads what is due.
   *
   * @param isAll whether all is read, due or not
   */
  void read(TaskObserver observer, boolean isAll) {
    if (processes == null) {
      return;
    }
    long elapsed = pace.elapsed().toNanos();
    if (isAll || elapsed >= nextLookAt - ToldContainer.TOGETHER_NANOS) {
      pids.clear();
      processes.addNew(pids);
      findCandidates(observer);
      openCandidates(elapsed);
      nextLookAt =
          elapsed
              + (candidates.isEmpty()
                  ? intervalNanos
                  : Math.min(ToldContainer.FINE_NANOS, intervalNanos));
    }
    long at = observer.hostClock().steadyNow();
    for (ToldContainer each : told) {
      if (each.isOpen() && each.isDue(elapsed, isAll)) {
        each.read(at, elapsed, intervalNanos);
      }
    }
    deliver(observer);
  }

  private boolean hasUntold(TaskObserver observer) {
    long elapsed = pace.elapsed().toNanos();
    for (ContainerMetadata each : observer.task().containers()) {
      if (each.isAlive() && isUntold(each, observer, elapsed)) {
        return true;
      }
    }
    return false;
  }

  /** A pause runs nothing; this container itself only beside another, so that they add up. */
  private boolean isUntold(ContainerMetadata container, TaskObserver observer, long elapsed) {
    if (container.id() == null || container.isPause() || find(container.id()) != null) {
      return false;
    }
    boolean isSelf = observer.self() != null && container.name().equals(observer.self().name());
    Long refused = refusedAt.get(container.id());
    boolean isRefused = refused != null && elapsed - refused < AGAIN_NANOS;
    return !isRefused && (!isSelf || isTelling);
  }

  private void findCandidates(TaskObserver observer) {
    for (String pid : pids) {
      String path = candidates.containsKey(pid) ? null : processes.cgroupPath(pid);
      ContainerMetadata container = path == null ? null : containerAt(path, observer);
      if (container != null) {
        long elapsed = pace.elapsed().toNanos();
        if (isUntold(container, observer, elapsed)) {
          candidates.put(pid, container.id());
          candidateSince.put(pid, elapsed);
        }
      } else if (path != null && strangers.size() < MOST_STRANGERS && strangers.add(path)) {
        hasNewStranger = true;
      }
    }
  }

  /** By the id in its name: Docker's 64 digits, or Fargate's with its number. */
  private ContainerMetadata containerAt(String path, TaskObserver observer) {
    if (ownPath == null) {
      ownPath = processes.cgroupPath("self");
    }
    if (path.equals(ownPath)) {
      boolean isKnown = observer.self() != null && observer.self().id() != null;
      return isKnown ? observer.task().byId(observer.self().id()) : null;
    }
    for (ContainerMetadata each : observer.task().containers()) {
      if (each.id() != null && isNamed(path, each.id())) {
        return each;
      }
    }
    return null;
  }

  private static boolean isNamed(String path, String id) {
    int from = path.indexOf(id);
    int end = from + id.length();
    return from >= 0 && (end == path.length() || !Character.isLetterOrDigit(path.charAt(end)));
  }

  private void openCandidates(long elapsed) {
    if (candidates.isEmpty()) {
      return;
    }
    for (String pid : List.copyOf(candidates.keySet())) {
      String id = candidates.get(pid);
      boolean isTooLong = elapsed - candidateSince.get(pid) >= LONGEST_START_NANOS;
      CounterFiles files = find(id) == null ? CounterFiles.open(procFolder, pid, buffer) : null;
      if (files != null) {
        told.add(new ToldContainer(id, files, forget(id), elapsed));
        refusedAt.remove(id);
      }
      boolean isTold = find(id) != null;
      if (!isTold && isTooLong) {
        refusedAt.put(id, elapsed);
      }
      if (isTold || isTooLong || processes.cgroupPath(pid) == null) {
        candidates.remove(pid);
        candidateSince.remove(pid);
      }
    }
  }

  private void deliver(TaskObserver observer) {
    for (int i = 0; i < told.size(); i++) {
      ToldContainer each = told.get(i);
      ContainerMetadata container = observer.task().byId(each.id());
      ContainerUsage usage =
          container == null ? null : observer.usage().container(container.name());
      if (usage != null && usage.startedAtEpochNanos() != UNKNOWN) {
        deliver(each, container, usage, observer);
      }
      if (each.isDisbelieved()) {
        told.remove(i--);
      }
    }
  }

  private void deliver(
      ToldContainer container, ContainerMetadata named, ContainerUsage usage, TaskObserver task) {
    TaskUsage all = task.usage();
    for (ContainerSample sample : container.waiting()) {
      if (isImpossible(sample, usage.startedAtEpochNanos())) {
        LOG.debug("{}: more CPU time than there was since its start: not its own", named.name());
        container.disbelieve();
        refusedAt.put(container.id(), pace.elapsed().toNanos());
        break;
      }
      if (container.beginsAnew()) {
        usage.beginAnew();
      }
      all.addOfKernel(named.name(), sample, sample.readEpochNanos());
      all.endReading();
      isTelling |= task.self() == null || !named.name().equals(task.self().name());
    }
    container.waiting().clear();
  }

  /** No container's: of a counter that was opened while the process was on its way into it. */
  private boolean isImpossible(ContainerSample sample, long startedAt) {
    long since = sample.readEpochNanos() - startedAt + BEFORE_THE_START_NANOS;
    return sample.cpuTimeNanos() > processors * since;
  }

  private ToldContainer find(String id) {
    for (ToldContainer each : told) {
      if (each.isOpen() && each.id().equals(id)) {
        return each;
      }
    }
    return null;
  }

  /** Whether there was another life of it that was told, of which nothing waits any more. */
  private boolean forget(String id) {
    boolean wasTold = false;
    for (int i = told.size() - 1; i >= 0; i--) {
      if (told.get(i).id().equals(id)) {
        wasTold = true;
        if (told.get(i).waiting().isEmpty()) {
          told.remove(i);
        }
      }
    }
    return wasTold;
  }

  /** Whether the kernel tells, or told, of a container at that time. */
  boolean tells(String id, long at) {
    for (ToldContainer each : told) {
      if (each.id().equals(id) && each.isToldAt(at)) {
        return true;
      }
    }
    return false;
  }

  private void warnOfRefusals(TaskObserver observer) {
    if (hasWarned || refusedAt.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (String id : refusedAt.keySet()) {
      TaskMetadata task = observer.task();
      if (task.byId(id) != null) {
        names.add(task.byId(id).name());
      }
    }
    hasWarned = true;
    LOG.warn(
        "The task shares its process ids, but the kernel's counters of {} may not be read, so their"
            + " numbers are the endpoint's: let this container run as the same \"user\" as those,"
            + " or as root with all capabilities dropped and SYS_PTRACE added, or set"
            + " USAGE_SOURCE=endpoint",
        names);
  }
}
