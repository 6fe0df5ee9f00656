package io.github.ecsusagereport.collect;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The request to stop, and the promise that the JVM waits for the line.
 *
 * <p>Two marks: <em>raised</em>, which the main thread sleeps on, so that sleeping and being told
 * to stop are one; and <em>finished</em>, which the shutdown hook waits for. Only the main thread
 * writes. A hook that writes by itself, or races with the main thread for the right to, loses the
 * line whenever the JVM halts while the other is still writing.
 */
public final class ShutdownSignal {
  /** Seven requests of the longest time-out, and less than {@code stopTimeout} (120 s). */
  private static final Duration GRACE = Duration.ofSeconds(110);

  private volatile boolean isRaised;
  private volatile Thread sleeper;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile int exitCode;

  /** A signal that SIGTERM, SIGINT and SIGHUP raise for as long as this JVM lives. */
  public static ShutdownSignal ofThisJvm() {
    ShutdownSignal signal = new ShutdownSignal();
    // Never removed: a SIGTERM between the line and the exit would end the JVM with 143.
    Runtime.getRuntime().addShutdownHook(new Thread(signal::onShutdown, "shutdown"));
    return signal;
  }

  /** Asks the collector to write its line and go; a second time changes nothing. */
  public void raise() {
    isRaised = true;
    LockSupport.unpark(sleeper);
  }

  /** Lets the JVM go, with this exit code; called after the line is out. */
  public void finish(int exitCode) {
    this.exitCode = exitCode;
    finished.countDown();
  }

  /**
   * Sleeps until it is raised or the time has passed; true when raised. Ten times a second on
   * Fargate: a latch takes half as much CPU again to wake up from.
   */
  boolean await(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    // Before the first look, or a signal in between would not wake it.
    sleeper = Thread.currentThread();
    for (long left = timeout.toNanos(); left > 0 && !isRaised; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return isRaised;
  }

  boolean isRaised() {
    return isRaised;
  }

  private void onShutdown() {
    raise();
    try {
      if (finished.await(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
