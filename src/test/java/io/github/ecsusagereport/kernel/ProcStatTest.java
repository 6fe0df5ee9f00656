package io.github.ecsusagereport.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatTest {
  @ParameterizedTest
  @ValueSource(strings = {"sh", "a b", "a) R 9 9 (b", "", "((", ")"})
  void name_canBeAnything(String name) {
    ProcStat stat =
        ProcStat.parse(
            "71 (%s) S 70 69 68 34816 67 4194304 1 2 3 4 110 20 3 4 20 0 1 0 5000 9 9\n"
                .formatted(name));

    assertEquals(
        new ProcStat(
            71,
            70,
            69,
            67,
            1_100_000_000,
            200_000_000,
            30_000_000,
            40_000_000,
            Duration.ofSeconds(50)),
        stat);
  }

  @Test
  void foreground_isTheTerminalsOwnGroup() {
    assertTrue(inGroups(40, 40).inForeground());
    assertFalse(inGroups(40, 41).inForeground());
    assertFalse(inGroups(40, -1).inForeground());
  }

  @Test
  void otherText_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> ProcStat.parse("71 sh S 70"));
  }

  private static ProcStat inGroups(long own, long terminals) {
    return new ProcStat(1, 1, own, terminals, 0, 0, 0, 0, Duration.ZERO);
  }
}
