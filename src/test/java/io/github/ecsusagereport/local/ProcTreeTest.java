package io.github.ecsusagereport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.kernel.FakeProc;
import io.github.ecsusagereport.kernel.ProcStat;
import io.github.ecsusagereport.kernel.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTreeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long SELF = 10;
  private static final long ROOT = 20;

  @TempDir private Path folder;
  private FakeProc fake;
  private ProcTree tree;
  private Instant now = NOW;

  @BeforeEach
  void makeTree() throws IOException {
    fake = FakeProc.in(folder);
    fake.self(SELF, 1000, 100);
    fake.process(SELF, 1, 30, 4, 1000, 100);
    fake.process(ROOT, SELF, 10, 1, 5, 0);
    tree = new ProcTree(fake.proc(), ROOT, fake.proc().self(), 2);
  }

  @Test
  void tree_isTheRootAndAllBelow() throws IOException {
    fake.process(21, ROOT, 100, 10, 0, 0);
    fake.process(12, 21, 7, 0, 0, 0); // a pid that came round
    fake.process(30, 1, 500, 0, 0, 0); // not ours
    fake.memory(ROOT, 100, 0);
    fake.memory(21, 200, 8);
    fake.memory(30, 9999, 0);
    fake.write(ROOT + "/io", "read_bytes: 4096\nwrite_bytes: 0\n");
    fake.write("21/io", "read_bytes: 1024\nwrite_bytes: 512\n");

    assertEquals(
        new Reading(
            NOW,
            2,
            new Reading.Cpu(
                1_330_000_000,
                1_220_000_000,
                110_000_000,
                List.of(),
                Reading.Throttling.NONE,
                10_000_000_000L),
            new Reading.Memory(
                308 << 10,
                0,
                0,
                2 << 20,
                new TreeMap<>(Map.of("anon", 308L << 10, "inactive_file", 0L))),
            List.of(
                new Reading.DiskBytes(0, 0, "read", 5120),
                new Reading.DiskBytes(0, 0, "write", 512)),
            3),
        tree.read(NOW));
  }

  @Test
  void childThatWasWaitedFor_staysCounted() throws IOException {
    fake.process(21, ROOT, 100, 0, 0, 0);
    assertEquals(116, ticks());

    fake.end(21);
    fake.process(ROOT, SELF, 10, 1, 107, 0);
    assertEquals(118, ticks());
  }

  @Test
  void childThatNobodyWaitedFor_takesNothingBack() throws IOException {
    fake.process(21, ROOT, 100, 0, 0, 0);
    assertEquals(116, ticks());

    fake.end(21);
    assertEquals(116, ticks());
  }

  @Test
  void orphan_staysInTheTreeAndInTheSum() throws IOException {
    fake.process(21, ROOT, 1, 0, 0, 0);
    fake.process(22, 21, 100, 0, 0, 0);
    assertEquals(117, ticks());

    fake.end(21);
    fake.process(ROOT, SELF, 10, 1, 6, 0);
    fake.process(22, 1, 150, 0, 0, 0);
    fake.process(23, 22, 3, 0, 0, 0);
    assertEquals(170, ticks());

    fake.end(22);
    fake.process(23, 1, 4, 0, 0, 0);
    assertEquals(171, ticks());
  }

  @Test
  void end_isCountedFromWhatThisJvmWaitedFor() throws IOException {
    assertEquals(16, ticks());

    fake.end(ROOT);
    fake.self(SELF, 1040, 103);
    assertEquals(43, ticks());
  }

  @Test
  void pidsGivenAgain_areOthers() throws IOException {
    fake.end(ROOT);
    fake.process(ROOT, 1, 5000, 0, 0, 0);
    fake.self(SELF, 1002, 100);

    assertEquals(2, ticks());
  }

  @Test
  void withinATick_noMoreIsCountedThanAllCpusCanDo() throws IOException {
    assertEquals(16, ticks());

    fake.process(ROOT, SELF, 60, 1, 5, 0);
    long soon = tree.read(now.plusMillis(3)).cpu().totalNanos();
    assertEquals(166_000_000, soon);
    assertEquals(66, ticks());
  }

  private long ticks() throws IOException {
    now = now.plusSeconds(1);
    return tree.read(now).cpu().totalNanos() / ProcStat.NANOS_PER_TICK;
  }
}
