package io.github.ecsusagereport.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Times in seconds by the engine's clock, and by one that began 1000 s later and never jumps. */
class EngineClockTest {
  private static final long SECOND = 1_000_000_000;
  private static final long DAY = 86_400;

  private final EngineClock clock = new EngineClock();

  private void expectReading(double at, double seenAt, double expected) {
    assertEquals(nanos(expected), clock.reading(nanos(at), nanos(seenAt), true));
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * SECOND);
  }

  @Test
  void clockThatNobodySets_isLeftAlone() {
    expectReading(1001, 1.2, 1001);
    expectReading(1002, 2.2, 1002);
    expectReading(1010, 40, 1010);
    expectReading(1041, 41.1, 1041);

    assertEquals(0, clock.steps());
    assertEquals(nanos(1042), clock.end(nanos(1042), nanos(42.1)));
    assertEquals(7, clock.now(7, nanos(42.1)), "the host's own");
  }

  @Test
  void stepForwards_isLeftOut_upToTheEnd() {
    expectReading(1001, 1.5, 1001);
    expectReading(1002, 2.2, 1002);
    expectReading(1003 + DAY, 3.3, 1003.1);
    expectReading(1004 + DAY, 4.2, 1004.1);

    assertEquals(1, clock.steps());
    assertEquals(nanos(1005.1), clock.end(nanos(1005 + DAY), nanos(5.3)));
    assertEquals(nanos(1005.8 + 0.1), clock.now(nanos(1005.9 + DAY), nanos(6)), "as fresh as any");
  }

  @Test
  void stepBackwards_isSeenByTheCounter() {
    expectReading(1001, 1.2, 1001);
    expectReading(990, 2.2, 1002);
    expectReading(991, 3.2, 1003);

    assertEquals(1, clock.steps());
  }

  @Test
  void stepThere_andBack_areTwo() {
    expectReading(1001, 1.2, 1001);
    expectReading(1002 + DAY, 2.2, 1002);
    expectReading(1003, 3.2, 1003);

    assertEquals(2, clock.steps());
  }

  /** Polls are missed, or the engine stands still: late is not set. */
  @Test
  void readingThatIsLate_isNoStep() {
    expectReading(1001, 1.2, 1001);
    expectReading(1002, 90, 1002);
    expectReading(1090.5, 91, 1090.5);

    assertEquals(0, clock.steps());
  }

  /** Not above what was the freshest by half a minute. */
  @Test
  void readingThatIsFresher_isNoStep() {
    expectReading(1001, 31.2, 1001);
    expectReading(1032, 32.2, 1032);
    assertEquals(0, clock.steps());

    expectReading(1033 + 30.1, 33.2, 1033);
    assertEquals(1, clock.steps());
  }

  @Test
  void endBeforeTheLastReading_isAStep_fromHalfAMinuteOn() {
    expectReading(1100, 100.2, 1100);

    assertEquals(nanos(1071), clock.end(nanos(1071), nanos(101)), "told late");
    assertEquals(0, clock.steps());
    assertEquals(nanos(1100.8), clock.end(nanos(1069), nanos(101)));
    assertEquals(1, clock.steps());
  }

  @Test
  void clockThatIsSetBackBeforeTheEnd_isAStep() {
    expectReading(1001, 1.2, 1001);
    expectReading(1002 + DAY, 2.2, 1002);

    assertEquals(nanos(1003), clock.end(nanos(1002.9), nanos(3.2)));
    assertEquals(2, clock.steps());
  }

  @Test
  void endWithoutAReading_isAsItIs() {
    assertEquals(nanos(5), clock.end(nanos(5), nanos(9)));
    assertEquals(0, clock.steps());
  }
}
