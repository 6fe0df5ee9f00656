package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The machine's readings, and what lies between them. */
class MachineHistoryTest {
  private static final long MILLI = 1_000_000;
  private static final int MOST = 512;

  private final MachineHistory history = new MachineHistory();

  private void add(long millis, long cpu, long memory) {
    history.add(millis * MILLI, cpu, memory);
  }

  @Test
  void betweenTwoReadings_isAsFarAsTheTimeIs() {
    add(1000, 200, 5000);
    add(1100, 300, 4000);

    assertEquals(225, history.cpuNanosAt(1025 * MILLI));
    assertEquals(4750, history.memoryBytesAt(1025 * MILLI));
    assertEquals(200, history.cpuNanosAt(1000 * MILLI));
    assertEquals(300, history.cpuNanosAt(1100 * MILLI));
  }

  @Test
  void beforeTheFirstAndAfterTheLast_isNotKnown() {
    assertFalse(history.hasReached(0));
    add(1000, 200, 5000);
    add(1100, 300, 4000);

    assertEquals(UNKNOWN, history.cpuNanosAt(999 * MILLI));
    assertEquals(UNKNOWN, history.cpuNanosAt(1101 * MILLI));
    assertTrue(history.hasReached(1100 * MILLI));
    assertFalse(history.hasReached(1100 * MILLI + 1));
  }

  @Test
  void nextToAnUnknown_isNotKnown() {
    add(1000, UNKNOWN, 5000);
    add(1100, 300, UNKNOWN);

    assertEquals(UNKNOWN, history.cpuNanosAt(1050 * MILLI));
    assertEquals(UNKNOWN, history.memoryBytesAt(1050 * MILLI));
    assertEquals(300, history.cpuNanosAt(1100 * MILLI));
  }

  @Test
  void readingsCloserThan90ms_areOne_withTheLastCpuTimeAndTheLargestMemory() {
    add(0, 10, 1);
    add(50, 20, 9);
    add(89, 30, 2);

    assertEquals(1, history.end());
    assertEquals(89 * MILLI, history.time(0));
    assertEquals(30, history.cpuNanos(0));
    assertEquals(9, history.memoryBytes(0));

    // Counted from the first of them.
    add(90, 40, 3);
    assertEquals(2, history.end());
    assertEquals(3, history.memoryBytes(1));
  }

  @Test
  void readingsApart_areEachTheirOwn_fromTheFirstOn() {
    add(20, 10, 7);
    add(120, 20, 1);

    assertEquals(2, history.end());
    assertEquals(7, history.memoryBytes(0));
    assertEquals(1, history.memoryBytes(1));
  }

  @Test
  void whenItIsFull_theOldestGo() {
    for (int i = 0; i < MOST - 1; i++) {
      add(100L * i, i, i);
    }
    assertFalse(history.isFull());
    add(100L * (MOST - 1), MOST - 1, MOST - 1);
    assertTrue(history.isFull());
    assertEquals(0, history.oldest());

    add(100L * MOST, MOST, MOST);
    assertEquals(1, history.oldest());
    assertEquals(MOST, history.cpuNanos(history.end() - 1));
    assertEquals(UNKNOWN, history.cpuNanosAt(50 * MILLI));
    assertEquals(1, history.cpuNanosAt(100 * MILLI));
    assertEquals(2, history.cpuNanosAt(150 * MILLI));
  }

  @Test
  void theFirstFromATime_isTheOneAtItOrTheNext() {
    add(1000, 1, 1);
    add(1100, 2, 2);

    assertEquals(0, history.firstFrom(1000 * MILLI));
    assertEquals(1, history.firstFrom(1000 * MILLI + 1));
    assertEquals(1, history.firstFrom(1100 * MILLI));
    assertEquals(2, history.firstFrom(1100 * MILLI + 1));
  }

  @Test
  void theChangeOfMemory_isFromTheReadingBeforeToTheOneAfter() {
    add(1000, 1, 50);
    add(1100, 2, 20);
    add(1200, 3, 90);

    assertEquals(30, history.memoryChangeAt(1050 * MILLI));
    assertEquals(30, history.memoryChangeAt(1100 * MILLI));
    assertEquals(70, history.memoryChangeAt(1150 * MILLI));
    assertEquals(0, history.memoryChangeAt(1000 * MILLI));
  }
}
