package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static io.github.ecsusagereport.usage.Samples.START;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Lives of containers, from one reading to the next, and readings that make no sense. */
public final class Lives extends DomainContextBase {
  private static final long LONGEST_NANOS = 20_000_000_000L;
  private static final long MOST_MILLICORES = 32_000;
  private static final long MOST_BYTES = 1L << 37;

  /**
   * What was between two readings.
   *
   * @param nanos time
   * @param cpuNanos CPU time
   * @param memoryBytes in use at its end
   * @param isLost whether nobody asked for the reading at its end
   */
  record Frame(long nanos, long cpuNanos, long memoryBytes, boolean isLost) {}

  private static Arbitrary<Frame> frames() {
    return Combinators.combine(
            Arbitraries.longs().between(Profile.SHORTEST_INTERVAL_NANOS, LONGEST_NANOS),
            Arbitraries.longs().between(1, MOST_MILLICORES),
            Arbitraries.longs().between(1, MOST_BYTES),
            Arbitraries.of(true, false))
        .as(
            (nanos, millicores, bytes, isLost) ->
                new Frame(nanos, 1 + nanos / 1000 * millicores, bytes, isLost));
  }

  @Provide
  Arbitrary<List<Frame>> lives() {
    return frames().list().ofMinSize(2).ofMaxSize(50);
  }

  /** As the decoder may give it: any time, and numbers of 63 bits or UNKNOWN. */
  @Provide
  Arbitrary<ContainerSample> anySample() {
    Arbitrary<Long> number =
        Arbitraries.oneOf(
            Arbitraries.longs().between(UNKNOWN, Long.MAX_VALUE),
            Arbitraries.longs().between(UNKNOWN, 3));
    Arbitrary<Long> time = number.filter(each -> each >= 0);
    return Combinators.combine(time, number.list().ofSize(11))
        .as(
            (read, n) ->
                new ContainerSample(
                    read, n.get(0), n.get(1), n.get(2), UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN,
                    n.get(3), UNKNOWN, UNKNOWN, n.get(4), n.get(5), n.get(6), UNKNOWN, n.get(7),
                    n.get(8), n.get(9), n.get(10)));
  }

  /** A reading after each frame, with the engine's own one before it. */
  static List<ContainerSample> readings(List<Frame> life) {
    List<ContainerSample> readings = new ArrayList<>();
    long at = START;
    long cpu = 0;
    for (Frame frame : life) {
      readings.add(reading(at + frame.nanos, at, cpu + frame.cpuNanos, cpu, frame.memoryBytes));
      at += frame.nanos;
      cpu += frame.cpuNanos;
    }
    return readings;
  }

  static ContainerSample reading(long at, long before, long cpu, long cpuBefore, long memory) {
    return new ContainerSample(
        at, before, cpu, cpuBefore, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, memory, UNKNOWN, UNKNOWN,
        UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
  }

  /** The same, as an engine gives it that does not tell of the reading before. */
  static ContainerSample withoutBefore(ContainerSample sample) {
    return reading(
        sample.readEpochNanos(), UNKNOWN, sample.cpuTimeNanos(), UNKNOWN, sample.memoryUsedBytes());
  }
}
