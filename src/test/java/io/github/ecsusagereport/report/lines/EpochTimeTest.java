package io.github.ecsusagereport.report.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class EpochTimeTest {
  @Test
  void epochTimes_areToldApartByTheirSize() {
    for (String time : List.of("1767582600", "1767582600000", "1767582600000000", "1767582600e9")) {
      assertEquals(1_767_582_600_000_000_000L, EpochTime.nanos(time), time);
    }
    assertEquals(1_767_582_600_123_000_000L, EpochTime.nanos("1767582600.123"));
    for (String time : List.of("0", "-1767582600", "17675826", "17675826001", "soon", "", "1e99")) {
      assertEquals(-1, EpochTime.nanos(time), time);
    }
  }
}
