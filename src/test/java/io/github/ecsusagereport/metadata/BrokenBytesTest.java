package io.github.ecsusagereport.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.metadata.MetadataException.Kind;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** Bodies with a few bytes changed. */
class BrokenBytesTest {
  private static final String[] FILES = {
    "ec2-cgroup-v1", "fargate-1.4", "managed-instances", "task-fargate-1.4"
  };

  /** A sample, no sample or a MetadataException; nothing else, whatever the bytes. */
  @Property
  @StatisticsReport(StatisticsReportMode.OFF)
  void brokenBytes_areAtMostMalformed(
      @ForAll @IntRange(max = 3) int file,
      @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 100_000) Integer> places,
      @ForAll("bytes") byte value)
      throws IOException {
    byte[] bytes = Bodies.resource(FILES[file] + ".json");
    places.forEach(place -> bytes[place % bytes.length] = value);
    Statistics.label("malformed").collect(isMalformed(bytes));
    Statistics.label("malformed").coverage(c -> c.check(true).percentage(p -> p > 20));
  }

  private static boolean isMalformed(byte[] bytes) {
    try {
      Bodies.stats(bytes);
      Bodies.task(bytes);
      return false;
    } catch (MetadataException e) {
      assertEquals(Kind.MALFORMED, e.kind());
      return true;
    }
  }

  @Provide
  Arbitrary<Byte> bytes() {
    return Arbitraries.oneOf(
        Arbitraries.bytes(),
        Arbitraries.of("{}[]\",:0e-".chars().mapToObj(c -> (byte) c).toList()));
  }
}
