package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.usage.Lives.reading;
import static io.github.ecsusagereport.usage.Lives.readings;
import static io.github.ecsusagereport.usage.Lives.withoutBefore;
import static io.github.ecsusagereport.usage.Samples.START;
import static io.github.ecsusagereport.usage.Samples.add;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.usage.Lives.Frame;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What holds for one container, whatever its life and whatever is missed of it. */
@Domain(Lives.class)
@Domain(DomainContext.Global.class)
class ContainerUsagePropertyTest {
  private static final double ROUNDING = 1e-9;

  private static ContainerUsage started() {
    // So small a size that every interval counts as saturated.
    ContainerUsage usage = new ContainerUsage(new Limits(1e-9, 1024));
    usage.startedAt(START);
    return usage;
  }

  private static ContainerUsage of(Iterable<ContainerSample> readings) {
    ContainerUsage usage = started();
    readings.forEach(reading -> add(usage, reading));
    return usage;
  }

  private static void assertNear(double expected, double actual) {
    assertEquals(expected, actual, ROUNDING * Math.max(1, expected));
  }

  @Property
  void everyOtherReadingLost_changesNothingAboutTheCpu(@ForAll List<Frame> life) {
    ContainerUsage all = started();
    ContainerUsage some = started();
    List<ContainerSample> readings = readings(life);
    boolean wasLost = false;
    for (int i = 0; i < life.size(); i++) {
      ContainerSample each = readings.get(i);
      ContainerSample reading =
          reading(
              each.readEpochNanos(),
              each.prereadEpochNanos(),
              each.cpuTimeNanos(),
              each.precpuTimeNanos(),
              Metrics.UNKNOWN);
      add(all, reading);
      wasLost = !wasLost && life.get(i).isLost() && i < life.size() - 1;
      if (!wasLost) {
        add(some, reading);
      }
    }
    assertEquals(all.metrics(), some.metrics());
  }

  @Property
  void lostReadings_costNoTime_noTotal_andNoAverage(@ForAll List<Frame> life) {
    List<ContainerSample> readings = readings(life);
    Metrics all = of(readings).metrics();
    ContainerUsage some = started();
    for (int i = 0; i < life.size(); i++) {
      if (i == life.size() - 1 || !life.get(i).isLost()) {
        add(some, readings.get(i));
      }
    }
    for (Metric same : List.of(Metric.CPU_TIME_MS, Metric.AVG_CPU_PERCENT)) {
      assertEquals(all.get(same), some.metrics().get(same), same.jsonName());
    }
    // Each interval counts as saturated: they add up to all of the time.
    assertNear(all.get(Metric.CPU_SATURATED_MS), some.metrics().get(Metric.CPU_SATURATED_MS));
    assertEquals(life.stream().mapToLong(Frame::nanos).sum(), some.sampledNanos());
    for (Metric peak : List.of(Metric.MAX_CPU_PERCENT, Metric.MAX_MEMORY_USED_MIB)) {
      assertTrue(some.metrics().get(peak) <= all.get(peak) * (1 + ROUNDING), peak.jsonName());
    }
  }

  @Property
  void repeatedAndOldReadings_changeNothing(@ForAll List<Frame> life) {
    List<ContainerSample> readings = readings(life);
    ContainerUsage repeated = started();
    long old = 0;
    for (int i = 0; i < life.size(); i++) {
      add(repeated, readings.get(i));
      add(repeated, readings.get(i));
      if (i > 0 && life.get(i).isLost()) {
        add(repeated, readings.get(i - 1));
        old++;
      }
    }
    assertEquals(of(readings).metrics(), repeated.metrics());
    assertEquals(life.size(), repeated.readings());
    assertEquals(old, repeated.dropped());
  }

  @Property
  void readingMoreOften_changesNoMeanAndNoTotal(
      @ForAll List<Frame> life, @ForAll @IntRange(min = 2, max = 20) int parts) {
    ContainerUsage rare = started();
    ContainerUsage often = started();
    long at = START;
    long cpu = 0;
    for (Frame frame : life) {
      for (int i = 0; i < parts; i++) {
        at += frame.nanos();
        cpu += frame.cpuNanos();
        add(often, withoutBefore(reading(at, 0, cpu, 0, frame.memoryBytes())));
      }
      add(rare, withoutBefore(reading(at, 0, cpu, 0, frame.memoryBytes())));
    }
    Metrics expected = rare.metrics();
    for (Metric metric : Metric.values()) {
      // A percentile of a handful of intervals is one of them; which one may change.
      if (expected.get(metric) != null && !metric.jsonName().startsWith("p95")) {
        assertNear(expected.get(metric), often.metrics().get(metric));
      }
    }
  }

