package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.collect.CollectConfig.Format;
import io.github.ecsusagereport.collect.CollectConfig.LogLevel;
import io.github.ecsusagereport.summary.BatchJob;
import io.github.ecsusagereport.summary.Timestamps;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads each variable once and says everything that is wrong together. */
final class EnvironmentReader {
  static final String URI_V4 = "ECS_CONTAINER_METADATA_URI_V4";
  static final String URI_V3 = "ECS_CONTAINER_METADATA_URI";

  private static final String PREFIX = "USAGE_";
  private static final String BATCH_PREFIX = "AWS_BATCH_";
  private static final String CONTAINER = "USAGE_CONTAINER";
  private static final String POLL_INTERVAL = "USAGE_POLL_INTERVAL";
  private static final String REQUEST_TIMEOUT = "USAGE_REQUEST_TIMEOUT";
  private static final String CHECKPOINT_INTERVAL = "USAGE_CHECKPOINT_INTERVAL";
  private static final String MAX_DURATION = "USAGE_MAX_DURATION";
  private static final String REQUESTED_AT = "USAGE_REQUESTED_AT";
  private static final String SOURCE = "USAGE_SOURCE";
  private static final String MACHINE = "USAGE_MACHINE";
  private static final String READ_INTERVAL = "USAGE_READ_INTERVAL";
  private static final String CURVE = "USAGE_CURVE";
  private static final String JOB = "USAGE_JOB";
  private static final String FORMAT = "USAGE_FORMAT";
  private static final String OTLP_ENDPOINT = "USAGE_OTLP_ENDPOINT";
  private static final String LOG_LEVEL = "USAGE_LOG_LEVEL";
  static final List<String> NAMES =
      List.of(
          CONTAINER,
          POLL_INTERVAL,
          REQUEST_TIMEOUT,
          CHECKPOINT_INTERVAL,
          MAX_DURATION,
          REQUESTED_AT,
          JOB,
          FORMAT,
          OTLP_ENDPOINT,
          CURVE,
          SOURCE,
          MACHINE,
          READ_INTERVAL,
          LOG_LEVEL);

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final int MAX_JOB_LENGTH = 256;

  /** A name that takes more changes than this is another name. */
  private static final int MAX_TYPOS = 4;

  private enum Source {
    AUTO,
    ENDPOINT
  }

  private enum Switch {
    ON,
    OFF
  }

  private final Map<String, String> environment;
  private final List<String> wrong = new ArrayList<>();

  private EnvironmentReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The settings.
   *
   * @throws ConfigException with all that is wrong
   */
  static CollectConfig read(Map<String, String> environment) throws ConfigException {
    return new EnvironmentReader(environment).config();
  }

  private CollectConfig config() throws ConfigException {
    rejectUnknownNames();
    Format format = choice(FORMAT, Format.values(), Format.JSON);
    URI endpoint = endpoint();
    Duration pollInterval = duration(POLL_INTERVAL, SECOND, SHORTEST, Duration.ofMinutes(1));
    Duration requestTimeout = duration(REQUEST_TIMEOUT, SECOND, SHORTEST, Duration.ofSeconds(10));
    // A reader of text lines did not ask for a second kind of line.
    Duration checkpointDefault = format == Format.TEXT ? Duration.ZERO : Duration.ofMinutes(15);
    Duration checkpointInterval = durationOrOff(CHECKPOINT_INTERVAL, checkpointDefault);
    Duration maxDuration = durationOrOff(MAX_DURATION, Duration.ZERO);
    if (!checkpointInterval.isZero() && checkpointInterval.compareTo(pollInterval) < 0) {
      wrong.add(
          CHECKPOINT_INTERVAL + " must not be shorter than " + POLL_INTERVAL + ", or 0 for never.");
    }
    List<String> containers = names();
    long requestedAt = requestedAt();
    boolean readsKernel = choice(SOURCE, Source.values(), Source.AUTO) == Source.AUTO;
    boolean readsMachine = isOn(MACHINE);
    Duration readInterval =
        duration(READ_INTERVAL, SHORTEST, Duration.ofMillis(20), Duration.ofSeconds(10));
    boolean hasCurve = isOn(CURVE);
    String job = job();
    LogLevel logLevel = choice(LOG_LEVEL, LogLevel.values(), LogLevel.WARN);
    if (!wrong.isEmpty()) {
      throw new ConfigException(wrong);
    }
    return new CollectConfig(
        endpoint,
        containers,
        pollInterval,
        requestTimeout,
        checkpointInterval,
        maxDuration,
        requestedAt,
        readsKernel,
        readsMachine,
        readInterval,
        hasCurve,
        job,
        batchJob(),
        format,
        value(OTLP_ENDPOINT),
        logLevel);
  }

