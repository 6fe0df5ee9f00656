package io.github.ecsusagereport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ecsusagereport.kernel.Proc;
import io.github.ecsusagereport.kernel.ProcStat;
import io.github.ecsusagereport.kernel.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ways to measure, against what a program knows of itself. */
class MeasurementIT {
  private static final String NO_CGROUP = "no cgroup may be made here: needs root or a delegation";
  private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");
  private static final long MIB = 1 << 20;

  private final Proc proc = new Proc(Path.of("/proc"));
  private Optional<Cgroup> cgroup = Optional.empty();

  @TempDir private Path folder;

  @AfterEach
  void removeCgroup() throws IOException {
    if (cgroup.isPresent()) {
      cgroup.get().remove();
      assertFalse(Files.exists(cgroup.get().procsFiles().get(0).getParent()));
    }
  }

  @Test
  void cpuTimeInACgroup_isWhatTheProgramKnows() throws Exception {
    makeCgroup();
    assertCpuTimeIsKnown();
  }

  @Test
  void cpuTimeOfAProcessTree_isWhatTheProgramKnows() throws Exception {
    assertCpuTimeIsKnown();
  }

  @Test
  void memoryInACgroup_isWhatTheProgramHolds() throws Exception {
    makeCgroup();
    long none = usedHolding(0);
    makeCgroup();
    assertHolds200Mib(usedHolding(200) - none);
  }

  @Test
  void memoryOfAProcessTree_isWhatTheProgramHolds() throws Exception {
    assertHolds200Mib(usedHolding(200) - usedHolding(0));
  }

  @Test
  void sizeOfACgroup_isALimit() throws Exception {
    makeCgroup();
    assumeTrue(
        cgroup.orElseThrow().limitTo(new TaskSize(1, 64)).isEmpty(), "no limit can be set here");

    Process process = start(hold(250));
    assertEquals(137, process.waitFor());
    Reading reading = cgroup.orElseThrow().read(Instant.now());
    assertTrue(reading.memory().limitHits() > 0, reading::toString);
    assertEquals(64 * MIB, reading.memory().limitBytes());
  }

  private void assertCpuTimeIsKnown() throws Exception {
    Path times = folder.resolve("times");
    String burn = "i=0; while [ $i -lt 2000000 ]; do i=$((i+1)); done";
    ProcStat self = proc.self();
    Process process = start(List.of("sh", "-c", burn + "; (" + burn + "); times >" + times));
    ProcessStats stats = stats(process, self);
    long before = 0;
    while (process.isAlive()) {
      long now = stats.read(Instant.now()).cpu().totalNanos();
      assertTrue(now >= before, now + " after " + before);
      before = now;
      Thread.sleep(200);
    }
    assertEquals(0, process.waitFor());

    long known = nanos(Files.readString(times));
    long measured = stats.read(Instant.now()).cpu().totalNanos();
    report("CPU time in ms, known and measured", known / 1_000_000, measured / 1_000_000);
    assertEquals(known, measured, known * 0.03);
  }

  private long usedHolding(int mib) throws Exception {
    ProcStat self = proc.self();
    Process process = start(hold(mib));
    ProcessStats stats = stats(process, self);
    assertEquals('r', process.getInputStream().read());
    Reading.Memory memory = stats.read(Instant.now()).memory();
    process.getOutputStream().close();
    assertEquals(0, process.waitFor());
    long reclaimable =
        memory.stats().getOrDefault("cache", memory.stats().getOrDefault("inactive_file", 0L));
    return memory.usageBytes() - reclaimable;
  }

  private void assertHolds200Mib(long bytes) {
    report("memory in MiB, held and measured", 200, bytes / MIB);
    assertEquals(200.0 * MIB, bytes, 10.0 * MIB);
  }

  private List<String> hold(int mib) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xms400m",
        "-Xmx400m",
        "-cp",
        System.getProperty("java.class.path"),
        MemoryHolder.class.getName(),
        Integer.toString(mib));
  }

  private Process start(List<String> command) throws IOException {
    List<String> line =
        cgroup
            .map(made -> Trampoline.commandLine(made.procsFiles(), System.getenv(), command))
            .orElse(command);
    return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private ProcessStats stats(Process process, ProcStat self) {
    return cgroup
        .<ProcessStats>map(made -> made)
        .orElseGet(() -> new ProcTree(proc, process.pid(), self, 1024));
  }

  private void makeCgroup() throws IOException {
    removeCgroup();
    cgroup = CgroupFolders.make(proc, "ecs-usage-report-it-" + UUID.randomUUID());
    assumeTrue(cgroup.isPresent(), NO_CGROUP);
  }

  /** The four times that the shell's {@code times} prints: user and system, own and children's. */
  private static long nanos(String times) {
    double seconds = 0;
    Matcher matcher = TIME.matcher(times);
    while (matcher.find()) {
      seconds += 60 * Double.parseDouble(matcher.group(1)) + Double.parseDouble(matcher.group(2));
    }
    return Math.round(seconds * 1e9);
  }

  private void report(String what, long known, long measured) {
    System.out.printf(
        "%s (%s): %d, %d%n", what, cgroup.isPresent() ? "cgroup" : "/proc", known, measured);
  }
}
