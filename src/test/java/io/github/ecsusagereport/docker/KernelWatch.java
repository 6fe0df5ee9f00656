package io.github.ecsusagereport.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The kernel's counters of one container that go with it, looked at 50 times a second. */
final class KernelWatch implements AutoCloseable {
  private static final int PERIOD_MS = 20;

  private final KernelCounters kernel;
  private final String container;
  private final NavigableMap<Long, Integer> looksByBytes = new TreeMap<>();
  private KernelCounters.Look last;
  private long peakBytes;
  private final Thread thread = new Thread(this::run, "kernel watch");

  KernelWatch(KernelCounters kernel, String container) {
    this.kernel = kernel;
    this.container = container;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        KernelCounters.Look look = kernel.look(container);
        if (look != null && look.usedBytes() != null) {
          add(look);
        }
        Thread.sleep(PERIOD_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void add(KernelCounters.Look look) {
    looksByBytes.merge(look.usedBytes(), 1, Integer::sum);
    if (look.peakBytes() != null) {
      // A container that restarts has a new cgroup.
      peakBytes = Math.max(peakBytes, look.peakBytes());
    }
    last = look;
  }

  /** Just before the end; null where the kernel does not say. */
  synchronized KernelCounters.Look last() {
    return last;
  }

  /** The kernel's own peak, page cache included; null where it does not say. */
  synchronized Long peakBytes() {
    return peakBytes == 0 ? null : peakBytes;
  }

  /** Memory that was seen in use, each with how often; empty where the kernel does not say. */
  synchronized NavigableMap<Long, Integer> usedBytes() {
    return new TreeMap<>(looksByBytes);
  }

  /** For how long the kernel showed a value, about. */
  static double seconds(Map.Entry<Long, Integer> looks) {
    return looks.getValue() * PERIOD_MS / 1000.0;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
