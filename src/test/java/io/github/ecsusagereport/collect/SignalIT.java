package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program, told to stop at random moments around the natural end of its batch: one
 * whole line and exit code 0, each time. {@code -Druns=500 -Dseed=…} for more, or for the same
 * moments again.
 */
class SignalIT {
  private static final int JVMS_AT_ONCE = 2;
  private static final int RUNS = Integer.getInteger("runs", 25);
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final List<List<String>> SIGNALS =
      List.of(List.of("TERM"), List.of("TERM", "TERM"), List.of("INT"), List.of("INT", "TERM"));

  @TempDir Path directory;

  @Test
  void signalAroundTheEnd_isOneWholeLineAndExitCodeZero() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(JVMS_AT_ONCE);
    List<Future<String>> futures = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      int run = i;
      futures.add(pool.submit(() -> run(run)));
    }
    pool.shutdown();
    Map<String, Integer> outcomes = new TreeMap<>();
    List<Throwable> failures = new ArrayList<>();
    for (Future<String> future : futures) {
      try {
        outcomes.merge(future.get(), 1, Integer::sum);
      } catch (ExecutionException e) {
        failures.add(e.getCause());
      }
    }
    System.out.println("SignalIT: runs=" + RUNS + " seed=" + SEED + " " + outcomes);
    failures.forEach(Throwable::printStackTrace);
    assertEquals(List.of(), failures, "seed " + SEED);
  }

  /** From 150 ms before the end to 250 ms after, when most have gone by themselves. */
  private String run(int run) throws Exception {
    Random random = new Random(SEED + run);
    Path out = directory.resolve(run + ".out");
    Path err = directory.resolve(run + ".err");
    try (TaskServer server = new TaskServer()) {
      Process sidecar = server.startSidecar(out, err);
      try {
        // Before this, the JVM may not yet have come to the handler.
        assertTrue(server.awaitFirstRequest(Duration.ofSeconds(60)), "no request");
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt(300));
        long signal = end + TimeUnit.MICROSECONDS.toNanos(random.nextInt(400_000) - 150_000);
        server.endBatchAt(end);
        sleepUntil(signal);
        boolean isLate = !sidecar.isAlive();
        for (String name : SIGNALS.get(random.nextInt(SIGNALS.size()))) {
          send(name, sidecar);
          Thread.sleep(random.nextInt(20));
        }
        assertTrue(sidecar.waitFor(60, TimeUnit.SECONDS), "still there");
        return check(run, sidecar.exitValue(), out, err) + (isLate ? ", had gone" : "");
      } finally {
        sidecar.destroyForcibly();
      }
    }
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    long left = nanoTime - System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
  }

  private static void send(String name, Process process) throws Exception {
    if (name.equals("TERM")) {
      process.destroy();
    } else if (process.isAlive()) {
      new ProcessBuilder("kill", "-" + name, "" + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  private static String check(int run, int exitCode, Path out, Path err) throws Exception {
    String text = Files.readString(out);
    String what = "run " + run + ": " + text + Files.readString(err);
    assertEquals(0, exitCode, what);
    assertTrue(text.endsWith("\n"), what);
    assertEquals(1, text.lines().count(), what);
    TestLine line = new TestLine(text);
    assertEquals("ecs.task.report", line.type(), what);
    assertTrue(
        List.of("success, containerExited, 0", "stopped, signal, null").contains(line.end()), what);
    assertEquals("", line.trouble(), what);
    return line.end();
  }
}
