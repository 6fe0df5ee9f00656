package io.github.ecsusagereport.usage;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static io.github.ecsusagereport.usage.Samples.START;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What the containers of a task truly used, together never more than the processors of the task,
 * and what their readings tell of it, each read at its own moments.
 */
final class SharedCourse {
  /** How containers are read. */
  enum Engine {
    /** Every second, each container at its own phase. */
    STREAM,
    /** Every 10 s, up to 6 s apart. */
    FARGATE,
    /** By the agent itself, every 6 s or so, with a frame of the second before. */
    POLLING
  }

  private static final int TICK_MILLIS = 100;
  private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;

  private final Random random;
  private final Engine engine;
  private final double vcpus;
  private final int ticks;

  /** Counters of each container after each tick. */
  private final long[][] totals;

  /** When each is read, in ticks, the last at the end. */
  private final List<List<Integer>> reads = new ArrayList<>();

  SharedCourse(long seed, Engine engine) {
    this.random = new Random(seed);
    this.engine = engine;
    this.vcpus = new double[] {0.25, 0.5, 1, 2, 4}[random.nextInt(5)];
    this.ticks = 300 + random.nextInt(300);
    this.totals = new long[2 + random.nextInt(2)][ticks + 1];
    live();
    for (int i = 0; i < totals.length; i++) {
      reads.add(reads());
    }
  }

  /** Now one has the processors, now another, now they share them, or nobody uses them all. */
  private void live() {
    // No container runs without any CPU time: at first they share it.
    double[] shares = new double[totals.length];
    Arrays.fill(shares, 1.0 / shares.length);
    int left = 1;
    for (int tick = 0; tick < ticks; tick++) {
      if (left-- == 0) {
        left = random.nextInt(80);
        share(shares);
      }
      for (int i = 0; i < totals.length; i++) {
        totals[i][tick + 1] = totals[i][tick] + (long) (shares[i] * vcpus * TICK_NANOS);
      }
    }
  }

  private void share(double[] shares) {
    double all = random.nextInt(3) == 0 ? random.nextDouble() : 1;
    double rest = all;
    int first = random.nextInt(shares.length);
    for (int i = 0; i < shares.length; i++) {
      int container = (first + i) % shares.length;
      boolean takesAll = i == shares.length - 1 || random.nextBoolean();
      shares[container] = takesAll ? rest : rest * random.nextDouble();
      rest -= shares[container];
    }
  }

  private List<Integer> reads() {
    List<Integer> moments = new ArrayList<>();
    int at =
        switch (engine) {
          case STREAM -> 1 + random.nextInt(10);
          case FARGATE -> 40 + random.nextInt(60);
          case POLLING -> 20 + random.nextInt(60);
        };
    while (at < ticks) {
      moments.add(at);
      at +=
          switch (engine) {
            case STREAM -> 10;
            case FARGATE -> 100;
            case POLLING -> 50 + random.nextInt(40);
          };
    }
    moments.add(ticks);
    return moments;
  }

  /** The whole of it, fetched every second. */
  TaskUsage told() {
    TaskUsage usage = new TaskUsage(new Limits(vcpus, 1024), Double.NaN, true);
    for (int i = 0; i < totals.length; i++) {
      Samples.describe(usage, "c" + i, UNKNOWN, START, i < 2, true);
    }
    for (int poll = 10; poll < ticks + 10; poll += 10) {
      for (int i = 0; i < totals.length; i++) {
        for (int read : reads.get(i)) {
          if (read <= poll && read > poll - 10) {
            Samples.add(usage, "c" + i, reading(i, read));
          }
        }
      }
      usage.endPoll();
    }
    usage.endRun();
    return usage;
  }

  private ContainerSample reading(int container, int tick) {
    long cpu = totals[container][tick];
    int before = engine == Engine.POLLING ? Math.max(0, tick - 10) : 0;
    return Lives.reading(at(tick), at(before), cpu, totals[container][before], 1 << 20);
  }

  private static long at(int tick) {
    return START + tick * TICK_NANOS;
  }

  double vcpus() {
    return vcpus;
  }

  double durationMs() {
    return ticks * TICK_MILLIS;
  }

  long endEpochNanos() {
    return at(ticks);
  }

  /** Of the watched containers. */
  double watchedCpuMs() {
    return (totals[0][ticks] + totals[1][ticks]) / 1e6;
  }

  double cpuMs() {
    double sum = 0;
    for (long[] each : totals) {
      sum += each[ticks] / 1e6;
    }
    return sum;
  }
}
