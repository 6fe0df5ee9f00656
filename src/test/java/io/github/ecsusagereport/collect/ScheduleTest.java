package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void zero_isNever() {
    assertFalse(new Schedule(Duration.ZERO).isDue(Duration.ofDays(9)));
  }

  @Test
  void isDue_onceEachTimeTheIntervalHasPassed() {
    Schedule schedule = new Schedule(Duration.ofMinutes(15));

    assertFalse(schedule.isDue(Duration.ofSeconds(899)));
    assertTrue(schedule.isDue(Duration.ofMinutes(15)));
    assertFalse(schedule.isDue(Duration.ofSeconds(901)));
    assertTrue(schedule.isDue(Duration.ofSeconds(1801)));
  }

  @Test
  void whatIsLate_isDoneOnce() {
    Schedule schedule = new Schedule(Duration.ofMinutes(1));

    assertTrue(schedule.isDue(Duration.ofMinutes(10)));
    assertFalse(schedule.isDue(Duration.ofMinutes(10)));
    assertTrue(schedule.isDue(Duration.ofMinutes(11)));
  }
}
