package io.github.ecsusagereport.report.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.report.lines.WorkloadKey;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SizingTest {
  private final Workload workload = new Workload(new WorkloadKey("import", "batch", null), false);

  @Test
  void sizes_areThe77_fromTheTable() {
    List<Size> sizes = FargateSizes.all();

    assertEquals(77, sizes.stream().distinct().count());
    assertEquals("0.25/512", sizes.get(0).toString());
    assertEquals("32/249856", sizes.get(76).toString());
    assertEquals(256, sizes.get(0).cpuUnits());
    assertEquals(32_768, sizes.get(76).cpuUnits());
  }

  @Test
  void workedExample_costsWhatItSays_atEverySize() {
    add(10, TestRun::new);

    assertEquals("KEEP 2/4096 210 s $0.005760", show(advise(Goal.BALANCED, 1.25)));
    assertEquals("CHANGE 1/2048 318 s $0.004361", show(advise(Goal.BALANCED, 1.6)));
    assertEquals("CHANGE 0.5/1024 546 s $0.003744", show(advise(Goal.COST, 1.25)));
    assertEquals("KEEP 2/4096 210 s $0.005760", show(advise(Goal.SPEED, 1.25)));
    assertEquals(
        "0.004054", usd(Prices.known().of("us-east-1", Architecture.X86), "0.25", 1024, 1002));
  }

  @Test
  void prices_areThoseOfTheRegionAndTheArchitecture() {
    add(10, () -> new TestRun().region("ap-northeast-1"));
    Advice x86 = advise(SizingOptions.DEFAULT);
    Advice arm = advise(options(Optional.empty(), Architecture.ARM));
    Advice asked = advise(options(Optional.of("us-east-1"), Architecture.X86));

    assertEquals("0.007189", String.format(Locale.ROOT, "%.6f", x86.now().usd()));
    assertEquals(0.0057505, arm.now().usd(), 1e-12);
    assertEquals("0.005760", String.format(Locale.ROOT, "%.6f", asked.now().usd()));
    assertEquals(List.of(), x86.notes());
  }

  @Test
  void pricesOfARegionThatIsNotKnown_areThoseOfAnother_andSaidSo() {
    add(10, () -> new TestRun().region("eu-west-1"));
    Advice advice = advise(SizingOptions.DEFAULT);

    assertEquals("us-east-1", advice.region());
    assertEquals(List.of(Note.OTHER_REGIONS_PRICES), advice.notes());
  }

  @Test
  void pull_isPaid_andDoesNotStretch() {
    add(10, () -> new TestRun().with(Metric.INIT_DURATION_MS, 30_000));

    // 240 s and 576 s
    assertEquals("0.006583", String.format(Locale.ROOT, "%.6f", advise(Goal.COST, 1).now().usd()));
    assertEquals("CHANGE 0.5/1024 546 s $0.003950", show(advise(Goal.COST, 1)));
  }

  @Test
  void aMinuteIsPaid_ofTwentySeconds() {
    add(
        10,
        () ->
            new TestRun()
                .with(Metric.DURATION_MS, 20_000)
                .msAtVcpu(Map.of(0.25, 80_000.0, 0.5, 40_000.0, 1.0, 20_000.0)));

    assertEquals("0.001646", String.format(Locale.ROOT, "%.6f", advise(Goal.COST, 1).now().usd()));
    assertEquals("CHANGE 1/2048 20 s $0.000823", show(advise(SizingOptions.DEFAULT)));
    assertEquals("CHANGE 0.25/1024 80 s $0.000324", show(advise(Goal.COST, 1)));
  }

  @Test
  void need_isAFifthMore_and64MiBAtLeast() {
    add(10, () -> new TestRun().with(Metric.MAX_MEMORY_USED_MIB, 200));
    assertEquals(264, advise(SizingOptions.DEFAULT).needMiB());

    add(1, () -> new TestRun().with(Metric.MAX_MEMORY_USED_MIB, 4000));
    assertEquals(4800, advise(SizingOptions.DEFAULT).needMiB());
    assertEquals("CHANGE 2/5120 210 s $0.006019", show(advise(SizingOptions.DEFAULT)));
  }

  @Test
  void outOfMemory_needsAQuarterMore_afterOneRun() {
    add(
        1,
        () ->
            new TestRun()
                .size(0.25, 512)
                .status(Status.OUT_OF_MEMORY)
                .with(Metric.MAX_MEMORY_USED_MIB, 300));
    Advice advice = advise(SizingOptions.DEFAULT);

    assertEquals(640, advice.needMiB());
    assertEquals(Verdict.CHANGE, advice.verdict());
    assertEquals("0.25/1024", advice.take().size().toString());
    assertEquals(List.of(Note.OUT_OF_MEMORY), advice.notes());
  }

  @Test
  void outOfMemory_ofAContainersOwnLimit_addsTheOthers() {
    add(
        1,
        () ->
            new TestRun()
                .status(Status.OUT_OF_MEMORY)
                .with(Metric.MAX_MEMORY_USED_MIB, 350)
                .watched(Metric.MAX_MEMORY_USED_MIB, 300)
                .watched(Metric.MEMORY_SIZE_MIB, 300));

    assertEquals(450, advise(SizingOptions.DEFAULT).needMiB());
  }

  @Test
  void memoryBeyondTheVcpus_takesMoreVcpus() {
    add(
        12,
        () ->
            new TestRun()
                .size(0.25, 2048)
                .with(Metric.MAX_MEMORY_USED_MIB, 1900)
                .msAtVcpu(Map.of()));

    assertEquals("CHANGE 0.5/3072 210 s $0.001959", show(advise(SizingOptions.DEFAULT)));
  }

  @Test
  void moreThanFargateHas_isTooLarge() {
    add(12, () -> new TestRun().size(32, 249_856).with(Metric.MAX_MEMORY_USED_MIB, 240_000));

    assertEquals(Verdict.TOO_LARGE, advise(SizingOptions.DEFAULT).verdict());
    assertNull(advise(SizingOptions.DEFAULT).take());
  }

  @Test
  void memory_isNotLowered_whenARunFailed() {
    add(10, () -> new TestRun().size(2, 8192));
    assertEquals("2/4096", advise(SizingOptions.DEFAULT).take().size().toString());

    add(1, () -> new TestRun().size(2, 8192).status(Status.FAILURE).withoutMemory());
    assertEquals("2/4096", advise(SizingOptions.DEFAULT).take().size().toString());

    add(1, () -> new TestRun().size(2, 8192).status(Status.FAILURE));
    assertEquals("2/8192", advise(SizingOptions.DEFAULT).take().size().toString());
    assertEquals(List.of(Note.MEMORY_NOT_LOWERED), advise(SizingOptions.DEFAULT).notes());
  }

  @Test
  void runThatIsStillRunning_isNoFailure_butOneThatNeverEndedIs() {
    add(10, () -> new TestRun().size(2, 8192));
    workload.addUnfinished(new TestRun().size(2, 8192).status(Status.RUNNING).build(), true);
    assertEquals("2/4096", advise(SizingOptions.DEFAULT).take().size().toString());

    workload.addUnfinished(new TestRun().size(2, 8192).status(Status.RUNNING).build(), false);
    assertEquals("2/8192", advise(SizingOptions.DEFAULT).take().size().toString());
  }

  @Test
  void fewRuns_orNone_orNoSizeOfFargate_giveNoAdvice() {
    add(9, TestRun::new);
    assertEquals(Verdict.NOT_ENOUGH_RUNS, advise(SizingOptions.DEFAULT).verdict());

    add(5, () -> new TestRun().size(2, 4000));
    assertEquals(Verdict.NOT_FARGATE, advise(SizingOptions.DEFAULT).verdict());
    assertEquals(840, advise(SizingOptions.DEFAULT).needMiB());

    add(5, () -> new TestRun().launchType("EC2"));
    assertEquals(Verdict.NOT_FARGATE, advise(SizingOptions.DEFAULT).verdict());
  }

  @Test
  void runsWithoutReadings_areCountedAndLeftOut() {
    add(12, () -> new TestRun().withoutMemory());

    assertEquals(Verdict.NO_READINGS, advise(SizingOptions.DEFAULT).verdict());
    assertEquals(12, workload.counts().withoutReadings());
  }

  @Test
  void runsWithFewReadings_sayNothingAboutCpu() {
    add(20, () -> new TestRun().size(2, 8192).sampled(2, 99));
    add(20, () -> new TestRun().size(2, 8192).sampled(100, 49));
    Advice advice = advise(Goal.COST, 1);

    assertEquals("2/4096", advice.take().size().toString());
    assertEquals(List.of(Note.CPU_NOT_KNOWN), advice.notes());
  }

  @Test
  void oneVcpuOfTwo_looksSingleThreaded() {
    add(10, () -> new TestRun().with(Metric.AVG_CPU_PERCENT, 97));

    assertEquals(List.of(Note.SINGLE_THREADED), advise(SizingOptions.DEFAULT).notes());
  }

  @Test
  void theSamePartOfEverySize_isAHeapThatGrowsToItsLimit() {
    add(10, () -> new TestRun().size(2, 8192).with(Metric.MAX_MEMORY_USED_MIB, 5734));
    add(10, () -> new TestRun().with(Metric.MAX_MEMORY_USED_MIB, 2867));

    assertEquals(List.of(Note.HEAP_GROWS_TO_LIMIT), advise(SizingOptions.DEFAULT).notes());
  }

  @Test
  void saving_isAMonths_atTheRateThatWasSeen() {
    for (int i = 0; i < 31; i++) {
      workload.add(new TestRun().startedAt(TestRun.FIRST_MS + i * TestRun.DAY_MS).build());
    }
    Advice advice = advise(Goal.COST, 1);

    assertEquals(730 / 24.0, advice.runsPerMonth(), 1e-9);
    assertEquals(0.061318, advice.savingUsdPerMonth(), 1e-6);
  }

  @Test
  void timeAtASize_isThatOf95Of100Runs() {
    add(19, () -> new TestRun().msAtVcpu(Map.of(1.0, 220_000.0)));
    add(1, () -> new TestRun().msAtVcpu(Map.of(1.0, 420_000.0)));
    assertEquals("CHANGE 1/2048 220 s $0.003017", show(advise(SizingOptions.DEFAULT)));

    add(1, () -> new TestRun().msAtVcpu(Map.of(1.0, 420_000.0)));
    assertEquals("KEEP 2/4096 210 s $0.005760", show(advise(SizingOptions.DEFAULT)));
  }

  private void add(int runs, Supplier<TestRun> run) {
    for (int i = 0; i < runs; i++) {
      workload.add(run.get().build());
    }
  }

  private Advice advise(Goal goal, double slowdown) {
    return advise(new SizingOptions(Optional.empty(), Architecture.X86, goal, slowdown));
  }

  private static SizingOptions options(Optional<String> region, Architecture architecture) {
    return new SizingOptions(region, architecture, Goal.BALANCED, 1.25);
  }

  private Advice advise(SizingOptions options) {
    return new Sizing(Prices.known(), options).advise(workload);
  }

  private static String usd(Prices.Price price, String vcpu, int memoryMiB, int seconds) {
    Size size = new Size(Double.parseDouble(vcpu), memoryMiB);
    return String.format(Locale.ROOT, "%.6f", price.usd(size, seconds * 1000.0));
  }

  private static String show(Advice advice) {
    return String.format(
        Locale.ROOT,
        "%s %s %.0f s $%.6f",
        advice.verdict(),
        advice.take().size(),
        advice.take().durationMs() / 1000,
        advice.take().usd());
  }
}
