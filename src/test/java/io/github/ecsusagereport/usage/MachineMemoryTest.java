package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The machine's memory, held against what the containers' readings say. */
class MachineMemoryTest {
  private static final long MILLI = 1_000_000;
  private static final long MIB = 1 << 20;

  private final MachineHistory history = new MachineHistory();
  private final MachineMemory memory = new MachineMemory(history);

  private void machine(long millis, long mib) {
    memory.makeRoom();
    history.add(millis * MILLI, UNKNOWN, mib == UNKNOWN ? UNKNOWN : mib * MIB);
  }

  private void task(long millis, long mib) {
    memory.calibrate(millis * MILLI, mib * MIB);
  }

  private long max(long millis) {
    return mib(memory.maxBytes(millis * MILLI));
  }

  private long last(long millis) {
    return mib(memory.lastBytes(millis * MILLI));
  }

  private static long mib(long bytes) {
    return bytes == UNKNOWN ? UNKNOWN : bytes / MIB;
  }

  @Test
  void withoutAReadingOfTheEndpoint_itIsAllOfTheMachine() {
    machine(0, 100);
    machine(100, 130);
    machine(200, 110);

    assertFalse(memory.isCalibrated());
    assertEquals(Double.NaN, memory.offsetBytes());
    assertEquals(Double.NaN, memory.offsetSpreadBytes());
    assertEquals(100, max(0));
    assertEquals(130, max(100));
    assertEquals(130, last(200));
    assertEquals(100, last(99));
  }

  @Test
  void aMachineThatIsNotKnown_saysNothing() {
    machine(0, UNKNOWN);
    machine(100, UNKNOWN);
    task(50, 10);

    assertFalse(memory.isCalibrated());
    assertEquals(0, memory.calibrations());
    assertEquals(UNKNOWN, memory.maxBytes(100 * MILLI));
    assertEquals(UNKNOWN, memory.lastBytes(100 * MILLI));
  }

  @Test
  void upToTheMiddleOfTwoReadings_theOneBeforeIsNearer() {
    machine(0, 100);
    task(0, 60);
    machine(100, 150);
    machine(200, 150);
    machine(300, 100);
    machine(400, 100);
    task(400, 80);

    // 40 besides until 200 ms, 20 from then on.
    assertEquals(110, max(400));
    assertEquals(20 * MIB, memory.offsetBytes());
    assertEquals(20 * MIB, memory.offsetSpreadBytes());
    assertEquals(2, memory.calibrations());
  }

  @Test
  void aRoughOffset_countsUntilThereIsABetterOne_andIsForgottenThen() {
    machine(0, 100);
    machine(100, 200);
    task(50, 50);
    assertEquals(100 * MIB, memory.offsetBytes());
    assertEquals(100, max(100));

    machine(200, 200);
    task(200, 170);
    assertEquals(30 * MIB, memory.offsetBytes());
    assertEquals(0, memory.offsetSpreadBytes());
    // From the beginning on, since the rough one said too little of it.
    assertEquals(170, max(200));
  }

  @Test
  void onceThereIsAGoodOffset_aRoughOneIsLeftOut() {
    machine(0, 100);
    task(0, 60);
    machine(100, 104);
    task(100, 64);
    machine(200, 109);
    task(200, 1);

    assertEquals(2, memory.calibrations());
    assertEquals(40 * MIB, memory.offsetBytes());
  }

  @Test
  void aReadingThatIsNoNewer_isLeftOut() {
    machine(0, 100);
    machine(100, 100);
    task(100, 60);
    task(100, 50);
    task(50, 50);

    assertEquals(1, memory.calibrations());
    assertEquals(40 * MIB, memory.offsetBytes());
  }

  @Test
  void aBaseline_isOfTheLastReadingBeforeTheStart_andNoCalibration() {
    machine(0, 90);
    machine(100, 92);
    machine(200, 150);
    memory.baseline(150 * MILLI, 12 * MIB);

    assertTrue(memory.isCalibrated());
    assertEquals(80 * MIB, memory.offsetBytes());
    assertEquals(0, memory.calibrations());
    assertEquals(Double.NaN, memory.offsetSpreadBytes());
    assertEquals(70, max(200));
  }

  @Test
  void noBaseline_whereTheMachineWasNotReadBefore() {
    machine(100, 92);
    memory.baseline(100 * MILLI, 12 * MIB);

    assertFalse(memory.isCalibrated());
  }

  @Test
  void whatGoesOutOfTheHistory_staysInTheMaximum() {
    machine(0, 700);
    for (int i = 1; i <= 600; i++) {
      machine(100L * i, 100);
    }

    assertEquals(700, max(60_000));
  }
}