  @Property
  void meansAndPercentiles_areWithinTheirExtremes(@ForAll List<Frame> life) {
    Metrics metrics = of(readings(life)).metrics();
    double least = life.stream().mapToDouble(f -> 100.0 * f.cpuNanos() / f.nanos()).min().orElse(0);
    double most = life.stream().mapToDouble(f -> 100.0 * f.cpuNanos() / f.nanos()).max().orElse(0);
    assertNear(most, metrics.get(Metric.MAX_CPU_PERCENT));
    assertWithin(least, metrics.get(Metric.AVG_CPU_PERCENT), most);
    assertWithin(least * 0.99 - 0.001, metrics.get(Metric.P95_CPU_PERCENT), most);
    double leastMiB = Metrics.mib(life.stream().mapToLong(Frame::memoryBytes).min().orElse(0));
    double mostMiB = Metrics.mib(life.stream().mapToLong(Frame::memoryBytes).max().orElse(0));
    assertEquals(mostMiB, metrics.get(Metric.MAX_MEMORY_USED_MIB));
    assertWithin(leastMiB, metrics.get(Metric.AVG_MEMORY_USED_MIB), mostMiB);
    assertWithin(leastMiB * 0.99 - 0.001, metrics.get(Metric.P95_MEMORY_USED_MIB), mostMiB);
  }

  private static void assertWithin(double least, double value, double most) {
    double margin = ROUNDING * Math.max(1, most);
    assertTrue(least - margin <= value && value <= most + margin, least + " " + value + " " + most);
  }

  /** Whatever the clock said, as long as it is known when that was. */
  @Property
  void clockThatIsSet_changesNothing(
      @ForAll List<Frame> life,
      @ForAll @LongRange(min = -3_600_000_000_000L, max = 3_600_000_000_000L) long jump) {
    List<ContainerSample> readings = readings(life);
    ContainerUsage usage = started();
    for (int i = 0; i < life.size(); i++) {
      ContainerSample each = readings.get(i);
      long read = each.readEpochNanos() + (i < life.size() / 2 ? 0 : jump);
      usage.add(
          reading(read, 0, each.cpuTimeNanos(), 0, each.memoryUsedBytes()), each.readEpochNanos());
    }
    assertEquals(
        of(readings.stream().map(Lives::withoutBefore).toList()).metrics(), usage.metrics());
    assertEquals(0, usage.dropped());
  }

  @Property
  void counter_neverFalls_andRestartsAddUp(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = -1) Long> values) {
    Counter counter = new Counter();
    BigInteger sum = BigInteger.ZERO;
    long last = 0;
    boolean isKnown = false;
    for (long value : values) {
      long before = counter.total();
      assertTrue(counter.advance(value, true));
      if (value >= 0) {
        isKnown = true;
        sum = sum.add(BigInteger.valueOf(value < last ? value : value - last));
        last = value;
      }
      assertTrue(counter.total() >= before);
      long expected = sum.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
      assertEquals(isKnown ? expected : Metrics.UNKNOWN, counter.total());
    }
  }

  @Property
  void counterThatIsLowerOnce_isAsIfItHadNotBeen(
      @ForAll @Size(min = 2, max = 20) List<@LongRange(min = 1, max = 1_000_000) Long> increases,
      @ForAll @LongRange(min = 0, max = 999_999) long low,
      @ForAll @IntRange(min = 1, max = 19) int at) {
    Counter counter = new Counter();
    long value = 0;
    for (int i = 0; i < increases.size(); i++) {
      value += increases.get(i);
      assertTrue(counter.advance(value, false));
      if (i == at % increases.size() && low < value) {
        assertFalse(counter.advance(low, false));
      }
      assertEquals(value, counter.total());
    }
  }

  /** As of an interface that is gone: what the others count goes on. */
  @Property
  void counterThatStaysLower_goesOnFromWhereItWas(
      @ForAll @LongRange(min = 2, max = 1L << 40) long before,
      @ForAll @LongRange(max = 1L << 40) long drop,
      @ForAll @LongRange(max = 1L << 40) long increase) {
    Counter counter = new Counter();
    long lower = before - Math.min(before, 1 + drop);
    counter.advance(before, false);
    assertFalse(counter.advance(lower, false));
    assertTrue(counter.advance(lower, false));
    assertTrue(counter.advance(lower + increase, false));
    assertEquals(before + increase, counter.total());
  }

  @Property
  void nonsense_givesNoNonsense(@ForAll @Size(max = 20) List<ContainerSample> samples) {
    ContainerUsage usage = of(samples);
    Metrics metrics = usage.metrics();
    for (Metric metric : Metric.values()) {
      Double value = metrics.get(metric);
      assertTrue(value == null || value >= 0, () -> metric + " " + value);
    }
    assertTrue(usage.sampledNanos() >= 0);
    assertTrue(usage.readings() <= samples.size() && usage.dropped() <= samples.size());
    if (metrics.get(Metric.P95_CPU_PERCENT) != null) {
      assertTrue(metrics.get(Metric.P95_CPU_PERCENT) <= metrics.get(Metric.MAX_CPU_PERCENT));
    }
    if (metrics.get(Metric.P95_MEMORY_USED_MIB) != null) {
      double most = metrics.get(Metric.MAX_MEMORY_USED_MIB);
      assertTrue(metrics.get(Metric.P95_MEMORY_USED_MIB) <= most);
      assertTrue(metrics.get(Metric.LAST_MEMORY_USED_MIB) <= most);
    }
  }
}
