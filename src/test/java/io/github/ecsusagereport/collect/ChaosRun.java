package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.collect.ChaosPlan.Entry;
import io.github.ecsusagereport.collect.ChaosPlan.Second;
import io.github.ecsusagereport.collect.ChaosPlan.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A plan against an endpoint that keeps to it, and the count of what was injected. */
final class ChaosRun {
  /** How much of a plan. */
  enum Kind {
    /** All of it. */
    FAULTY,
    /** The readings that get through in it, each again where it has a fault. */
    THINNED,
    /** Every reading, and no fault. */
    CLEAN
  }

  /** A good answer takes a thousandth; a busy machine is given time. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final ChaosPlan plan;
  private final Kind kind;
  private final RawEndpoint endpoint;
  private final Random random;
  private final List<String> names = new ArrayList<>(new TreeMap<>(ChaosFaults.ANSWERS).keySet());
  private final Map<String, Integer> injected = new TreeMap<>();
  private TestRun run;
  private Trouble trouble = Trouble.NONE;
  private int statsAsked;
  private int taskAsked;
  private int missedPolls;
  private int missedTaskReads;
  private int dropped;
  private int readings;
  private int batchSeen;
  private int sidecarSeen;
  private long lostCpuMillis;

  ChaosRun(ChaosPlan plan, long seed, Kind kind, RawEndpoint endpoint) {
    this.plan = plan;
    this.random = new Random(seed);
    this.kind = kind;
    this.endpoint = endpoint;
  }

  TestLine line() {
    int last = plan.seconds().size();
    run = new TestRun(endpoint).timeout(TIMEOUT).clock(() -> TestStats.START.plusSeconds(last + 2));
    for (int i = 1; i <= last; i++) {
      int second = i;
      run.poll(() -> poll(second));
    }
    return run.poll(this::end).line();
  }

  private void poll(int second) {
    settle();
    endpoint.good(0);
    Second now = plan.second(second);
    run.setHostClock(now.clockMillis());
    TestTask task = TestTask.running();
    task.container(TestTask.BATCH).with("RestartCount", now.life());
    endpoint.task(task);
    boolean isAnswered = now.trouble() == Trouble.NONE || now.trouble() == Trouble.TASK;
    Entry batch = kind == Kind.CLEAN ? Entry.NEW : isAnswered ? now.batch() : Entry.REPEATED;
    Entry sidecar = kind == Kind.CLEAN ? Entry.NEW : isAnswered ? now.sidecar() : Entry.REPEATED;
    if (batch == Entry.NEW) {
      readings++;
      lostCpuMillis += plan.lostCpuMillis(batchSeen, second);
      batchSeen = second;
    }
    sidecarSeen = sidecar == Entry.NEW ? second : sidecarSeen;
    if (isAnswered || kind != Kind.FAULTY) {
      TestStats stats = new TestStats();
      with(stats, TestTask.BATCH_ID, batch, batchSeen);
      with(stats, TestTask.SIDECAR_ID, sidecar, sidecarSeen);
      endpoint.stats(stats);
    }
    if (kind == Kind.FAULTY) {
      inject(now.trouble());
    }
  }

  private void with(TestStats stats, String id, Entry entry, int seen) {
    Entry shown = kind == Kind.FAULTY ? entry : Entry.REPEATED;
    int older = seen - 1 - random.nextInt(5);
    if (shown == Entry.OLDER
        && (older < 1 || plan.second(older).life() != plan.second(seen).life())) {
      shown = Entry.REPEATED;
    }
    switch (shown) {
      case NEW, REPEATED -> stats.with(id, plan.reading(id, seen));
      case OLDER -> stats.with(id, plan.reading(id, older));
      case BROKEN ->
          stats.with(id, ChaosFaults.ENTRIES.get(random.nextInt(ChaosFaults.ENTRIES.size())));
      case EMPTY -> stats.with(id, "{}");
      case NULL -> stats.with(id, "null");
      case ABSENT -> {}
    }
    if (shown == Entry.OLDER || shown == Entry.BROKEN) {
      dropped++;
    }
    injected.merge("entry " + shown.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
  }

  private void inject(Trouble now) {
    trouble = now;
    switch (now) {
      case NONE -> {}
      case STATS -> endpoint.answer("/task/stats", fault());
      case TASK -> endpoint.answer("/task", fault());
      case BOTH -> {
        endpoint.answer("/task/stats", fault());
        endpoint.answer("/task", fault());
      }
      case REFUSED -> endpoint.refuse();
      case SILENT -> endpoint.answer("/task/stats", RawEndpoint.SILENCE);
    }
    injected.merge(now.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
  }

  private RawEndpoint.Answer fault() {
    String name = names.get(random.nextInt(names.size()));
    injected.merge("answer " + name, 1, Integer::sum);
    return ChaosFaults.ANSWERS.get(name);
  }

  /** After a poll: counts what was asked for and not answered, and makes all well again. */
  private void settle() {
    int stats = endpoint.requests("/task/stats") - statsAsked;
    int task = endpoint.requests("/task") - taskAsked;
    switch (trouble) {
      case NONE -> {}
      case STATS, SILENT -> missedPolls += stats;
      case TASK -> missedTaskReads += task;
      case BOTH -> {
        missedPolls += stats;
        missedTaskReads += task;
      }
      case REFUSED -> {
        missedPolls++;
        missedTaskReads++;
        endpoint.listen();
      }
    }
    statsAsked += stats;
    taskAsked += task;
    trouble = Trouble.NONE;
  }

  private void end() {
    settle();
    double seconds = plan.second(plan.seconds().size()).readMillis() / 1000.0 + 0.5;
    TestTask task = TestTask.batchEnded(0).with("ExecutionStoppedAt", TestStats.time(seconds));
    task.container(TestTask.BATCH).with("FinishedAt", TestStats.time(seconds));
    endpoint.good(0);
    endpoint.task(task);
    endpoint.stats(
        new TestStats()
            .with(TestTask.BATCH_ID, "{}")
            .with(TestTask.SIDECAR_ID, plan.reading(TestTask.SIDECAR_ID, sidecarSeen)));
  }

  /** As {@link TestLine#trouble()} has to say it. */
  String trouble() {
    return "missedPolls="
        + (missedPolls + " missedTaskReads=" + missedTaskReads)
        + (" droppedReadings=" + dropped + events());
  }

  /** Restarts and steps of the clock, as {@link TestLine#trouble()} has to say them. */
  String events() {
    return (plan.resets() == 0 ? "" : " resets=" + plan.resets())
        + (plan.clockSteps() == 0 ? "" : " clockSteps=" + plan.clockSteps());
  }

  int readings() {
    return readings;
  }

  /** What the batch used after the last reading before a restart. */
  long lostCpuMillis() {
    return lostCpuMillis;
  }

  /** How often each fault was there. */
  Map<String, Integer> injected() {
    return injected;
  }
}
