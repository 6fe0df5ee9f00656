package io.github.ecsusagereport.collect;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Times in seconds: of a clock that is set, beside one that began at 1000 s and never jumps. */
class HostClockTest {
  private static final double DAY = 86_400;

  private double elapsed;
  private double set;
  private double pauseInALook;
  private final HostClock clock = new HostClock(new TwoClocks());

  private final class TwoClocks implements Pace {
    @Override
    public Duration elapsed() {
      return Duration.ofNanos(nanos(elapsed));
    }

    @Override
    public long hostClockNanos() {
      elapsed += pauseInALook;
      return nanos(1000 + elapsed + set);
    }

    @Override
    public Duration untilNextPoll(long newestRead, long ageNanos) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean await(Duration duration) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void pause(Duration duration) {
      throw new UnsupportedOperationException();
    }
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  private void lookAt(double at) {
    elapsed = at;
    clock.look();
  }

  private void expectTime(double expected, double told) {
    assertEquals(nanos(expected), clock.time(nanos(told)));
  }

  @Test
  void clockThatNobodySets_isLeftAlone() {
    lookAt(0);
    lookAt(1);
    lookAt(100);

    assertEquals(0, clock.steps());
    expectTime(1095, 1095);
    expectTime(2000, 2000);
    assertEquals(nanos(1100), clock.now());
  }

  @Test
  void stepForwards_isLeftOut_ofWhatHappenedAfterIt() {
    lookAt(4);
    set = DAY;
    lookAt(5);

    assertEquals(1, clock.steps());
    assertEquals(nanos(DAY), clock.stepsNanos());
    expectTime(1004.8, 1004.8 + DAY);
    expectTime(1003.9, 1003.9);
    lookAt(60);
    expectTime(1052, 1052 + DAY);
    assertEquals(nanos(1060), clock.now());
    assertEquals(1, clock.steps(), "once");
  }

  @Test
  void stepBackwards_isSeenWhateverTheCountersSay() {
    lookAt(4);
    set = -20;
    lookAt(5);

    assertEquals(1, clock.steps());
    expectTime(1004.8, 984.8);
    expectTime(1003.9, 1003.9);
    lookAt(6);
    expectTime(1005.8, 985.8);
  }

  @Test
  void stepsThereAndBack_areTwo() {
    lookAt(1);
    set = DAY;
    lookAt(2);
    set = 0;
    lookAt(3);

    assertEquals(2, clock.steps());
    assertEquals(0, clock.stepsNanos());
    expectTime(1002.5, 1002.5);
    expectTime(1001.5, 1001.5 + DAY);
  }

  /** NTP slews a clock, and sets it by less than a second; that is no step. */
  @Test
  void clockThatDrifts_isFollowed() {
    lookAt(1);
    for (int i = 2; i < 100; i++) {
      set += 0.1;
      lookAt(i);
    }

    assertEquals(0, clock.steps());
    assertEquals(nanos(1099 + set), clock.now());
  }

  /** Stopped between the one clock and the other. */
  @Test
  void lookThatTakesLong_tellsNothing() {
    lookAt(1);
    pauseInALook = 5;
    lookAt(2);
    pauseInALook = 0;
    lookAt(8);

    assertEquals(0, clock.steps());
  }

  @Test
  void timeThatIsToldAgain_staysWhereItWas() {
    lookAt(1);
    assertEquals(nanos(1000.5), clock.timeTold(nanos(1000.5)));
    set = -20;
    lookAt(30);

    assertEquals(nanos(1020.5), clock.time(nanos(1000.5)));
    assertEquals(nanos(1000.5), clock.timeTold(nanos(1000.5)));
    assertEquals(UNKNOWN, clock.timeTold(UNKNOWN));
  }
}
