package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static io.github.ecsusagereport.usage.Lives.readings;
import static io.github.ecsusagereport.usage.Lives.withoutBefore;
import static io.github.ecsusagereport.usage.Samples.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.usage.Lives.Frame;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What holds for the containers of a task together. */
@Domain(Lives.class)
@Domain(DomainContext.Global.class)
class TaskUsagePropertyTest {
  private static final double ROUNDING = 1e-9;

  private static TaskUsage of(String... names) {
    TaskUsage usage = new TaskUsage(new Limits(64, 1024));
    for (String name : names) {
      usage.describe(name, UNKNOWN, START, true, true);
    }
    return usage;
  }

  @Property
  void taskOfOneContainer_isThatContainer(@ForAll List<Frame> life) {
    TaskUsage usage = of("batch");
    for (ContainerSample reading : readings(life)) {
      usage.add("batch", withoutBefore(reading));
      usage.endPoll();
    }
    assertEquals(usage.containerMetrics("batch", false), usage.taskMetrics(false));
    assertEquals(usage.taskMetrics(false), usage.watchedMetrics(false));
  }

  @Property
  void orderOfTheContainers_doesNotMatter(@ForAll List<Frame> one, @ForAll List<Frame> other) {
    TaskUsage usage = of("one", "other");
    TaskUsage turned = of("other", "one");
    List<ContainerSample> ones = readings(one);
    List<ContainerSample> others = readings(other);
    for (int i = 0; i < Math.max(ones.size(), others.size()); i++) {
      if (i < ones.size()) {
        usage.add("one", ones.get(i));
      }
      if (i < others.size()) {
        usage.add("other", others.get(i));
        turned.add("other", others.get(i));
      }
      if (i < ones.size()) {
        turned.add("one", ones.get(i));
      }
      usage.endPoll();
      turned.endPoll();
    }
    assertEquals(usage.taskMetrics(false), turned.taskMetrics(false));
    assertEquals(usage.watchedMetrics(true), turned.watchedMetrics(true));
    assertEquals(usage.durationAtVcpu(1000), turned.durationAtVcpu(1000));
    assertEquals(usage.resolutionMs(), turned.resolutionMs());
    assertEquals(
        Math.round(1e6 * usage.taskMetrics(false).get(Metric.CPU_TIME_MS)),
        one.stream().mapToLong(Frame::cpuNanos).sum()
            + other.stream().mapToLong(Frame::cpuNanos).sum());
  }

  @Property
  void durationAtVcpu_fallsWithTheVcpus_toTheDurationItself(@ForAll List<Frame> life) {
    TaskUsage usage = of("batch");
    double durationMs = 0;
    double most = 0;
    for (ContainerSample reading : readings(life)) {
      usage.add("batch", withoutBefore(reading));
      usage.endPoll();
    }
    for (Frame frame : life) {
      durationMs += frame.nanos() / 1e6;
      most = Math.max(most, (double) frame.cpuNanos() / frame.nanos());
    }
    double before = Double.POSITIVE_INFINITY;
    for (DurationAtVcpu each : usage.durationAtVcpu(durationMs)) {
      double exact = 0;
      for (Frame frame : life) {
        exact += Math.max(frame.nanos(), frame.cpuNanos() / each.vcpu()) / 1e6;
      }
      assertEquals(exact, each.durationMs(), ROUNDING * exact);
      assertTrue(each.durationMs() <= before);
      assertTrue(each.vcpu() < most || each.durationMs() == durationMs);
      before = each.durationMs();
    }
    assertEquals(8, usage.durationAtVcpu(durationMs).size());
  }

  @Property
  void gaps_areThoseOfTheReadings(@ForAll List<Frame> life) {
    TaskUsage usage = of("batch");
    readings(life).forEach(reading -> usage.add("batch", reading));

    long[] gaps = life.stream().skip(1).mapToLong(Frame::nanos).sorted().toArray();
    long longest = life.stream().mapToLong(Frame::nanos).max().orElse(0);
    assertEquals(longest, usage.longestGapNanos());
    if (gaps.length == 0) {
      assertEquals(UNKNOWN, usage.resolutionMs());
    } else {
      double medianMs = gaps[(gaps.length - 1) / 2] / 1e6;
      assertEquals(medianMs, usage.resolutionMs(), Math.max(1, medianMs / 500));
    }
  }
}
