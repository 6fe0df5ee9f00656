package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.summary.BatchJob;
import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.MachineSummary;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.summary.Sampling;
import io.github.ecsusagereport.summary.SummaryLine;
import io.github.ecsusagereport.summary.TaskSummary;
import io.github.ecsusagereport.summary.TaskSummary.CollectorCost;
import io.github.ecsusagereport.summary.TaskSummary.ContainerIdentity;
import io.github.ecsusagereport.summary.TaskSummary.ContainerSummary;
import io.github.ecsusagereport.summary.TaskSummary.EndReason;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TaskSummary.OutOfMemoryEvidence;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import io.github.ecsusagereport.summary.Timestamps;
import io.github.ecsusagereport.summary.UsageCurve;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import java.util.UUID;

/** The lines of docs/samples: six families, from a seed, written by the sidecar's own codec. */
public final class SampleLines {
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final long FIRST = Timestamps.parse("2026-01-05T03:00:00Z");
  private static final double SIDECAR_MIB = 21.4;

  private final Random random = new Random(20260105);
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  private SampleLines() {}

  /** A phase of a run: so many seconds with so many vCPUs. */
  private record Phase(double seconds, double cores) {}

  public static byte[] make() {
    SampleLines samples = new SampleLines();
    for (int day = 0; day < 14; day++) {
      samples.day(day);
    }
    return samples.lines.toByteArray();
  }

  private void day(int day) {
    long start = FIRST + day * DAY;
    // Waits for a database most of the time, and has far more than it uses.
    run("import", start, new Size(2, 8192), Status.SUCCESS, 700 + noise(60), waiting());
    // Uses what it has.
    run(
        "resize",
        start + 3600 * SECOND,
        new Size(1, 2048),
        Status.SUCCESS,
        1580 + noise(40),
        List.of(new Phase(300 + noise(30), day == 3 ? 0.82 : 0.95 + noise(0.04))));
    // Runs out of memory when there is much to print.
    boolean isTooMuch = day == 6 || day == 11;
    run(
        "invoices",
        start + 7200 * SECOND,
        new Size(0.5, 1024),
        isTooMuch ? Status.OUT_OF_MEMORY : Status.SUCCESS,
        isTooMuch ? 988 : 690 + noise(120),
        List.of(new Phase(90 + noise(20), 0.36 + noise(0.08))));
    // One thread on two vCPUs.
    run(
        "forecast",
        start + 10_800 * SECOND,
        new Size(2, 4096),
        Status.SUCCESS,
        2900 + noise(100),
        List.of(new Phase(1300 + 22 * day + noise(60), 0.96), new Phase(60, 0.9)));
    for (int hour = 0; hour < 24; hour += 6) {
      sync(day, hour, start);
    }
    if (day % 5 == 0) {
      run(
          "cleanup",
          start + 14_400 * SECOND,
          new Size(0.25, 512),
          Status.SUCCESS,
          96 + noise(4),
          List.of(new Phase(20 + noise(5), 0.1)));
    }
  }

  /** Has more to do by day than by night; twice what it talks to was away. */
  private void sync(int day, int hour, long start) {
    boolean isAway = day == 4 && hour < 12;
    double load = hour == 6 ? 0.3 : hour == 12 ? 0.22 : 0.08;
    run(
        "sync",
        start + (hour * 3600L + 900) * SECOND,
        new Size(0.5, 2048),
        isAway ? Status.FAILURE : Status.SUCCESS,
        (day == 9 && hour == 6 ? 640 : 380) + noise(60) + 200 * load,
        List.of(new Phase(isAway ? 31 : 120 + 600 * load + noise(40), load + noise(0.06))));
  }

  private List<Phase> waiting() {
    return List.of(
        new Phase(200 + noise(20), 0.12),
        new Phase(90 + noise(10), 0.48),
        new Phase(600 + noise(50), 0.09));
  }

