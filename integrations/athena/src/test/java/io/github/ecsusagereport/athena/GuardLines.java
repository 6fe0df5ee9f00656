package io.github.ecsusagereport.athena;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** Lines for each guard of docs/REPORT.md, from a seed, in the shapes in which they reach S3. */
final class GuardLines {
  private static final Instant FIRST = Instant.parse("2026-01-05T03:00:00Z");
  private static final double[][] SIZES = {
    {0.25, 512}, {0.5, 2048}, {1, 4096}, {2, 4096}, {2, 16384}, {4, 16384}, {8, 61440}
  };

  private final Random random;
  private final List<String> lines = new ArrayList<>();
  private final String prefix;

  /** A run to be changed before it is written. */
  private static final class Run {
    String type = "report";
    String status = "success";
    String region = "us-east-1";
    String account = "123456789012";
    String launchType = "FARGATE";
    String architecture = "X86_64";
    String capacityProvider = null;
    int revision = 7;
    int exitCode = 0;
    String job = null;
    double vcpu;
    double memoryMiB;
    double limitMiB;
    double cores;
    double usedMiB;
    double seconds;
    double coverage = 99;
    boolean isRead = true;
    Instant startedAt;
  }

  private GuardLines(int seed) {
    random = new Random(seed);
    prefix = "s" + seed + "-";
  }

  static List<String> of(int seed) {
    GuardLines guards = new GuardLines(seed);
    guards.family("enough", 25, run -> {});
    guards.family("few", 9, run -> {});
    guards.family("failed", 25, run -> guards.failed(run, 1));
    guards.family("killed", 25, run -> guards.failed(run, 137));
    guards.family("failed-full", 25, guards::failedFull);
    guards.family("failed-long", 25, guards::failedLong);
    guards.family("one-long", 100, guards::oneLong);
    guards.family("regions", 40, run -> run.region = guards.once(2) ? "eu-west-1" : "us-east-1");
    guards.family("accounts", 40, run -> run.account = guards.once(2) ? "210987654321" : run.account);
    guards.family("arm", 20, run -> run.architecture = "ARM64");
    guards.family("architectures", 30, guards::mixed);
    guards.family("revisions", 40, guards::revisions);
    guards.family("no-revisions", 60, guards::noRevisions);
    guards.family("retried", 40, run -> run.memoryMiB *= guards.once(9) ? 2 : 1);
    guards.family("managed", 15, run -> run.launchType = "MANAGED_INSTANCES");
    guards.family("both", 40, guards::both);
    guards.family("stopped", 25, run -> run.status = guards.once(8) ? "stopped" : "success");
    guards.family("memory", 12, guards::outOfMemory);
    guards.family("memory-few", 3, guards::outOfMemory);
    guards.family("own-limit", 12, guards::ownLimit);
    guards.family("coverage", 25, run -> run.coverage = guards.once(2) ? 49.9 : 50);
    guards.family("low-coverage", 25, run -> run.coverage = 20);
    guards.family("unread", 15, run -> run.isRead = guards.once(2));
    guards.family("never-read", 15, run -> run.isRead = false);
    guards.family("one-thread", 20, guards::oneThread);
    guards.family("ec2", 15, run -> run.launchType = "EC2");
    guards.family("odd-size", 15, run -> run.memoryMiB = 5000);
    guards.family("too-large", 15, run -> run.usedMiB = 240_000);
    guards.family("tokyo", 15, run -> run.region = "ap-northeast-1");
    guards.family("elsewhere", 15, run -> run.region = "xx-west-1");
    guards.family("frankfurt", 15, guards::frankfurt);
    guards.family("jobs", 40, run -> run.job = guards.once(2) ? "daily" : "hourly");
    guards.family("many", 1500, run -> {});
    guards.family("unfinished", 30, run -> run.type = guards.once(5) ? "checkpoint" : "report");
    guards.family("resized", 30, guards::resized);
    return guards.lines;
  }

  private void failed(Run run, int exitCode) {
    if (once(8)) {
      run.status = "failure";
      run.exitCode = exitCode;
    }
  }

  private void failedFull(Run run) {
    failed(run, 1);
    run.usedMiB = run.exitCode == 0 ? run.usedMiB : run.memoryMiB * between(0.85, 0.94);
  }

  private void failedLong(Run run) {
    failed(run, 1);
    run.seconds *= run.exitCode == 0 ? 1 : 7;
  }

  private void oneLong(Run run) {
    run.seconds *= once(50) ? 300 : 1;
  }

  private void mixed(Run run) {
    run.architecture = once(2) ? "ARM64" : "X86_64";
    run.capacityProvider = once(3) ? "FARGATE_SPOT" : null;
  }

  /** Of which the prices of x86 alone are known. */
  private void frankfurt(Run run) {
    run.region = "eu-central-1";
    run.architecture = once(2) ? "ARM64" : "X86_64";
  }

  private void revisions(Run run) {
    run.revision = 9 + random.nextInt(3);
    run.memoryMiB = run.revision == 11 ? 16_384 : run.revision == 10 ? 8192 : 4096;
    run.vcpu = 2;
  }

  private void noRevisions(Run run) {
    resized(run);
    run.revision = 0;
  }

  private void both(Run run) {
    run.launchType = run.startedAt.isAfter(FIRST.plus(9, ChronoUnit.DAYS)) ? "FARGATE" : "EC2";
    run.revision = run.launchType.equals("EC2") ? 7 : 8;
  }

