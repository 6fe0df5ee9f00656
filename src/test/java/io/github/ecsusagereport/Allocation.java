package io.github.ecsusagereport;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** What reading an input allocates. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** More than any small input takes. */
  public static final long MIB = 1 << 20;

  private Allocation() {}

  /**
   * What the reading returns, if it allocates so much at most for each byte of the input, beyond a
   * base. It is done again before it fails, since the first one loads classes.
   */
  public static <T> T limited(
      byte[] input, long baseBytes, long bytesForEach, Supplier<T> reading) {
    long most = baseBytes + bytesForEach * input.length;
    T result = null;
    long allocated = Long.MAX_VALUE;
    for (int i = 0; i < 3 && allocated > most; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      result = reading.get();
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(allocated <= most, allocated + " bytes allocated, more than " + most);
    return result;
  }
}
