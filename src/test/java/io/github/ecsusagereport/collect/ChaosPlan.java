package io.github.ecsusagereport.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a batch does, second by second, and what goes wrong at the poll of each. The same for the
 * same seed. The first poll and the last are good.
 */
final class ChaosPlan {
  /** What there is of one container. */
  enum Entry {
    NEW,
    REPEATED,
    OLDER,
    BROKEN,
    EMPTY,
    NULL,
    ABSENT
  }

  /** What becomes of the requests of a poll. */
  enum Trouble {
    NONE,
    STATS,
    TASK,
    BOTH,
    REFUSED,
    SILENT
  }

  /**
   * A second and its poll.
   *
   * @param readMillis time of the readings, after the start
   * @param cpuMillis the batch's counter
   * @param bytes of network and disk, the batch's counter
   * @param clockMillis how much the host's clock was set by then
   * @param life the number of the batch's life by one clock: a frame of another is never late
   * @param batch what there is of the batch, if anything is answered
   * @param sidecar the same of the sidecar
   */
  record Second(
      long readMillis,
      long cpuMillis,
      long memoryMib,
      long bytes,
      long clockMillis,
      int life,
      Entry batch,
      Entry sidecar,
      Trouble trouble) {}

  /** Longer than any run of faults, and shorter than the counters take to grow as high again. */
  private static final int SECONDS_BETWEEN_EVENTS = 1000;

  /** Longer than any run of faults. */
  private static final int SECONDS_AFTER_EVENT = 200;

  private final Random random;
  private final boolean hasEvents;
  private final List<Second> seconds = new ArrayList<>();
  private int resets;
  private int clockSteps;
  private long clockMillis;
  private long cpuMillis;
  private long memoryMib = 100;
  private long bytes;
  private int life;
  private int burst;

  /**
   * @param polls how many, without the one that finds the batch ended
   * @param hasEvents whether the batch restarts and the clock is set back
   */
  ChaosPlan(long seed, int polls, boolean hasEvents) {
    this.random = new Random(seed);
    this.hasEvents = hasEvents;
    for (int i = 1; i <= polls; i++) {
      boolean isGood = i == 1 || i == polls;
      boolean isSilent = i == polls / 3 || i == polls / 2;
      live(i);
      seconds.add(
          new Second(
              1000L * i + random.nextInt(400) + clockMillis,
              cpuMillis,
              memoryMib,
              bytes,
              clockMillis,
              life,
              isGood ? Entry.NEW : entry(Entry.values().length),
              isGood ? Entry.NEW : entry(Entry.values().length - 1),
              isGood ? Trouble.NONE : isSilent ? Trouble.SILENT : trouble(i)));
    }
  }

  private void live(int second) {
    if (hasEvents && second % SECONDS_BETWEEN_EVENTS == 0) {
      life++;
      if (random.nextBoolean()) {
        resets++;
        cpuMillis = 0;
        bytes = 0;
      } else {
        clockSteps++;
        clockMillis -= 500_000 + random.nextInt(100_000);
      }
    }
    cpuMillis += 50 + random.nextInt(900);
    bytes += random.nextInt(1_000_000);
    memoryMib = Math.max(10, Math.min(1000, memoryMib + random.nextInt(41) - 20));
  }

  private Entry entry(int kinds) {
    return random.nextInt(4) > 0 ? Entry.NEW : Entry.values()[random.nextInt(kinds)];
  }

  /** Mostly none, at times many in a row. After an event {@code /task} tells, if anything does. */
  private Trouble trouble(int second) {
    Trouble trouble = trouble();
    boolean isAfterEvent = hasEvents && second % SECONDS_BETWEEN_EVENTS < SECONDS_AFTER_EVENT;
    return isAfterEvent && trouble == Trouble.TASK ? Trouble.NONE : trouble;
  }

  private Trouble trouble() {
    if (burst == 0 && random.nextInt(300) == 0) {
      burst = 60;
    }
    burst = Math.max(0, burst - 1);
    boolean isTrouble = random.nextInt(10) < (burst > 0 ? 9 : 3);
    return isTrouble ? Trouble.values()[1 + random.nextInt(4)] : Trouble.NONE;
  }

  List<Second> seconds() {
    return seconds;
  }

  /** From 1. */
  Second second(int number) {
    return seconds.get(number - 1);
  }

  /** What the engine tells of a container at this second. */
  TestJson reading(String id, int number) {
    Second now = second(number);
    Second before = number > 1 ? second(number - 1) : now;
    boolean isBatch = id.equals(TestTask.BATCH_ID);
    long cpu = isBatch ? now.cpuMillis : 10L * number;
    long cpuBefore = isBatch ? before.cpuMillis : 10L * (number - 1);
    long count = isBatch ? now.bytes : 0;
    return TestStats.reading(time(now), cpu, isBatch ? now.memoryMib : 10 + number % 3)
        .with("preread", time(before))
        .with("precpu_stats.cpu_usage.total_usage", cpuBefore * 1_000_000)
        .with("networks.eth0.rx_bytes", count)
        .with("networks.eth0.tx_bytes", count / 3)
        .withRaw("blkio_stats.io_service_bytes_recursive", TestStats.disk(count, count / 7));
  }

  private static String time(Second second) {
    return TestStats.time(second.readMillis / 1000.0);
  }

  /** What was counted after the reading at a second, if a restart came before the next. */
  long lostCpuMillis(int seen, int next) {
    for (int i = seen + 1; seen > 0 && i <= next; i++) {
      if (second(i).cpuMillis < second(i - 1).cpuMillis) {
        return second(i - 1).cpuMillis - second(seen).cpuMillis;
      }
    }
    return 0;
  }

  int resets() {
    return resets;
  }

  int clockSteps() {
    return clockSteps;
  }
}
