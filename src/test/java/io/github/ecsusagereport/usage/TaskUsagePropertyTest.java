package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static io.github.ecsusagereport.usage.Lives.readings;
import static io.github.ecsusagereport.usage.Lives.withoutBefore;
import static io.github.ecsusagereport.usage.Samples.START;
import static io.github.ecsusagereport.usage.Samples.add;
import static io.github.ecsusagereport.usage.Samples.describe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.summary.DurationAtVcpu;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.usage.Lives.Frame;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What holds for the containers of a task together. */
@Domain(Lives.class)
@Domain(DomainContext.Global.class)
class TaskUsagePropertyTest {
  private static final double ROUNDING = 1e-9;

  private static TaskUsage of(String... names) {
    TaskUsage usage = new TaskUsage(new Limits(64, 1024), Double.NaN, false);
    for (String name : names) {
      describe(usage, name, UNKNOWN, START, true, true);
    }
    return usage;
  }

  @Property
  void taskOfOneContainer_isThatContainer(@ForAll List<Frame> life) {
    TaskUsage usage = of("batch");
    for (ContainerSample reading : readings(life)) {
      add(usage, "batch", withoutBefore(reading));
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
        add(usage, "one", ones.get(i));
      }
      if (i < others.size()) {
        add(usage, "other", others.get(i));
        add(turned, "other", others.get(i));
      }
      if (i < ones.size()) {
        add(turned, "one", ones.get(i));
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
      add(usage, "batch", withoutBefore(reading));
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
    readings(life).forEach(reading -> add(usage, "batch", reading));

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

  /**
   * Two containers, read at their own times, each using at most two processors, and the readings
   * fetched in any order that can be: no peak beyond the processors, no maximum below the average,
   * and no more saturated or stretched than the CPU time allows.
   */
  @Property
  void sumsOfContainers_sayNoMoreThanTheirCounters(
      @ForAll List<Frame> one, @ForAll List<Frame> other, @ForAll @NotEmpty List<Boolean> order) {
    TaskUsage usage = of("one", "other");
    List<ContainerSample> ones = withinTwoProcessors(one);
    List<ContainerSample> others = withinTwoProcessors(other);
    int i = 0;
    int j = 0;
    for (int k = 0; i < ones.size() || j < others.size(); k++) {
      boolean isOne = j == others.size() || (i < ones.size() && order.get(k % order.size()));
      if (isOne) {
        add(usage, "one", ones.get(i++));
      } else {
        add(usage, "other", others.get(j++));
      }
      usage.endPoll();
    }
    usage.endRun();
    for (Metrics metrics : List.of(usage.taskMetrics(false), usage.watchedMetrics(false))) {
      assertWithin(metrics, usage);
    }
  }

  private static void assertWithin(Metrics metrics, TaskUsage usage) {
    Double max = metrics.get(Metric.MAX_CPU_PERCENT);
    if (max == null) {
      return;
    }
    double cpuTimeMs = metrics.get(Metric.CPU_TIME_MS);
    assertTrue(max <= 400 * (1 + ROUNDING), () -> "max " + max);
    assertTrue(max >= metrics.get(Metric.AVG_CPU_PERCENT), () -> metrics.toString());
    Double saturated = metrics.get(Metric.CPU_SATURATED_MS);
    assertTrue(
        saturated == null || saturated * 0.95 * 0.5 <= cpuTimeMs * (1 + ROUNDING),
        () -> metrics.toString());
    double durationMs = 1e6;
    for (DurationAtVcpu each : usage.durationAtVcpu(durationMs)) {
      assertTrue(each.durationMs() >= durationMs);
      assertTrue(each.durationMs() <= durationMs + cpuTimeMs / each.vcpu() * (1 + ROUNDING));
    }
  }

  private static List<ContainerSample> withinTwoProcessors(List<Frame> life) {
    List<Frame> possible = new ArrayList<>();
    for (Frame frame : life) {
      long most = Math.min(frame.cpuNanos(), 2 * frame.nanos());
      possible.add(new Frame(frame.nanos(), most, frame.memoryBytes(), frame.isLost()));
    }
    return readings(possible);
  }

  /** Fetched together, second by second: the intervals of the task are the sum of the counters. */
  @Property
  void intervalsOfTheTask_areTheSumOfTheCounters(
      @ForAll List<Frame> one, @ForAll List<Frame> other) {
    // So small a size that every interval counts as saturated.
    TaskUsage usage = new TaskUsage(new Limits(1e-9, 1024), Double.NaN, false);
    Samples.describe(usage, "one", UNKNOWN, START, true, true);
    Samples.describe(usage, "other", UNKNOWN, START, true, true);
    long until = 0;
    for (ContainerSample each : readings(one)) {
      add(usage, "one", each);
      until = Math.max(until, each.readEpochNanos());
    }
    for (ContainerSample each : readings(other)) {
      add(usage, "other", each);
      until = Math.max(until, each.readEpochNanos());
    }
    usage.endPoll();
    usage.endRun();
    double sampledMs = (until - START) / 1e6;
    Metrics task = usage.taskMetrics(false);
    if (task.get(Metric.CPU_SATURATED_MS) != null) {
      assertEquals(sampledMs, task.get(Metric.CPU_SATURATED_MS), 500, "all but what is too short");
    }
    assertEquals(
        one.stream().mapToLong(Frame::cpuNanos).sum()
            + other.stream().mapToLong(Frame::cpuNanos).sum(),
        Math.round(1e6 * task.get(Metric.CPU_TIME_MS)));
  }
}