  /** Invoices are printed by AWS Batch, each day at the first attempt. */
  private static BatchJob batchJob(String family, long start) {
    if (!family.equals("invoices")) {
      return BatchJob.NONE;
    }
    String id = UUID.nameUUIDFromBytes(Long.toString(start).getBytes(UTF_8)).toString();
    return new BatchJob(id, 1, Metrics.UNKNOWN, "nightly");
  }

  private double noise(double most) {
    return Math.rint(1000 * most * random.nextDouble()) / 1000;
  }

  private void run(
      String family, long start, Size size, Status status, double mib, List<Phase> phases) {
    long requested = start - Math.round((30 + noise(10)) * SECOND);
    long pulled = start - Math.round((12 + noise(4)) * SECOND);
    double seconds = phases.stream().mapToDouble(Phase::seconds).sum();
    long end = start + Math.round(seconds * SECOND);
    Metrics batch = metrics(size, phases, mib);
    Metrics task = metrics(size, phases, mib + SIDECAR_MIB);
    withTimes(batch, requested, pulled, start, end);
    withTimes(task, requested, pulled, start, end);
    ContainerIdentity watched =
        new ContainerIdentity("batch", family + ":7", null, exitCode(status), null);
    lines.writeBytes(
        SummaryLine.encode(
            new TaskSummary(
                end + SECOND,
                LineType.REPORT,
                status,
                EndReason.CONTAINER_EXITED,
                status == Status.OUT_OF_MEMORY ? OutOfMemoryEvidence.KERNEL : null,
                false,
                identity(family),
                "X86_64",
                null,
                batchJob(family, start),
                watched,
                requested,
                pulled,
                start - SECOND,
                start,
                end,
                batch,
                task,
                durations(size, phases),
                machine(phases, mib, status),
                List.of(container(watched, start, end, metrics(size, phases, mib))),
                new Sampling(
                    Math.round(seconds),
                    0,
                    0,
                    Sampling.Source.ENDPOINT,
                    Math.round(seconds / 10),
                    0,
                    10_000,
                    10_004 * SECOND / 1000,
                    99.1,
                    4 * SECOND,
                    0,
                    0),
                new CollectorCost("0.1.0", cost()),
                curve(phases, mib))));
  }

  private static int exitCode(Status status) {
    return switch (status) {
      case SUCCESS -> 0;
      case FAILURE -> 1;
      default -> 137;
    };
  }

  private TaskIdentity identity(String family) {
    String id = String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
    String arn = "arn:aws:ecs:us-east-1:123456789012:task/nightly/" + id;
    return new TaskIdentity("nightly", arn, id, family, "7", "FARGATE", "us-east-1a", null);
  }

  private static ContainerSummary container(
      ContainerIdentity identity, long start, long end, Metrics metrics) {
    return new ContainerSummary(identity, null, true, "STOPPED", null, start, end, metrics);
  }

  private static Metrics metrics(Size size, List<Phase> phases, double mib) {
    double seconds = phases.stream().mapToDouble(Phase::seconds).sum();
    double cpuSeconds = phases.stream().mapToDouble(p -> p.seconds() * p.cores()).sum();
    double maxCores = phases.stream().mapToDouble(Phase::cores).max().orElse(0);
    double saturated =
        phases.stream()
            .filter(phase -> phase.cores() >= 0.95 * size.vcpu())
            .mapToDouble(Phase::seconds)
            .sum();
    Metrics metrics = new Metrics();
    metrics.put(Metric.DURATION_MS, 1000 * seconds);
    metrics.put(Metric.CPU_SIZE_VCPU, size.vcpu());
    metrics.put(Metric.MEMORY_SIZE_MIB, size.memoryMiB());
    metrics.put(Metric.CPU_TIME_MS, 1000 * cpuSeconds);
    metrics.put(Metric.AVG_CPU_PERCENT, 100 * cpuSeconds / seconds);
    metrics.put(Metric.MAX_CPU_PERCENT, 100 * maxCores);
    metrics.put(Metric.AVG_CPU_UTILIZATION, 100 * cpuSeconds / seconds / size.vcpu());
    metrics.put(Metric.MAX_CPU_UTILIZATION, 100 * maxCores / size.vcpu());
    metrics.put(Metric.CPU_SATURATED_MS, 1000 * saturated);
    metrics.put(Metric.AVG_MEMORY_USED_MIB, Math.rint(800 * mib) / 1000);
    metrics.put(Metric.MAX_MEMORY_USED_MIB, mib);
    metrics.put(Metric.MAX_MEMORY_UTILIZATION, 100 * mib / size.memoryMiB());
    return metrics;
  }

