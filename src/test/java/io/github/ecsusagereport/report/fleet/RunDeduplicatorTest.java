package io.github.ecsusagereport.report.fleet;

import static io.github.ecsusagereport.report.lines.TestLines.checkpoint;
import static io.github.ecsusagereport.report.lines.TestLines.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.report.lines.Problems;
import io.github.ecsusagereport.report.lines.Progress;
import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.report.lines.SummaryReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RunDeduplicatorTest {
  private final List<Run> ended = new ArrayList<>();
  private final RunDeduplicator runs = new RunDeduplicator(ended::add);

  @Test
  void reportThatComesTwice_countsOnce() throws IOException {
    read(report("a"), report("b"), report("a"));

    assertEquals(2, ended.size());
    assertEquals(1, runs.repeats());
  }

  @Test
  void checkpoints_endWithTheReport_inAnyOrder() throws IOException {
    read(checkpoint("a", "03:01:00.000"), report("a"), checkpoint("a", "03:00:30.000"));

    assertEquals(1, ended.size());
    assertEquals(List.of(), unfinished());
  }

  @Test
  void checkpointsAlone_areUnfinished_withTheLatest() throws IOException {
    read(
        checkpoint("a", "03:01:00.000"),
        checkpoint("a", "03:03:00.000"),
        checkpoint("a", "03:02:00.000"));

    assertEquals(List.of(), ended);
    assertEquals(List.of(1_767_582_180_000L), unfinished());
  }

  @Test
  void longHashSet_isASet() {
    Random random = new Random(1);
    LongHashSet hashes = new LongHashSet();
    Set<Long> expected = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextInt(5000) * 0x9e3779b97f4a7c15L;
      assertEquals(expected.contains(value), hashes.contains(value));
      assertEquals(expected.add(value), hashes.add(value));
    }
    assertTrue(hashes.contains(0));
    assertFalse(hashes.contains(1));
  }

  private List<Long> unfinished() {
    return StreamSupport.stream(runs.unfinished().spliterator(), false)
        .map(Run::timeEpochMs)
        .toList();
  }

  private void read(String... lines) throws IOException {
    PrintStream err = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    new SummaryReader(
            new Problems(err), new Progress(err, false, Clock.systemUTC()), true, runs::add)
        .read("test", new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8)));
  }
}
