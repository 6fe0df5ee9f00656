package io.github.ecsusagereport.local;

import static io.github.ecsusagereport.local.LocalTaskFixture.STARTED;
import static io.github.ecsusagereport.local.LocalTaskFixture.reading;
import static io.github.ecsusagereport.local.LocalTaskFixture.stats;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.kernel.Reading;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalContainerTest {
  private final LocalContainer container = LocalTaskFixture.task().batch();

  @Test
  void frame_holdsTheReadingBefore() {
    assertEquals(Optional.empty(), container.frame());
    container.started(STARTED, stats(reading(2, 1, 1, 100), reading(2, 2, 2, 200)));

    container.sample(STARTED);
    assertEquals(
        Optional.of(new Frame(reading(2, 1, 1, 100), Optional.empty())), container.frame());
    container.sample(STARTED);
    Frame second = new Frame(reading(2, 2, 2, 200), Optional.of(reading(2, 1, 1, 100)));
    assertEquals(Optional.of(second), container.frame());
    container.sample(STARTED); // which fails
    assertEquals(Optional.of(second), container.frame());
  }

  @Test
  void lastFrame_hasTheCountersOfTheEndAndTheMemoryOfBefore() {
    container.started(
        STARTED, stats(reading(2, 1, 1, 100), reading(2, 2, 2, 0), reading(2, 3, 3, 0)));
    container.sample(STARTED);

    LocalContainer.Exit exit = new LocalContainer.Exit(1, STARTED.plusSeconds(2));
    container.stop(exit);
    container.sample(STARTED.plusSeconds(3));

    assertEquals(Optional.of(exit), container.exit());
    assertEquals(
        Optional.of(new Frame(reading(2, 2, 2, 100), Optional.of(reading(2, 1, 1, 100)))),
        container.frame());
  }

  @Test
  void memoryThatWasNeverSeen_isNotKnown() {
    container.started(STARTED, stats(reading(1, 1, 1, 7)));

    container.stop(new LocalContainer.Exit(0, STARTED));

    Reading.Memory memory = container.frame().orElseThrow().now().memory();
    assertEquals(new Reading.Memory(0, 57, 0, 9999, Reading.Memory.UNKNOWN.stats()), memory);
  }

  @Test
  void beforeTheStart_nothingIsRead() {
    container.sample(STARTED);

    assertEquals(Optional.empty(), container.frame());
    assertEquals(Optional.empty(), container.startedAt());
  }
}