  /** On Fargate, where each task has one. */
  private static MachineSummary machine(List<Phase> phases, double mib, Status status) {
    double seconds = phases.stream().mapToDouble(Phase::seconds).sum();
    double cpuSeconds = phases.stream().mapToDouble(p -> p.seconds() * p.cores()).sum();
    double maxCores = phases.stream().mapToDouble(Phase::cores).max().orElse(0);
    Metrics metrics = new Metrics();
    metrics.put(Metric.CPU_TIME_MS, 1000 * cpuSeconds);
    metrics.put(Metric.P95_CPU_PERCENT, 100 * maxCores);
    metrics.put(Metric.MAX_CPU_PERCENT, 100 * maxCores + 1);
    metrics.put(Metric.MAX_MEMORY_USED_MIB, mib + SIDECAR_MIB);
    metrics.put(Metric.LAST_MEMORY_USED_MIB, mib + SIDECAR_MIB);
    return new MachineSummary(
        metrics,
        status == Status.OUT_OF_MEMORY ? 1 : 0,
        Math.round(10 * seconds),
        Math.round(seconds / 10),
        118.4,
        1.9,
        1.6,
        false,
        false);
  }

  private static void withTimes(
      Metrics metrics, long requested, long pulled, long start, long end) {
    long billedSeconds = (end - pulled) / SECOND + 1;
    metrics.put(Metric.BILLED_DURATION_MS, 1000.0 * Math.max(60, billedSeconds));
    metrics.putMillis(Metric.REQUEST_DELAY_MS, pulled - requested);
    metrics.putMillis(Metric.PULL_DURATION_MS, start - SECOND - pulled);
    metrics.putMillis(Metric.INIT_DURATION_MS, start - pulled);
  }

  private static List<DurationAtVcpu> durations(Size size, List<Phase> phases) {
    List<DurationAtVcpu> durations = new ArrayList<>();
    for (double vcpu = 0.25; vcpu < size.vcpu(); vcpu *= 2) {
      double c = vcpu;
      double seconds =
          phases.stream().mapToDouble(p -> p.seconds() * Math.max(1, p.cores() / c)).sum();
      durations.add(new DurationAtVcpu(vcpu, 1000 * seconds));
    }
    return durations;
  }

  /** Memory grows to its peak over the first half, and stays there. */
  private static UsageCurve curve(List<Phase> phases, double mib) {
    double seconds = phases.stream().mapToDouble(Phase::seconds).sum();
    int step = 1;
    while (seconds > 60 * step) {
      step *= 2;
    }
    StringJoiner cpuPercent = new StringJoiner(" ");
    StringJoiner memoryMib = new StringJoiner(" ");
    for (int from = 0; from < seconds; from += step) {
      cpuPercent.add(String.valueOf(Math.round(100 * coresAt(phases, from))));
      memoryMib.add(String.valueOf(Math.round(mib * Math.min(1, 2 * (from + step) / seconds))));
    }
    return new UsageCurve(1000L * step, cpuPercent.toString(), memoryMib.toString());
  }

  private static double coresAt(List<Phase> phases, double second) {
    double end = 0;
    for (Phase phase : phases) {
      end += phase.seconds();
      if (second < end) {
        return phase.cores();
      }
    }
    return 0;
  }

  private static Metrics cost() {
    Metrics cost = new Metrics();
    cost.put(Metric.CPU_TIME_MS, 512.25);
    cost.put(Metric.MAX_MEMORY_USED_MIB, SIDECAR_MIB);
    return cost;
  }

  /** For reading. */
  public static String text() {
    return new String(make(), UTF_8);
  }
}
