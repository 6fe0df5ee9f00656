package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.metadata.TaskMetadataClient;
import io.github.ecsusagereport.summary.TaskSummary;
import io.github.ecsusagereport.summary.TaskSummary.EndReason;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the sidecar: polls until the watched containers have stopped or it is told to, and
 * writes one report line. Whatever happens, the line comes.
 */
public final class Collector {
  /** Without any answer for this long, the endpoint counts as lost. */
  private static final Duration LOST = Duration.ofMinutes(1);

  /** A container named in the settings is expected by then. */
  private static final Duration EXPECTED = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  private final Pace pace;
  private final InstantSource clock;
  private final TaskObserver observer;
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
      LineWriter writer) {
    this.pace = pace;
    this.clock = clock;
    this.writer = writer;
    this.observer = new TaskObserver(client, pace, config.containers());
    this.summariser = new Summariser(config, Version.current(), observer);
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
    CollectConfig config;
    try {
      config = EnvironmentReader.read(environment);
    } catch (ConfigException e) {
      e.sentences().forEach(sentence -> err.println("ecs-usage-report: " + sentence));
      return 2;
    }
    Logging.setLevel(config.logLevel());
    ClassCache.check();
    FixedRatePace pace = new FixedRatePace(config.pollInterval(), signal);
    try (TaskMetadataClient client =
        new TaskMetadataClient(config.endpoint(), config.requestTimeout())) {
      LineWriter writer = new LineWriter(config.format(), out, err);
      new Collector(config, client, pace, InstantSource.system(), writer).run();
    } catch (IOException e) {
      LOG.debug("The connection did not close", e);
    }
    return 0;
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
    writer.write(report(endReason));
  }

  private EndReason poll() throws InterruptedException {
    do {
      observer.poll();
      if (observer.hasEnded()) {
        return EndReason.CONTAINER_EXITED;
      }
      writeDueLines();
      warnOfMissingNames(EXPECTED);
    } while (pace.awaitNextPoll());
    observer.lastLook();
    warnOfMissingNames(Duration.ZERO);
    if (observer.hasEnded()) {
      return EndReason.CONTAINER_EXITED;
    }
    boolean isLost = observer.sinceLastAnswer().compareTo(LOST) >= 0;
    return isLost ? EndReason.ENDPOINT_LOST : EndReason.SIGNAL;
  }

  private TaskSummary report(EndReason endReason) {
    try {
      return summariser.report(endReason, now());
    } catch (RuntimeException e) {
      LOG.error("The numbers cannot be summed up; the report line goes without them", e);
      return summariser.withoutNumbers(now());
    }
  }

  private void writeDueLines() {
    if (checkpoints.isDue(pace.elapsed())) {
      writer.write(summariser.running(LineType.CHECKPOINT, now()));
    }
    if (longRunning.isDue(observer.watchedFor(now()))) {
      writer.write(summariser.running(LineType.LONG_RUNNING, now()));
    }
  }

  private void warnOfMissingNames(Duration after) {
    if (!hasWarnedOfNames
        && pace.elapsed().compareTo(after) >= 0
        && !observer.missingNames().isEmpty()) {
      hasWarnedOfNames = true;
      LOG.warn(
          "USAGE_CONTAINER names {}, and the task has {}: the run ends without a status until they"
              + " match",
          observer.missingNames(),
          observer.task().containers().stream().map(each -> each.name()).sorted().toList());
    }
  }

  /** In whole milliseconds, as the line prints it, so that its durations can be computed again. */
  private long now() {
    Instant now = clock.instant();
    return now.toEpochMilli() * 1_000_000;
  }
}
