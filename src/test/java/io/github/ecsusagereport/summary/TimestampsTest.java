package io.github.ecsusagereport.summary;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z,                0",
    "1970-01-01T00:00:01.5Z,              1500000000",
    "2020-10-02T00:51:32.51467703Z,       1601599892514677030",
    "2025-02-27T05:18:07.856950259Z,      1740633487856950259",
    "2024-02-29T23:59:59.999999999Z,      1709251199999999999",
    "2025-02-27T14:18:07+09:00,           1740633487000000000",
    "2025-02-27T00:18:07.25-05:00,        1740633487250000000",
    "2025-02-27t05:18:07z,                1740633487000000000",
  })
  void parse_takesRfc3339(String text, long expected) {
    assertEquals(expected, Timestamps.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:00:00+01:00",
        "2262-01-01T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "2025-00-01T00:00:00Z",
        "2025-01-32T00:00:00Z",
        "2025-01-01T00:00:00",
        "2025-01-01T00:00:00.Z",
        "2025-01-01T00:00:00.1234567890Z",
        "2025-01-01T00:00:00+0900",
        "2025-01-01T00:00:00Zx",
        "2025-01-01",
        "yesterday, at about ten"
      })
  void parse_ofAnythingElse_isUnknown(String text) {
    assertEquals(UNKNOWN, Timestamps.parse(text));
  }

  @Test
  void format_isWhatJavaTimePrints() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long second = random.nextLong(9_000_000_000L);
      int nano = random.nextInt(1_000_000_000);
      long epochNanos = second * 1_000_000_000 + nano;
      String full = Instant.ofEpochSecond(second).toString().replace("Z", ".%09dZ".formatted(nano));
      assertEquals(full, Timestamps.format(epochNanos, 9));
      assertEquals(epochNanos, Timestamps.parse(full));
    }
  }

  @Test
  void format_cutsAndDoesNotRound() {
    assertEquals("1970-01-01T00:00:01.999Z", Timestamps.format(1_999_999_999, 3));
    assertEquals("1970-01-01T00:00:01Z", Timestamps.format(1_999_999_999, 0));
  }
}
