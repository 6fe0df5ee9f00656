package io.github.ecsusagereport.report.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.report.fleet.Detail;
import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.fleet.Workload;
import io.github.ecsusagereport.report.lines.Architecture;
import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.report.lines.TestRun;
import io.github.ecsusagereport.summary.Metric;
import io.github.ecsusagereport.summary.TaskSummary.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizingTest {
  private Workload workload = new Workload(TestRun.KEY, Detail.NONE);

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
    addIn("ap-northeast-1");
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
    addIn("xx-west-1");
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
  void memory_isNotLowered_whenARunMayHaveLackedIt() {
    add(10, () -> new TestRun().size(2, 8192));
    add(1, () -> new TestRun().size(2, 8192).status(Status.FAILURE).exitCode(1));
    assertEquals("2/4096", advise(SizingOptions.DEFAULT).take().size().toString());

    add(1, () -> new TestRun().size(2, 8192).exitCode(137).withoutMemory());
    assertEquals("2/4096", advise(SizingOptions.DEFAULT).take().size().toString());

    add(1, () -> new TestRun().size(2, 8192).status(Status.FAILURE).exitCode(137));
    assertEquals("2/8192", advise(SizingOptions.DEFAULT).take().size().toString());
    assertEquals(List.of(Note.MEMORY_NOT_LOWERED), advise(SizingOptions.DEFAULT).notes());
  }

  @Test
  void failure_above90PercentOfItsOwnSize_mayHaveLackedMemory() {
    add(30, () -> new TestRun().size(2, 8192));
    add(1, () -> failure(4096, 3686, 3686, 4096));
    assertEquals("2/5120", advise(SizingOptions.DEFAULT).take().size().toString());

    add(1, () -> failure(4096, 3687, 3687, 4096));
    assertEquals("2/8192", advise(SizingOptions.DEFAULT).take().size().toString());
  }

  @Test
  void failure_above90PercentOfTheContainersOwnLimit_mayHaveLackedMemory() {
    add(30, () -> new TestRun().size(2, 8192));
    add(1, () -> failure(8192, 950, 901, 1000));

    assertEquals(1, workload.memorySuspects());
  }

  private static TestRun failure(int sizeMiB, double usedMiB, double ownMiB, int limitMiB) {
    return new TestRun()
        .size(2, sizeMiB)
        .status(Status.FAILURE)
        .exitCode(1)
        .with(Metric.MAX_MEMORY_USED_MIB, usedMiB)
        .watched(Metric.MAX_MEMORY_USED_MIB, ownMiB)
        .watched(Metric.MEMORY_SIZE_MIB, limitMiB);
  }

  @Test
  void runThatIsStillRunning_lacksNothing_butOneThatNeverEndedMay() {
    add(10, () -> new TestRun().size(2, 8192));
    workload.addUnfinished(unfinished(), true);
    assertEquals(0, workload.memorySuspects());

    workload.addUnfinished(unfinished(), false);
    assertEquals(1, workload.memorySuspects());
  }

  private static Run unfinished() {
    return new TestRun()
        .size(2, 8192)
        .status(Status.RUNNING)
        .with(Metric.MAX_MEMORY_USED_MIB, 7400)
        .build();
  }

  @Test
  void fewRuns_orNone_orNoSizeOfFargate_giveNoAdvice() {
    add(9, TestRun::new);
    assertEquals(Verdict.NOT_ENOUGH_RUNS, advise(SizingOptions.DEFAULT).verdict());

    add(1, () -> new TestRun().revision(8).size(2, 4000));
    assertEquals(Verdict.NOT_FARGATE, advise(SizingOptions.DEFAULT).verdict());
    assertEquals(840, advise(SizingOptions.DEFAULT).needMiB());
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC2", "EXTERNAL", "MANAGED_INSTANCES"})
  void elsewhere_theNeedIsKnown_andNoPrice(String launchType) {
    add(12, () -> new TestRun().launchType(launchType));
    Advice advice = advise(SizingOptions.DEFAULT);

    assertEquals(Verdict.NOT_FARGATE, advice.verdict());
    assertEquals(840, advice.needMiB());
    assertEquals(Double.NaN, advice.now().usd());
    assertEquals(0, advice.spending().runs());
    assertEquals(Double.NaN, advice.spending().usd());
  }

  @Test
  void runsElsewhere_areNotInThePrice_andSaveNothing() {
    for (int i = 0; i < 31; i++) {
      workload.add(new TestRun().startedAt(TestRun.FIRST_MS + i * TestRun.DAY_MS).build());
      workload.add(
          new TestRun()
              .launchType("EC2")
              .revision(6)
              .startedAt(TestRun.FIRST_MS + i * TestRun.DAY_MS)
              .build());
    }
    Advice advice = advise(Goal.COST, 1);

    assertEquals("0.005760", String.format(Locale.ROOT, "%.6f", advice.now().usd()));
    assertEquals(31, advice.spending().runs());
    // 61 intervals between 62 runs, and half of the runs save.
    assertEquals(0.061318 * 61 / 60, advice.savingUsdPerMonth(), 2e-6);
  }

  @Test
  void price_isASumOverRuns_notTheMedianTimesTheirNumber() {
    add(99, () -> lasting(60_000));
    add(1, () -> lasting(360_000_000));
    double second = (0.04048 + 2 * 0.004445) / 3600;

    Advice advice = advise(SizingOptions.DEFAULT);

    assertEquals((99 * 60 + 360_000) * second / 100, advice.now().usd(), 1e-12);
    assertEquals((99 * 60 + 360_000) * second, advice.spending().usd(), 1e-9);
    assertEquals(0, advice.spending().onFailuresUsd());
  }

  @Test
  void runsThatFailed_costWhatTheyTook_atEverySize() {
    add(20, TestRun::new);
    add(80, () -> new TestRun().status(Status.FAILURE).with(Metric.DURATION_MS, 70_000));
    Prices.Price price = Prices.known().of("us-east-1", Architecture.X86);

    Advice advice = advise(Goal.COST, 1);

    assertEquals("0.25/1024", advice.take().size().toString());
    assertEquals(
        price.usdPerSecond(new Size(2, 4096)) * (20 * 210 + 80 * 70) / 100,
        advice.now().usd(),
        1e-12);
    assertEquals(
        price.usdPerSecond(new Size(0.25, 1024)) * (20 * 1002 + 80 * 70) / 100,
        advice.take().usd(),
        1e-12);
    assertEquals(
        price.usdPerSecond(new Size(2, 4096)) * 80 * 70, advice.spending().onFailuresUsd(), 1e-12);
  }

  @Test
  void runsAtAnotherSize_costedWhatTheyHad() {
    add(20, () -> new TestRun().revision(6).size(2, 8192));
    add(10, TestRun::new);
    Prices.Price price = Prices.known().of("us-east-1", Architecture.X86);

    Advice advice = advise(SizingOptions.DEFAULT);

    assertEquals("0.005760", String.format(Locale.ROOT, "%.6f", advice.now().usd()));
    assertEquals(
        210
            * (20 * price.usdPerSecond(new Size(2, 8192))
                + 10 * price.usdPerSecond(new Size(2, 4096))),
        advice.spending().usd(),
        1e-12);
  }

  private static TestRun lasting(double durationMs) {
    return new TestRun()
        .size(1, 2048)
        .with(Metric.DURATION_MS, durationMs)
        .with(Metric.MAX_MEMORY_USED_MIB, 1400)
        .msAtVcpu(Map.of(0.25, 4 * durationMs, 0.5, 2 * durationMs));
  }

  @Test
  void architectureAndSpot_areThoseOfEachRun() {
    add(5, TestRun::new);
    add(10, () -> new TestRun().arm());
    add(15, () -> new TestRun().arm().spot());
    double x86 = 2 * 0.04048 + 4 * 0.004445;
    double arm = 2 * 0.03238 + 4 * 0.00356;

    Advice advice = advise(SizingOptions.DEFAULT);

    assertEquals(
        210 / 3600.0 * (5 * x86 + 10 * arm + 15 * 0.3 * arm) / 30, advice.now().usd(), 1e-12);
    assertEquals(Architecture.ARM, advice.architecture());
    assertEquals(210 / 3600.0 * (15 * arm + 15 * 0.3 * arm) / 30, advice.onArmUsd(), 1e-12);
    assertEquals(List.of(Note.SPOT_PRICES), advice.notes());
  }

  @Test
  void discount_isOffThePriceOnDemand_notOffSpot() {
    add(10, TestRun::new);
    add(10, () -> new TestRun().spot());
    double x86 = 2 * 0.04048 + 4 * 0.004445;
    SizingOptions options =
        new SizingOptions(Optional.empty(), Optional.empty(), Goal.BALANCED, 1.25, 0.4, 0.27);

    assertEquals(210 / 3600.0 * (0.73 + 0.4) / 2 * x86, advise(options).now().usd(), 1e-12);
  }

  @Test
  void whatIsOnArm_isNotAlsoPricedThere() {
    add(10, () -> new TestRun().arm());

    assertEquals(Double.NaN, advise(SizingOptions.DEFAULT).onArmUsd());
  }

  @Test
  void sizeThatStays_saysWhatTheNextSmallerWouldHaveDone() {
    add(10, TestRun::new);
    assertEquals("1/2048 SLOWER", smaller(SizingOptions.DEFAULT));

    add(1, () -> new TestRun().with(Metric.MAX_MEMORY_USED_MIB, 3400));
    assertEquals("1/4096 SLOWER", smaller(SizingOptions.DEFAULT));
  }

  @Test
  void sizeThatStays_mayHaveNoSmallerOneThatHoldsTheNeed() {
    add(10, () -> new TestRun().size(0.5, 4096).with(Metric.MAX_MEMORY_USED_MIB, 3300));
    assertEquals("0.5/3072 NEEDS_MEMORY", smaller(SizingOptions.DEFAULT));
  }

  @Test
  void sizeThatStays_becauseOfARunThatMayHaveLackedMemory_saysSo() {
    add(10, () -> new TestRun().size(0.5, 4096));
    add(1, () -> new TestRun().size(0.5, 4096).status(Status.FAILURE).exitCode(137));
    assertEquals("0.5/3072 MAY_LACK_MEMORY", smaller(SizingOptions.DEFAULT));
  }

  @Test
  void sizeThatStays_becauseItIsNoDearer_saysSo() {
    add(10, () -> new TestRun().msAtVcpu(Map.of(1.0, 420_000.0)));
    assertEquals(
        "1/2048 NOT_CHEAPER",
        smaller(new SizingOptions(Optional.empty(), Optional.empty(), Goal.COST, 1.25, 0.3, 0)));
  }

  private String smaller(SizingOptions options) {
    Advice advice = advise(options);
    assertEquals(Verdict.KEEP, advice.verdict());
    NextSmaller smaller = advice.nextSmaller().orElseThrow();
    return smaller.option().size() + " " + smaller.reason();
  }

  @Test
  void runsWithoutReadings_areCountedAndLeftOut() {
    add(12, () -> new TestRun().withoutMemory());

    assertEquals(Verdict.NO_READINGS, advise(SizingOptions.DEFAULT).verdict());
    assertEquals(12, workload.counts().withoutReadings());
  }

  /** A spike that no reading of the containers has. */
  @Test
  void memoryThatTheMachineSaw_countsWhereItIsMore() {
    add(11, () -> new TestRun().machine(243_000, 690, 2100));
    add(1, () -> new TestRun().machine(243_000, 1700, 2100));
    Advice advice = advise(Goal.COST, 1);

    assertEquals(2040, advice.needMiB(), 0.001);
    assertTrue(advice.notes().contains(Note.MEMORY_OF_MACHINE));
  }

  @Test
  void memoryThatTheReadingsSaw_countsWhereItIsMore() {
    add(12, () -> new TestRun().machine(243_000, 690, 2100));
    Advice advice = advise(Goal.COST, 1);

    assertEquals(840, advice.needMiB(), 0.001);
    assertFalse(advice.notes().contains(Note.MEMORY_OF_MACHINE));
  }

  /** Of less than 10 s: the machine alone knows them. */
  @Test
  void runsWithoutAReading_haveASizeByTheMachine() {
    add(
        12,
        () ->
            new TestRun()
                .unread()
                .with(Metric.DURATION_MS, 5000)
                .msAtVcpu(Map.of(0.25, 5400.0, 0.5, 5000.0, 1.0, 5000.0))
                .machine(1500, 400, 50));
    Advice advice = advise(Goal.BALANCED, 1.25);

    assertEquals(Verdict.CHANGE, advice.verdict());
    assertEquals("0.25/512", advice.take().size().toString());
    assertEquals(480, advice.needMiB(), 0.001);
    assertEquals(30, advice.times().avgCpuPercent().median(), 0.01);
    assertEquals(List.of(Note.MEMORY_OF_MACHINE), advice.notes());
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
    assertEquals("CHANGE 1/2048 220 s $0.003154", show(advise(SizingOptions.DEFAULT)));

    add(1, () -> new TestRun().msAtVcpu(Map.of(1.0, 420_000.0)));
    assertEquals("KEEP 2/4096 210 s $0.005760", show(advise(SizingOptions.DEFAULT)));
  }

  private void addIn(String region) {
    workload = new Workload(new TestRun().region(region).build().key(), Detail.NONE);
    add(10, () -> new TestRun().region(region));
  }

  private void add(int runs, Supplier<TestRun> run) {
    for (int i = 0; i < runs; i++) {
      workload.add(run.get().build());
    }
  }

  private Advice advise(Goal goal, double slowdown) {
    return advise(new SizingOptions(Optional.empty(), Optional.empty(), goal, slowdown, 0.3, 0));
  }

  private static SizingOptions options(Optional<String> region, Architecture architecture) {
    return new SizingOptions(region, Optional.of(architecture), Goal.BALANCED, 1.25, 0.3, 0);
  }

  private Advice advise(SizingOptions options) {
    return new Sizing(Prices.known(), options).advise(workload);
  }

  private static String usd(Prices.Price price, String vcpu, int memoryMiB, int seconds) {
    Size size = new Size(Double.parseDouble(vcpu), memoryMiB);
    return String.format(Locale.ROOT, "%.6f", price.usdPerSecond(size) * seconds);
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
