package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CpuTrackTest {
  private final CpuTrack track = new CpuTrack();

  @Test
  void take_spreadsEvenly_andForgets() {
    track.add(100, 200, 50);
    track.add(200, 400, 20);

    assertEquals(400, track.last());
    assertEquals(0, track.take(100));
    assertEquals(25, track.take(150));
    assertEquals(25 + 10, track.take(300));
    assertEquals(10, track.take(1000));
    assertEquals(0, track.take(2000));
  }

  @Test
  void empty_takesNothing_andBeginsThere() {
    assertEquals(UNKNOWN, track.last());
    assertEquals(0, track.take(100));
    track.add(50, 150, 10);

    assertEquals(5, track.take(200), "what lies before came too late");
  }

  @Test
  void stretchThatIsNotKnown_hasNothing() {
    track.add(0, 100, 10);
    track.add(300, 400, 10);

    assertEquals(10, track.take(300));
    assertEquals(10, track.take(400));
  }

  @Test
  void stretchBeforeTheFirst_isNotCounted_andOneWithoutATimeIsNone() {
    assertEquals(0, track.take(100));
    assertEquals(100, track.last());
    track.add(0, 200, 40);
    assertEquals(20, track.take(200), "half of it came too late");
    track.add(200, 200, 7);
    track.add(150, 200, 7);
    assertEquals(0, track.take(300));
    track.add(300, 400, 10);
    assertEquals(0, track.take(300));
    assertEquals(10, track.take(400));
  }

  @Test
  void takenBeyondWhatIsKnown_restComesTooLate() {
    track.add(100, 200, 10);
    assertEquals(10, track.take(250));
    track.add(200, 300, 10);
    assertEquals(5, track.take(300));
  }

  @Test
  void nextAfter_isThePointThatFollows() {
    assertEquals(UNKNOWN, track.nextAfter(0));
    track.add(100, 200, 50);
    track.add(200, 400, 20);

    assertEquals(200, track.nextAfter(100));
    assertEquals(400, track.nextAfter(200));
    assertEquals(UNKNOWN, track.nextAfter(400));
  }

  /** Sixty-four points are kept: more readings make fewer, longer stretches. */
  @Test
  void manyReadings_areKeptAsFewerStretches() {
    for (long i = 0; i < 64; i++) {
      track.add(100 * i, 100 * (i + 1), i % 2 == 0 ? 100 : 0);
    }

    assertEquals(6400, track.last());
    assertEquals(50, track.take(100), "the first two are one");
    assertEquals(50, track.take(200));
    assertEquals(3100, track.take(6400));
  }

  /** However many readings wait, and wherever they are cut, nothing is lost and nothing made. */
  @Property
  void whatIsTaken_isWhatWasAdded(
      @ForAll @Size(min = 1, max = 100) List<@LongRange(min = 1, max = 1_000_000) Long> used,
      @ForAll @Size(max = 10) List<@LongRange(min = 1, max = 50_000) Long> cuts) {
    CpuTrack one = new CpuTrack();
    long at = 0;
    long sum = 0;
    for (long each : used) {
      one.add(at, at + 1000, each);
      at += 1000;
      sum += each;
    }
    long taken = 0;
    long cut = 0;
    for (long each : cuts) {
      cut += each;
      long part = one.take(cut);
      assertTrue(part >= 0);
      taken += part;
    }
    assertEquals(sum, taken + one.take(Math.max(cut, at)));
  }
}
