package io.github.ecsusagereport.report.lines;

import static java.util.concurrent.ForkJoinPool.commonPool;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A stream that several threads read: one after the other cuts off a chunk, and reads it beside the
 * others. What was in the chunks is taken in their order, by whoever has just read one: most of it
 * is still in the cache of his processor then.
 */
final class LogChunkQueue {
  private final LogChunkReader chunks;
  private final Deque<byte[]> buffers;
  private final Consumer<LogChunk> taker;
  private final Queue<LogChunk> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock taking = new ReentrantLock();
  private boolean isStopped;

  /**
   * @param buffers for as many chunks as may be ahead; they are given back
   * @param withCurves whether the curves of the runs' use are wanted
   * @param taker called by one thread at a time
   */
  LogChunkQueue(
      InputStream in, Deque<byte[]> buffers, boolean withCurves, Consumer<LogChunk> taker) {
    this.chunks = new LogChunkReader(in, withCurves);
    this.buffers = buffers;
    this.taker = taker;
  }

  /** Reads with so many threads, this one among them, to the end or to where it {@link #goesOn}. */
  void read(int threads) {
    LogChunk first = cut();
    // Of a folder with thousands of small files each is one chunk.
    int more = chunks.isAtEnd() ? 0 : threads - 1;
    CompletableFuture<?>[] others =
        Stream.generate(() -> CompletableFuture.runAsync(() -> work(cut()), commonPool()))
            .limit(more)
            .toArray(CompletableFuture[]::new);
    try {
      work(first);
    } finally {
      CompletableFuture.allOf(others).join();
    }
  }

  private void work(LogChunk first) {
    try {
      for (LogChunk chunk = first; chunk != null; chunk = cut()) {
        if (!chunk.read()) {
          stop();
        }
        take();
      }
    } finally {
      stop();
    }
  }

  private LogChunk cut() {
    byte[] buffer = buffer();
    if (buffer == null) {
      return null;
    }
    synchronized (chunks) {
      LogChunk chunk = chunks.next(buffer);
      if (chunk == null) {
        reuse(buffer);
      } else {
        queue.add(chunk);
      }
      return chunk;
    }
  }

  /** Who finds another one at it leaves his chunk to him. */
  private void take() {
    while (isNextRead() && taking.tryLock()) {
      try {
        while (isNextRead()) {
          LogChunk chunk = queue.remove();
          taker.accept(chunk);
          reuse(chunk.bytes());
        }
      } finally {
        taking.unlock();
      }
    }
  }

  private boolean isNextRead() {
    LogChunk next = queue.peek();
    return next != null && next.isRead();
  }

  /** Waits for one; null when nothing more is to be cut off. */
  private synchronized byte[] buffer() {
    try {
      while (buffers.isEmpty() && !isStopped) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the reading", e);
    }
    return isStopped ? null : buffers.pop();
  }

  /** The last one is the first to be used again, while its bytes are in a cache. */
  private synchronized void reuse(byte[] buffer) {
    buffers.push(buffer);
    notifyAll();
  }

  private synchronized void stop() {
    isStopped = true;
    notifyAll();
  }

  /** After {@link #read}: whether something is left that only one thread can read. */
  boolean goesOn() {
    return !queue.isEmpty();
  }

  /** What is left, in one piece. */
  InputStream rest() {
    List<InputStream> rest = new ArrayList<>();
    queue.forEach(chunk -> rest.add(chunk.in()));
    rest.add(chunks.rest());
    return new SequenceInputStream(Collections.enumeration(rest));
  }

  /** Gives the buffers of what was left back. */
  void close() {
    queue.forEach(chunk -> reuse(chunk.bytes()));
    queue.clear();
  }

  /** Fails if the stream broke off. */
  void check() throws IOException {
    chunks.check();
  }
}
