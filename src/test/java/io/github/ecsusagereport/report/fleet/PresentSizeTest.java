package io.github.ecsusagereport.report.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.summary.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PresentSizeTest {
  private static final long NONE = -1;

  private final List<TestRun> runs = new ArrayList<>();

  @Test
  void oneRunWithMoreMemory_isNotTheSize() {
    add(30, 7, 4096);
    add(1, 7, 8192);

    assertEquals("2/4096", now());
  }

  @Test
  void lastRevision_counts_howeverFewRunsItHas() {
    add(30, 9, 4096);
    add(2, 10, 5120);
    add(1, 10, 8192);

    assertEquals("2/5120", now());
  }

  @Test
  void olderRevision_thatRunsAgain_isNotTheLast() {
    add(2, 10, 5120);
    add(30, 9, 4096);

    assertEquals("2/5120", now());
  }

  @Test
  void withoutRevisions_mostOfTheLast20Count() {
    add(100, NONE, 8192);
    add(9, NONE, 4096);
    assertEquals("2/8192", now());

    add(2, NONE, 4096);
    assertEquals("2/4096", now());
  }

  @Test
  void ofTwoThatAreEquallyOften_theLastOneCounts() {
    add(5, 7, 8192);
    add(5, 7, 4096);

    assertEquals("2/4096", now());
  }

  @Test
  void runsWithoutASize_areLeftOut() {
    runs.add(new TestRun().with(Metric.MEMORY_SIZE_MIB, 0));
    assertNull(present().get());

    add(1, 7, 4096);
    runs.add(new TestRun().revision(8).withoutMemory());
    assertEquals("2/4096", now());
  }

  @Test
  void launchType_isToldWhereItIsNotFargate() {
    add(1, 7, 4096);
    assertNull(present().get().elsewhere());

    runs.add(new TestRun().launchType("EC2").revision(8));
    assertEquals("EC2", present().get().elsewhere());
  }

  private void add(int count, long revision, int memoryMiB) {
    for (int i = 0; i < count; i++) {
      long start = TestRun.FIRST_MS + runs.size() * 1000L;
      runs.add(new TestRun().revision(revision).size(2, memoryMiB).startedAt(start));
    }
  }

  private String now() {
    return present().get().size().toString();
  }

  /** In any order: lines come as they come. */
  private PresentSize present() {
    List<TestRun> shuffled = new ArrayList<>(runs);
    Collections.shuffle(shuffled, new Random(1));
    PresentSize present = new PresentSize();
    shuffled.forEach(run -> present.add(run.build()));
    return present;
  }
}
