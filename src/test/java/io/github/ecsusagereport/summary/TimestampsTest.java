package io.github.ecsusagereport.summary;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
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
    "2025-02-27 05:18:07Z,                1740633487000000000",
    "2025-02-27T05:48:07+00:30,           1740633487000000000",
    "2261-12-31T23:59:59Z,                9214646399000000000",
    "2000-12-31T00:00:00Z,                978220800000000000",
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
        "2261_12-31T00:00:00Z",
        "2261-12_31T00:00:00Z",
        "2025-01-01_00:00:00Z",
        "2025-01-01T00_00:00Z",
        "2025-01-01T00:00_00Z",
        "20x5-01-01T00:00:00Z",
        "2025-01-01T00:00:0/Z",
        "2025-01-01T00:00:0:Z",
        "2025-01-01T00:00:00*01:00",
        "2025-01-01T00:00:00+x1:00",
        "2025-01-01T00:00:00+0x:00",
        "2025-01-01T00:00:00+01_00",
        "2025-01-01T00:00:00+01:x0",
        "2025-01-01T00:00:00+01:0x",
        "2025-13-01T00:00:00Z",
        "2025-00-01T00:00:00Z",
        "2025-01-32T00:00:00Z",
        "2025-01-01T00:00:00",
        "2025-01-01T00:00:00.Z",
        "2025-01-01T00:00:00.123",
        "2025-01-01T00:00:00.1234567890Z",
        "2025-01-01T00:00:00+0900",
        "2025-01-01T00:00:00Zx",
        "2025-01-01",
        "yesterday, at about ten"
      })
  void parse_ofAnythingElse_isUnknown(String text) {
    assertEquals(UNKNOWN, Timestamps.parse(text));
  }

  /** Any year of the range, in any zone. */
  @Property
  void parseAndFormat_areThoseOfJavaTime(
      @ForAll @LongRange(min = 0, max = 9_000_000_000L) long second,
      @ForAll @IntRange(max = 999_999_999) int nano,
      @ForAll @IntRange(min = -1079, max = 1079) int offsetMinutes) {
    Instant instant = Instant.ofEpochSecond(second, nano);
    long epochNanos = second * 1_000_000_000 + nano;
    String full = Instant.ofEpochSecond(second).toString().replace("Z", ".%09dZ".formatted(nano));
    assertEquals(full, Timestamps.format(epochNanos, 9));
    assertEquals(epochNanos, Timestamps.parse(full));
    assertEquals(epochNanos, Timestamps.parse(instant.toString()));
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * offsetMinutes);
    String local = ISO_OFFSET_DATE_TIME.format(instant.atOffset(offset));
    boolean isInRange = instant.atOffset(offset).getYear() >= 1970;
    assertEquals(isInRange ? epochNanos : UNKNOWN, Timestamps.parse(local), local);
  }

  /** Where one of the calendar's periods ends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1972-02-29", "1972-03-01", "1999-12-31", "2000-02-29", "2000-03-01", "2001-02-28",
        "2004-02-29", "2100-02-28", "2100-03-01", "2200-02-28", "2200-03-01", "2261-12-31"
      })
  void format_ofTheEndsOfPeriods_isTheDay(String day) {
    long epochNanos = LocalDate.parse(day).toEpochDay() * 86_400_000_000_000L;
    assertEquals(day + "T00:00:00Z", Timestamps.format(epochNanos, 0));
    assertEquals(epochNanos, Timestamps.parse(day + "T00:00:00Z"));
  }

  @Property
  void parse_ofAnyText_isATimeOrUnknown(@ForAll @StringLength(max = 40) String text) {
    assertTrue(Timestamps.parse(text) >= UNKNOWN);
  }

  @Test
  void format_cutsAndDoesNotRound() {
    assertEquals("1970-01-01T00:00:01.999Z", Timestamps.format(1_999_999_999, 3));
    assertEquals("1970-01-01T00:00:01Z", Timestamps.format(1_999_999_999, 0));
  }
}
