package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.kernel.Processors;
import io.github.ecsusagereport.metadata.ContainerMetadata;
import io.github.ecsusagereport.metadata.TaskMetadataClient;
import io.github.ecsusagereport.summary.Sampling;
import io.github.ecsusagereport.summary.TaskSummary;
import io.github.ecsusagereport.summary.TaskSummary.EndReason;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the sidecar: polls until the watched containers have stopped or it is told to, and
 * writes one report line. Whatever happens, the line comes.
 */
public final class Collector {
  /** A container named in the settings is expected by then. */
  private static final Duration EXPECTED = Duration.ofSeconds(30);

  private static final int USAGE_ERROR = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  private final CollectConfig config;
  private final Pace pace;
  private final InstantSource clock;
  private final TaskObserver observer;
  private final KernelObserver kernel;
  private final MachineObserver machine;
  private final Summariser summariser;
  private final LineWriter writer;
  private final Schedule checkpoints;
  private final Schedule longRunning;
  private boolean hasWarnedOfNames;

  Collector(
      CollectConfig config,
      TaskMetadataClient client,
      Pace pace,
      InstantSource clock,
      String procFolder,
      LineWriter writer) {
    this.config = config;
    this.pace = pace;
    this.clock = clock;
    this.writer = writer;
    double processors = config.readsMachine() ? Processors.count(procFolder) : Double.NaN;
    this.machine = new MachineObserver(config, pace, clock, procFolder, processors);
    this.kernel = new KernelObserver(config, pace, procFolder, processors);
    this.observer =
        new TaskObserver(new CountingEndpoint(client, pace), pace, config, kernel, processors);
    this.summariser =
        new Summariser(config, Version.current(), observer, kernel, machine, procFolder);
    this.checkpoints = new Schedule(config.checkpointInterval());
    this.longRunning = new Schedule(config.maxDuration());
  }

  /**
   * Runs until the line is written.
   *
   * @param environment the settings
   * @param out where the lines go, each in one write
   * @param err where a wrong setting is said
   * @param signal what ends it early
   * @return the exit code: 0, or 2 when the settings are wrong
   */
  public static int run(
      Map<String, String> environment, OutputStream out, PrintStream err, ShutdownSignal signal) {
    CollectConfig config = configOrNull(environment, err);
    if (config == null) {
      return USAGE_ERROR;
    }
    Logging.setLevel(config.logLevel());
    ClassCache.check();
    OtlpExporter otlp = null;
    if (config.otlpEndpoint() != null) {
      otlp = OtlpExporter.orNull(config.otlpEndpoint(), err);
    }
    LineWriter writer = new LineWriter(config.format(), out, err, otlp);
    try {
      runToTheLine(config, writer, signal);
    } catch (IOException | RuntimeException | Error e) {
      TaskIdentity task = TaskIdentity.UNKNOWN;
      writeWithoutNumbers(config, writer, InstantSource.system(), task, Sampling.ofPolls(0, 0), e);
    }
    return 0;
  }

  /** Whether it would run with these settings; says on err what is wrong with them. */
  public static boolean accepts(Map<String, String> environment, PrintStream err) {
    return configOrNull(environment, err) != null;
  }

  private static CollectConfig configOrNull(Map<String, String> environment, PrintStream err) {
    try {
      return EnvironmentReader.read(environment);
    } catch (ConfigException e) {
      e.sentences().forEach(sentence -> err.println("ecs-usage-report: " + sentence));
      return null;
    }
  }

  private static void runToTheLine(CollectConfig config, LineWriter writer, ShutdownSignal signal)
      throws IOException {
    Pace pace = new ReadingPace(config.pollInterval(), signal, InstantSource.system());
    try (TaskMetadataClient client =
        new TaskMetadataClient(config.endpoint(), config.requestTimeout())) {
      new Collector(config, client, pace, InstantSource.system(), "/proc", writer).run();
    }
  }

