package io.github.ecsusagereport.report.lines;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.summary.BatchJob;
import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.Sampling;
import io.github.ecsusagereport.summary.SummaryLine;
import io.github.ecsusagereport.summary.TaskSummary;
import io.github.ecsusagereport.summary.TaskSummary.CollectorCost;
import io.github.ecsusagereport.summary.TaskSummary.ContainerIdentity;
import io.github.ecsusagereport.summary.TaskSummary.EndReason;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

/** What the sidecar writes, {@code report} reads. */
class RoundTripPropertyTest {
  private static final double HALF_A_THOUSANDTH = 0.00051;
  private static final long NANOS_PER_MILLI = 1_000_000;

  @Property
  void line_isReadAsItWasWritten(
      @ForAll LineType type,
      @ForAll Status status,
      @ForAll @StringLength(min = 1, max = 60) String family,
      @ForAll @StringLength(min = 1, max = 60) String job,
      @ForAll @LongRange(min = 1, max = 9_000_000_000_000L) long timeMs,
      @ForAll @DoubleRange(max = 1e12) double value,
      @ForAll @DoubleRange(max = 1e9) double durationMs,
      @ForAll @LongRange(max = 1_000_000_000L) long readings)
      throws IOException {
    Metrics watched = new Metrics();
    watched.put(Metric.DURATION_MS, durationMs);
    Metrics task = new Metrics();
    task.put(Metric.MAX_MEMORY_USED_MIB, value);
    task.put(Metric.MEMORY_SIZE_MIB, Math.rint(value));
    TaskSummary summary =
        new TaskSummary(
            timeMs * NANOS_PER_MILLI,
            type,
            status,
            EndReason.CONTAINER_EXITED,
            null,
            false,
            new TaskIdentity(null, TestLines.ARN, null, family, null, "FARGATE", null, null),
            null,
            job,
            BatchJob.NONE,
            new ContainerIdentity("batch", null, null, 0, null),
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            timeMs * NANOS_PER_MILLI - 1000,
            UNKNOWN,
            watched,
            task,
            List.of(new DurationAtVcpu(0.25, durationMs)),
            null,
            List.of(),
            new Sampling(1, 0, 0, Sampling.Source.ENDPOINT, readings, 0, 1, 1, 12.345, 1, 0, 0),
            new CollectorCost("1", new Metrics()),
            null);

    Run run = read(SummaryLine.encode(summary));

    assertEquals(type == LineType.REPORT, run.isReport());
    assertEquals(inUtf8(family), run.key().family());
    assertEquals("batch", run.key().container());
    assertEquals(inUtf8(job), run.key().job());
    assertEquals(status, run.status());
    assertEquals(timeMs, run.timeEpochMs());
    assertEquals(timeMs - 1, run.startedAtEpochMs());
    assertEquals(TestLines.ARN, run.taskArn());
    assertNear(durationMs, run.watched(Metric.DURATION_MS));
    assertNear(value, run.task(Metric.MAX_MEMORY_USED_MIB));
    assertEquals(Math.rint(value), run.task(Metric.MEMORY_SIZE_MIB));
    assertEquals(Double.NaN, run.task(Metric.CPU_SIZE_VCPU));
    assertEquals(Map.of(0.25, 1).keySet(), run.msAtVcpu().keySet());
    assertNear(durationMs, run.msAtVcpu().get(0.25));
    assertEquals(readings, run.readings());
    assertEquals(12.345, run.coveragePercent());
  }

  private static void assertNear(double expected, double actual) {
    assertEquals(expected, actual, HALF_A_THOUSANDTH + expected / 1e15);
  }

  /** Half of a surrogate pair is no character. */
  private static String inUtf8(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  private static Run read(byte[] line) throws IOException {
    PrintStream err = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    List<Run> runs = new ArrayList<>();
    Progress progress = new Progress(err, false, Clock.systemUTC());
    new SummaryReader(new Problems(err), progress, true, runs::add)
        .read("test", new ByteArrayInputStream(line));
    assertEquals(1, runs.size());
    return runs.get(0);
  }
}
