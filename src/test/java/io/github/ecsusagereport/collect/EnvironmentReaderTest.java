package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ecsusagereport.collect.CollectConfig.Format;
import io.github.ecsusagereport.collect.CollectConfig.LogLevel;
import io.github.ecsusagereport.summary.BatchJob;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentReaderTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of("ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/0123", "PATH", "/bin"));

  private CollectConfig read() throws ConfigException {
    return EnvironmentReader.read(environment);
  }

  private List<String> wrong() {
    return assertThrows(ConfigException.class, this::read).sentences();
  }

  @Test
  void defaults() throws ConfigException {
    assertEquals(
        new CollectConfig(
            URI.create("http://169.254.170.2/v4/0123"),
            List.of(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(15),
            Duration.ZERO,
            UNKNOWN,
            true,
            true,
            Duration.ofMillis(100),
            true,
            null,
            BatchJob.NONE,
            Format.JSON,
            null,
            LogLevel.WARN),
        read());
  }

  @Test
  void everything() throws ConfigException {
    environment.putAll(
        Map.of(
            "USAGE_CONTAINER", "batch, loader",
            "USAGE_POLL_INTERVAL", "500ms",
            "USAGE_REQUEST_TIMEOUT", "PT2S",
            "USAGE_CHECKPOINT_INTERVAL", "1h",
            "USAGE_MAX_DURATION", "2d",
            "USAGE_REQUESTED_AT", "2026-01-05T03:00:00Z",
            "USAGE_JOB", "nightly",
            "USAGE_FORMAT", "text",
            "USAGE_LOG_LEVEL", "debug"));
    environment.put("AWS_BATCH_JOB_ID", "a5a5:7");
    environment.put("AWS_BATCH_JOB_ATTEMPT", "2");
    environment.put("AWS_BATCH_JOB_ARRAY_INDEX", "0");
    environment.put("AWS_BATCH_JQ_NAME", "nightly-queue");
    environment.put("USAGE_CURVE", "off");
    environment.put("USAGE_SOURCE", "endpoint");
    environment.put("USAGE_OTLP_ENDPOINT", "http://127.0.0.1:4318");
    environment.put("USAGE_MACHINE", "off");
    environment.put("USAGE_READ_INTERVAL", "20ms");

    assertEquals(
        new CollectConfig(
            URI.create("http://169.254.170.2/v4/0123"),
            List.of("batch", "loader"),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofHours(1),
            Duration.ofDays(2),
            1_767_582_000_000_000_000L,
            false,
            false,
            Duration.ofMillis(20),
            false,
            "nightly",
            new BatchJob("a5a5:7", 2, 0, "nightly-queue"),
            Format.TEXT,
            "http://127.0.0.1:4318",
            LogLevel.DEBUG),
        read());
  }

  @Test
  void variablesOfBatch_thatAreNoNumbers_areLeftOut() throws ConfigException {
    environment.put("AWS_BATCH_JOB_ATTEMPT", "first");
    environment.put("AWS_BATCH_JOB_ARRAY_INDEX", "");

    assertEquals(BatchJob.NONE, read().batchJob());
  }

  @Test
  void version3_isUsedWithoutVersion4() throws ConfigException {
    environment.put("ECS_CONTAINER_METADATA_URI", "http://169.254.170.2/v3/0123/");
    assertEquals("/v4/0123", read().endpoint().getPath());

    environment.remove("ECS_CONTAINER_METADATA_URI_V4");
    assertEquals("/v3/0123", read().endpoint().getPath());
  }

  @Test
  void blankValue_isNoValue() throws ConfigException {
    environment.put("USAGE_JOB", " ");
    environment.put("USAGE_POLL_INTERVAL", "");

    assertEquals(null, read().job());
    assertEquals(Duration.ofSeconds(1), read().pollInterval());
  }

  @Test
  void textFormat_hasNoCheckpointsUnlessAskedFor() throws ConfigException {
    environment.put("USAGE_FORMAT", "text");
    assertEquals(Duration.ZERO, read().checkpointInterval());

    environment.put("USAGE_CHECKPOINT_INTERVAL", "5m");
    assertEquals(Duration.ofMinutes(5), read().checkpointInterval());
  }

  @Test
  void checkpointIntervalOfZero_isNever() throws ConfigException {
    environment.put("USAGE_CHECKPOINT_INTERVAL", "0");

    assertEquals(Duration.ZERO, read().checkpointInterval());
  }

  @Test
  void withoutAnEndpoint_isOneSentenceThatNamesLocal() {
    environment.remove("ECS_CONTAINER_METADATA_URI_V4");

    assertEquals(
        List.of(
            "Neither ECS_CONTAINER_METADATA_URI_V4 nor ECS_CONTAINER_METADATA_URI is set: this is"
                + " not a container of an Amazon ECS task; to measure a command on this machine,"
                + " run: ecs-usage-report local -- COMMAND"),
        wrong());
  }

  @Test
  void everythingWrong_isSaidTogether() {
    environment.put("USAGE_CONTANER", "batch");
    environment.put("USAGE_POLL_INTERVAL", "7");
    environment.put("USAGE_FORMAT", "xml");
    environment.put("USAGE_REQUESTED_AT", "yesterday");

    assertEquals(
        List.of(
            "USAGE_CONTANER is not a setting; did you mean USAGE_CONTAINER?",
            "USAGE_FORMAT must be one of json, emf, text, and is \"xml\".",
            "USAGE_POLL_INTERVAL must be a duration from 100ms to 1m, such as 1s, 15m, 24h or"
                + " PT15M, and is \"7\".",
            "USAGE_REQUESTED_AT must be a time such as 2026-01-05T03:00:00Z, and is"
                + " \"yesterday\"."),
        wrong());
  }

  @Test
  void checkpointsFasterThanPolls_areWrong() {
    environment.put("USAGE_CHECKPOINT_INTERVAL", "5s");
    environment.put("USAGE_POLL_INTERVAL", "10s");

    assertEquals(
        List.of(
            "USAGE_CHECKPOINT_INTERVAL must not be shorter than USAGE_POLL_INTERVAL, or 0 for"
                + " never."),
        wrong());
  }

  @ParameterizedTest
  @CsvSource({
    "USAGE_POLL_INTERVAL,99ms",
    "USAGE_POLL_INTERVAL,61s",
    "USAGE_POLL_INTERVAL,-1s",
    "USAGE_POLL_INTERVAL,0",
    "USAGE_POLL_INTERVAL,1 s",
    "USAGE_POLL_INTERVAL,s",
    "USAGE_POLL_INTERVAL,P1X",
    "USAGE_POLL_INTERVAL,99999999999999999999s",
    "USAGE_REQUEST_TIMEOUT,11s",
    "USAGE_REQUEST_TIMEOUT,0",
    "USAGE_MAX_DURATION,400d",
    "USAGE_MAX_DURATION,999ms",
    "USAGE_CHECKPOINT_INTERVAL,PT-5M",
    "USAGE_LOG_LEVEL,LOUD",
    "'USAGE_CONTAINER','batch,,loader'",
    "ECS_CONTAINER_METADATA_URI_V4,https://169.254.170.2/v4/0123",
    "ECS_CONTAINER_METADATA_URI_V4,169.254.170.2/v4",
    "ECS_CONTAINER_METADATA_URI_V4,http://not a uri",
  })
  void wrongValue_isNamedWithWhatItIs(String name, String value) {
    environment.put(name, value);

    List<String> sentences = wrong();
    assertEquals(1, sentences.size(), sentences::toString);
    assertEquals(name, sentences.get(0).split(" ", 2)[0]);
    assertEquals(true, sentences.get(0).endsWith("\"" + value + "\"."), sentences.get(0));
  }

  @Test
  void jobThatIsTooLong_isWrong() {
    environment.put("USAGE_JOB", "x".repeat(257));

    assertEquals(List.of("USAGE_JOB must not be longer than 256 characters; it has 257."), wrong());
  }

  @Test
  void nameThatIsNearNothing_bringsTheList() {
    environment.put("USAGE_SOMETHING_ELSE_ENTIRELY", "1");

    assertEquals(
        "USAGE_SOMETHING_ELSE_ENTIRELY is not a setting; there are USAGE_CONTAINER,"
            + " USAGE_POLL_INTERVAL, USAGE_REQUEST_TIMEOUT, USAGE_CHECKPOINT_INTERVAL,"
            + " USAGE_MAX_DURATION, USAGE_REQUESTED_AT, USAGE_JOB, USAGE_FORMAT,"
            + " USAGE_OTLP_ENDPOINT, USAGE_CURVE, USAGE_SOURCE, USAGE_MACHINE,"
            + " USAGE_READ_INTERVAL, USAGE_LOG_LEVEL.",
        wrong().get(0));
  }
}
