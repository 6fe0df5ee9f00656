package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An engine that reads once in a while, and a poller that does what it is told. */
class PollPhaseTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;
  private static final long EPOCH = 1_700_000_000 * SECOND;

  /** As of the moment that a container ends: how old the last reading is that was fetched. */
  private record Course(double meanAgeMillis, double pollsPerSecond) {}

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

  /**
   * Readings made one after the other by an engine that takes this long.
   *
   * @param phase null for the fixed rate
   */
  private static Course course(PollPhase phase, int period, int jitter, int seconds) {
    Random random = new Random(1);
    List<Long> reads = new ArrayList<>(List.of(10 * MILLI));
    for (long at = random.nextInt(period); at < 1000L * seconds; ) {
      reads.add(at * MILLI);
      at += period + random.nextInt(jitter);
    }
    long start = 700 * MILLI;
    long polls = 0;
    double ages = 0;
    long read = 0;
    for (long at = start; at < seconds * SECOND; polls++) {
      long now = at;
      read = reads.stream().filter(each -> each <= now).reduce((a, b) -> b).orElseThrow();
      long delay =
          phase == null
              ? SECOND - (at - start) % SECOND
              : phase.delayNanos(at - start, EPOCH + read, at - read);
      ages += delay * (at - read + delay / 2.0);
      at += delay;
    }
    double nanos = seconds * SECOND - start;
    return new Course(ages / nanos / MILLI, polls / (nanos / SECOND));
  }

  /** From a calm engine to one that takes 1.15 to 1.7 s: never worse than the fixed rate. */
  @ParameterizedTest
  @CsvSource({
    "1003, 5, 15, 580",
    "1003, 20, 15, 580",
    "1003, 50, 15, 600",
    "1050, 100, 15, 840",
    "1150, 100, 15, 840",
    "1150, 400, 15, 1090",
    "1200, 300, 300, 960",
    "1400, 300, 300, 1050",
    "1003, 5, 300, 530",
  })
  void anyEngine_isFollowed(int period, int jitter, int seconds, double mostMillis) {
    Course followed = course(new PollPhase(SECOND), period, jitter, seconds);
    Course fixed = course(null, period, jitter, seconds);

    assertTrue(followed.meanAgeMillis < mostMillis, () -> followed + " " + fixed);
    assertTrue(followed.meanAgeMillis < fixed.meanAgeMillis, () -> followed + " " + fixed);
    assertTrue(followed.pollsPerSecond < 1.2, followed::toString);
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
