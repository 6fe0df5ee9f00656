package io.github.ecsusagereport.summary;

import static io.github.ecsusagereport.summary.SummaryFixture.TASK;
import static io.github.ecsusagereport.summary.SummaryFixture.empty;
import static io.github.ecsusagereport.summary.SummaryFixture.full;
import static io.github.ecsusagereport.summary.SummaryFixture.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.Golden;
import io.github.ecsusagereport.summary.TaskSummary.ContainerIdentity;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedMetricsTest {
  private static final String COUNTS = "\"runs\":%d,\"failures\":%d,\"outOfMemory\":%d,";

  @Test
  void everyMetric_hasItsPlaceAndItsUnit() {
    Golden.check("every-field.emf.json", SummaryLine.encodeWithMetrics(full()));
  }

  @ParameterizedTest
  @EnumSource(LineType.class)
  void line_isTheJsonLine_withMembersBehindIt(LineType type) {
    TaskSummary summary = with(full(), type, Status.SUCCESS);
    String json = new String(SummaryLine.encode(summary), UTF_8);
    String emf = emf(summary);

    String withoutEnd = json.substring(0, json.length() - "}\n".length());
    assertTrue(emf.startsWith(withoutEnd), emf);
    assertTrue(emf.endsWith("}\n"), emf);
  }

  @Test
  void checkpoint_isTheJsonLine() {
    TaskSummary summary = with(full(), LineType.CHECKPOINT, Status.RUNNING);

    assertEquals(new String(SummaryLine.encode(summary), UTF_8), emf(summary));
  }

  @Test
  void longRunning_isOneCount() {
    String emf = emf(with(full(), LineType.LONG_RUNNING, Status.RUNNING));

    assertTrue(emf.contains("\"longRunning\":1,\"_aws\""), emf);
    assertTrue(emf.contains("\"Metrics\":[{\"Name\":\"longRunning\",\"Unit\":\"Count\"}]"), emf);
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCESS, 0, 0",
    "FAILURE, 1, 0",
    "OUT_OF_MEMORY, 1, 1",
    "STOPPED, 0, 0",
    "UNKNOWN, 0, 0"
  })
  void counts_areThoseOfTheStatus(Status status, int failures, int outOfMemory) {
    String emf = emf(with(full(), LineType.REPORT, status));

    assertTrue(emf.contains(COUNTS.formatted(1, failures, outOfMemory)), emf);
  }

  @Test
  void metricThatIsNotKnown_isNotThere() {
    TaskSummary summary = with(with(empty(), TASK), LineType.REPORT, Status.UNKNOWN);

    String emf = emf(summary);
    assertTrue(
        emf.endsWith(
            "},\"cluster\":\"nightly\",\"family\":\"import\","
                + COUNTS.formatted(1, 0, 0)
                + "\"_aws\":{\"Timestamp\":1767582012250,\"CloudWatchMetrics\":[{\"Namespace\":"
                + "\"EcsUsageReport\",\"Dimensions\":[[\"cluster\",\"family\"]],\"Metrics\":["
                + "{\"Name\":\"runs\",\"Unit\":\"Count\"},{\"Name\":\"failures\",\"Unit\":\"Count\"},"
                + "{\"Name\":\"outOfMemory\",\"Unit\":\"Count\"}]}]}}\n"),
        emf);
  }

  /** CloudWatch would refuse the metrics, or make others of them: rather none. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", ":a", "höhe", "a\u0007"})
  void nameThatIsNoDimension_givesNoMetrics(String family) {
    TaskIdentity task = new TaskIdentity("nightly", null, null, family, null, null, null, null);

    assertFalse(emf(with(full(), task)).contains("\"_aws\""));
    assertFalse(emf(empty()).contains("\"_aws\""), "not known");
  }

  @Test
  void longestNames_areWholeAsDimensions_andTheLineFits() {
    String longest = "x".repeat(254) + "~";
    TaskIdentity task = new TaskIdentity(longest, null, null, longest, null, null, null, null);
    ContainerIdentity container = new ContainerIdentity(longest, longest, longest, 0, null);

    byte[] line = SummaryLine.encodeWithMetrics(with(with(container, longest, 100), task));

    String emf = new String(line, UTF_8);
    assertTrue(line.length <= SummaryLine.MAX_BYTES, "bytes: " + line.length);
    assertTrue(emf.contains("\"truncated\":true}"), emf);
    assertTrue(emf.contains("\"family\":\"" + longest + "\",\"containerName\":\"" + longest), emf);
  }

  @Test
  void tenContainersWithEveryField_fit() {
    ContainerIdentity batch = new ContainerIdentity("batch", "batch", "batch", 0, null);

    byte[] line = SummaryLine.encodeWithMetrics(with(batch, "nightly", 10));

    assertTrue(line.length <= SummaryLine.MAX_BYTES, "bytes: " + line.length);
    assertFalse(new String(line, UTF_8).contains("truncated"));
  }

  private static String emf(TaskSummary summary) {
    return new String(SummaryLine.encodeWithMetrics(summary), UTF_8);
  }
}