  /** Null when it is not set, or blank: templates leave empty variables behind. */
  private String value(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private void rejectUnknownNames() {
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX) && !NAMES.contains(name)) {
        String meant = Typos.nearest(name, NAMES, MAX_TYPOS);
        wrong.add(
            meant != null
                ? name + " is not a setting; did you mean " + meant + "?"
                : name + " is not a setting; there are " + String.join(", ", NAMES) + ".");
      }
    }
  }

  private URI endpoint() {
    String name = value(URI_V4) != null ? URI_V4 : URI_V3;
    String value = value(name);
    if (value == null) {
      wrong.add(
          "Neither "
              + URI_V4
              + " nor "
              + URI_V3
              + " is set: this is not a container of an Amazon ECS task; to measure a command on"
              + " this machine, run: ecs-usage-report local -- COMMAND");
      return null;
    }
    URI uri = uriOrNull(withoutSlashes(value));
    if (uri == null || !"http".equals(uri.getScheme()) || uri.getHost() == null) {
      wrong.add(name + " must be a URI that begins with http://, and is \"" + value + "\".");
      return null;
    }
    return uri;
  }

  private static String withoutSlashes(String uri) {
    int end = uri.length();
    while (end > 0 && uri.charAt(end - 1) == '/') {
      end--;
    }
    return uri.substring(0, end);
  }

  private static URI uriOrNull(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private List<String> names() {
    String value = value(CONTAINER);
    if (value == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (String part : value.split(",", -1)) {
      String name = part.strip();
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    if (names.contains("")) {
      wrong.add(CONTAINER + " must be names with a comma between them, and is \"" + value + "\".");
    }
    return names;
  }

  private Duration durationOrOff(String name, Duration byDefault) {
    Duration value = value(name) == null ? null : Durations.parse(value(name));
    return value != null && value.isZero() ? value : duration(name, byDefault, SECOND, LONGEST);
  }

  private Duration duration(String name, Duration byDefault, Duration shortest, Duration longest) {
    String value = value(name);
    if (value == null) {
      return byDefault;
    }
    Duration duration = Durations.parse(value);
    if (duration == null || duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
      wrong.add(
          name
              + " must be a duration from "
              + Durations.format(shortest)
              + " to "
              + Durations.format(longest)
              + ", such as 1s, 15m, 24h or PT15M, and is \""
              + value
              + "\".");
      return byDefault;
    }
    return duration;
  }

  private long requestedAt() {
    String value = value(REQUESTED_AT);
    long epochNanos = value == null ? UNKNOWN : Timestamps.parse(value);
    if (value != null && epochNanos == UNKNOWN) {
      wrong.add(
          REQUESTED_AT + " must be a time such as 2026-01-05T03:00:00Z, and is \"" + value + "\".");
    }
    return epochNanos;
  }

  private String job() {
    String value = value(JOB);
    if (value != null && value.length() > MAX_JOB_LENGTH) {
      wrong.add(
          JOB
              + " must not be longer than "
              + MAX_JOB_LENGTH
              + " characters; it has "
              + value.length()
              + ".");
    }
    return value;
  }

  /** No settings: AWS Batch sets them, and takes no variable of this prefix from anyone else. */
  private BatchJob batchJob() {
    return new BatchJob(
        value(BATCH_PREFIX + "JOB_ID"),
        number(BATCH_PREFIX + "JOB_ATTEMPT"),
        number(BATCH_PREFIX + "JOB_ARRAY_INDEX"),
        value(BATCH_PREFIX + "JQ_NAME"));
  }

  /** UNKNOWN when it is none. */
  private long number(String name) {
    String value = value(name);
    try {
      return value == null ? UNKNOWN : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  private boolean isOn(String name) {
    return choice(name, Switch.values(), Switch.ON) == Switch.ON;
  }

  private <E extends Enum<E>> E choice(String name, E[] choices, E byDefault) {
    String value = value(name);
    if (value == null) {
      return byDefault;
    }
    for (E choice : choices) {
      if (choice.name().equalsIgnoreCase(value)) {
        return choice;
      }
    }
    String known =
        Arrays.stream(choices)
            .map(choice -> spelling(name, choice))
            .collect(Collectors.joining(", "));
    wrong.add(name + " must be one of " + known + ", and is \"" + value + "\".");
    return byDefault;
  }

  private static String spelling(String name, Enum<?> choice) {
    return name.equals(LOG_LEVEL) ? choice.name() : choice.name().toLowerCase(Locale.ROOT);
  }
}