  /** Polls to the end, and writes the line. */
  void run() {
    EndReason endReason;
    try {
      endReason = poll();
    } catch (InterruptedException | RuntimeException | Error e) {
      LOG.error("The sidecar failed, and reports what it has", e);
      endReason = EndReason.INTERNAL_ERROR;
    }
    try {
      writer.write(summariser.report(endReason, now(clock)));
    } catch (RuntimeException | Error e) {
      Sampling polls =
          Sampling.ofPolls(observer.endpoint().polls(), observer.endpoint().missedPolls());
      writeWithoutNumbers(config, writer, clock, observer.task().task(), polls, e);
    }
    List<ContainerMetadata> neverStarted =
        Verdict.neverStarted(observer, endReason == EndReason.SIGNAL);
    if (!neverStarted.isEmpty()) {
      LOG.warn(
          "{} never started; `aws ecs describe-tasks` says why, in stoppedReason and reason",
          WatchedContainers.names(neverStarted));
    }
  }

  /** The last resort: a line that has nothing but itself, unless there was one before. */
  private static void writeWithoutNumbers(
      CollectConfig config,
      LineWriter writer,
      InstantSource clock,
      TaskIdentity task,
      Sampling polls,
      Throwable cause) {
    LOG.error("The sidecar failed, and has no numbers to report", cause);
    if (!writer.hasReported()) {
      writer.write(
          TaskSummary.withoutNumbers(
              now(clock), task, config.job(), config.batchJob(), polls, Version.current()));
    }
  }

  private EndReason poll() throws InterruptedException {
    do {
      observer.poll();
      machine.follow(observer);
      if (observer.hasEnded()) {
        return EndReason.CONTAINER_EXITED;
      }
      writeDueLines();
      warnOfMissingNames(EXPECTED);
    } while (awaitNextPoll());
    observer.lastLook();
    machine.follow(observer);
    warnOfMissingNames(Duration.ZERO);
    if (observer.hasEnded()) {
      return EndReason.CONTAINER_EXITED;
    }
    return observer.endpoint().isLost() ? EndReason.ENDPOINT_LOST : EndReason.SIGNAL;
  }

  /**
   * Reads the kernel's files meanwhile; false when told to stop. Where the containers' own counters
   * are there, the machine's are read at the polls alone.
   */
  private boolean awaitNextPoll() throws InterruptedException {
    Duration wait = pace.untilNextPoll(observer.newestRead(), observer.newestAge());
    Duration due = pace.elapsed().plus(wait);
    while (wait.compareTo(Duration.ZERO) > 0) {
      if (!pace.await(shorter(wait, untilNextReading()))) {
        return false;
      }
      wait = due.minus(pace.elapsed());
      boolean isPollDue = wait.compareTo(Duration.ZERO) <= 0;
      kernel.read(observer, isPollDue);
      // Before each poll, too: the readings that it brings are older than that.
      if (isPollDue || !kernel.isTelling()) {
        machine.read();
      }
      if (kernel.takeNewStranger()) {
        return true;
      }
    }
    return true;
  }

  private Duration untilNextReading() {
    Duration ofKernel = kernel.untilNextReading();
    return kernel.isTelling() ? ofKernel : shorter(ofKernel, machine.untilNextReading());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void writeDueLines() {
    if (checkpoints.isDue(pace.elapsed())) {
      writer.write(summariser.running(LineType.CHECKPOINT, now(clock)));
    }
    if (longRunning.isDue(observer.watchedFor(now(clock)))) {
      writer.write(summariser.running(LineType.LONG_RUNNING, now(clock)));
    }
  }

  private void warnOfMissingNames(Duration after) {
    if (!hasWarnedOfNames
        && pace.elapsed().compareTo(after) >= 0
        && !observer.missingNames().isEmpty()) {
      hasWarnedOfNames = true;
      LOG.warn(
          "USAGE_CONTAINER names {}, and to watch there are {}: until they match, the run has no end"
              + " but a signal",
          observer.missingNames(),
          observer.namesToChooseFrom());
    }
  }

  /** In whole milliseconds, as the line prints it, so that its durations can be computed again. */
  private static long now(InstantSource clock) {
    return clock.millis() * 1_000_000;
  }
}