  private void outOfMemory(Run run) {
    if (once(3)) {
      run.status = "outOfMemory";
      run.exitCode = 137;
      run.usedMiB = 0.97 * run.memoryMiB;
    }
  }

  private void ownLimit(Run run) {
    run.limitMiB = run.memoryMiB / 2;
    if (once(3)) {
      run.status = "outOfMemory";
      run.exitCode = 137;
      run.usedMiB = 0.98 * run.limitMiB + 60;
    }
  }

  private void oneThread(Run run) {
    run.vcpu = 2;
    run.memoryMiB = 4096;
    run.cores = 0.9 + 0.1 * random.nextDouble();
  }

  private void resized(Run run) {
    boolean isNew = run.startedAt.isAfter(FIRST.plus(4, ChronoUnit.DAYS));
    run.vcpu = isNew ? 2 : 1;
    run.memoryMiB = isNew ? 8192 : 4096;
    run.revision = isNew ? 8 : 7;
  }

  private boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  private double between(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  private void family(String name, int runs, Consumer<Run> change) {
    double[] size = SIZES[random.nextInt(SIZES.length)];
    double cores = size[0] * between(0.02, 0.9);
    double used = size[1] * between(0.05, 0.7);
    double seconds = Math.exp(between(2, 8));
    for (int i = 0; i < runs; i++) {
      Run run = new Run();
      run.vcpu = size[0];
      run.memoryMiB = size[1];
      run.cores = cores * between(0.9, 1.1);
      run.usedMiB = used * between(0.9, 1.1);
      run.seconds = seconds * between(0.8, 1.2);
      run.startedAt = FIRST.plusMillis(random.nextLong(14 * 86_400_000L));
      change.accept(run);
      String line = line(prefix + name, run);
      lines.add(shape(line));
      if (once(30)) {
        lines.add(shape(line));
      }
    }
  }

  private String shape(String line) {
    return switch (random.nextInt(3)) {
      case 0 ->
          "{\"container_name\":\"usage\",\"log\":\""
              + line.replace("\\", "\\\\").replace("\"", "\\\"")
              + "\",\"source\":\"stdout\"}";
      case 1 -> "2026-01-05T03:00:00.123Z " + line;
      default -> line;
    };
  }

  private String line(String family, Run run) {
    double ms = 1000 * run.seconds;
    Instant end = run.startedAt.plusMillis((long) ms);
    double used = Math.min(run.usedMiB, 240_000);
    String task =
        text(
            "'durationMs':%.3f,'requestDelayMs':%.3f,'pullDurationMs':%.3f,'initDurationMs':%.3f,"
                + "'cpuSizeVcpu':%.3f,'memorySizeMiB':%.0f",
            ms,
            between(5000, 60_000),
            between(3000, 9000),
            between(10_000, 40_000),
            run.vcpu,
            run.memoryMiB);
    String watched =
        text(
            "'durationMs':%.3f,'memorySizeMiB':%.0f",
            ms, run.limitMiB > 0 ? run.limitMiB : run.memoryMiB);
    if (run.isRead) {
      task +=
          text(
              ",'avgCpuPercent':%.3f,'maxMemoryUsedMiB':%.3f,'lastMemoryUsedMiB':%.3f%s",
              100 * run.cores, used, 0.9 * used, durations(run));
      watched += text(",'maxMemoryUsedMiB':%.3f,'lastMemoryUsedMiB':%.3f", used - 20, used - 30);
    }
    return text(
        "{'time':'%s','type':'ecs.task.%s','record':{'schemaVersion':1,'status':'%s','taskArn':"
            + "'arn:aws:ecs:%s:%s:task/batch/%016x','family':'%s',%s'launchType':'%s',%s"
            + "'cpuArchitecture':'%s',%s'containerName':'app','exitCode':%d,'startedAt':'%s','metrics':{%s},'taskMetrics':{%s},"
            + "'containers':[],'sampling':{'readings':%d,'coveragePercent':%.3f,"
            + "'lastReadingAgeMs':4000.0},'collector':{}}}",
        end.plusMillis(900).truncatedTo(ChronoUnit.MILLIS),
        run.type,
        run.type.equals("report") ? run.status : "running",
        run.region,
        run.account,
        random.nextLong(),
        family,
        run.revision == 0 ? "" : "'revision':'" + run.revision + "',",
        run.launchType,
        run.capacityProvider == null
            ? ""
            : "'capacityProviderName':'" + run.capacityProvider + "',",
        run.architecture,
        run.job == null ? "" : "'job':'" + run.job + "',",
        run.exitCode,
        run.startedAt,
        watched,
        task,
        run.isRead ? 2 + random.nextInt(60) : 0,
        run.coverage);
  }

  private static String durations(Run run) {
    List<String> entries = new ArrayList<>();
    double busy = Math.min(run.vcpu, 1.6 * run.cores);
    double idle = 2 * run.cores - busy;
    for (double vcpu = 0.25; vcpu < run.vcpu; vcpu *= 2) {
      double longer = (Math.max(1, busy / vcpu) + Math.max(1, idle / vcpu)) / 2;
      entries.add(text("{'vcpu':%.3f,'durationMs':%.3f}", vcpu, 1000 * run.seconds * longer));
    }
    return entries.isEmpty() ? "" : ",'durationAtVcpu':[" + String.join(",", entries) + "]";
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values).replace('\'', '"');
  }
}
