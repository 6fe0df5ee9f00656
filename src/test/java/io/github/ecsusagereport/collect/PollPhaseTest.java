package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** An engine that reads once in a while, and a poller that does what it is told. */
class PollPhaseTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  private final PollPhase phase = new PollPhase(SECOND);
  private long now = 100_300 * MILLI;
  private long polls;
  private long worstAge;
  private long ages;

  /**
   * @param jitter of every third reading
   */
  private void live(long period, long jitter, long until) {
    worstAge = 0;
    ages = 0;
    polls = 0;
    while (now < until) {
      long read = now / period * period;
      if (read / period % 3 == 0) {
        read += jitter;
        read = read > now ? read - period - jitter : read;
      }
      polls++;
      ages += now - read;
      worstAge = Math.max(worstAge, now - read);
      now += phase.delayNanos(now, read, now - read);
    }
  }

  private void assertPolls(long expected, long within) {
    assertTrue(Math.abs(polls - expected) <= within, () -> polls + " polls");
  }

  @Test
  void readingsEverySecond_areFetchedJustAfterTheyAreMade() {
    live(1003 * MILLI, 0, now + 10 * SECOND);
    live(1003 * MILLI, 0, now + 1000 * SECOND);

    assertEquals(15 * MILLI, worstAge);
    assertPolls(997, 1);
  }

  @Test
  void readingsThatJitter_areGivenMoreTime() {
    live(1020 * MILLI, 60 * MILLI, now + 60 * SECOND);
    live(1020 * MILLI, 60 * MILLI, now + 1000 * SECOND);

    assertTrue(ages / polls < 300 * MILLI, () -> ages / polls / MILLI + " ms in the mean");
    assertPolls(980, 20);
  }

  @Test
  void readingsEveryTenSeconds_arePolledAtTheFixedRate() {
    live(10 * SECOND, 0, now + 100 * SECOND);

    assertPolls(100, 1);
    assertEquals(0, now % SECOND);
  }

  @Test
  void readingsThatStop_leadBackToTheFixedRate() {
    live(1003 * MILLI, 0, now + 10 * SECOND);
    long last = now;
    for (int i = 0; i < 5; i++) {
      now += phase.delayNanos(now, last, now - last);
    }

    assertEquals(0, now % SECOND);
  }

  @Test
  void noReading_isTheFixedRate_andAPollThatIsLateIsLeftOut() {
    assertEquals(700 * MILLI, phase.delayNanos(300 * MILLI, -1, Long.MAX_VALUE));
    assertEquals(100 * MILLI, phase.delayNanos(4900 * MILLI, -1, Long.MAX_VALUE));
  }

  /** The clocks do not agree: the times of the readings say nothing about now. */
  @Test
  void readingsFromTheFuture_areNotFollowed() {
    for (long second = 1; second < 5; second++) {
      assertEquals(
          SECOND,
          phase.delayNanos(second * SECOND, second * SECOND + 3600 * SECOND, -3600 * SECOND));
    }
  }
}
