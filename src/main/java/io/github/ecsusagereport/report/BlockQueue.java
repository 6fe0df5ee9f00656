package io.github.ecsusagereport.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A stream that several threads read: one after the other cuts off a block, and reads it beside the
 * others. The blocks come out in their order.
 */
final class BlockQueue {
  private static final Block END = new Block(new byte[0], 0, true);

  private final Blocks blocks;
  private final BlockingDeque<byte[]> buffers;
  private final BlockingQueue<Block> queue = new LinkedBlockingQueue<>();
  private boolean isAtEnd;

  /**
   * @param buffers for as many blocks as may be ahead; they are given back
   */
  BlockQueue(InputStream in, BlockingDeque<byte[]> buffers) {
    this.blocks = new Blocks(in);
    this.buffers = buffers;
  }

  void start(Executor threads, int count) {
    for (int i = 0; i < count; i++) {
      threads.execute(this::work);
    }
  }

  private void work() {
    try {
      for (Block block = cut(); block != END; block = cut()) {
        block.read();
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      Block broken = new Block(new byte[0], 0, true);
      broken.fail(e);
      queue.add(broken);
    }
  }

  private Block cut() throws InterruptedException {
    byte[] buffer = buffers.takeFirst();
    synchronized (this) {
      Block block = isAtEnd ? null : blocks.next(buffer);
      if (block == null) {
        isAtEnd = true;
        buffers.addFirst(buffer);
        block = END;
      }
      queue.add(block);
      return block;
    }
  }

  /** The next block, which may still be read, or null at the end. */
  Block next() {
    try {
      Block block = queue.take();
      return block == END ? null : block;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the reading", e);
    }
  }

  /** Takes back a block at which nobody looks any more; its bytes are still in a cache. */
  void reuse(Block block) {
    buffers.addFirst(block.bytes());
  }

  /** Lets nothing more be cut off; the blocks that were, and have not come out. */
  synchronized List<Block> stop() {
    isAtEnd = true;
    List<Block> left = new ArrayList<>();
    queue.drainTo(left);
    left.removeIf(block -> block == END);
    left.forEach(Block::isRead);
    return left;
  }

  /** After {@link #stop}: what is in some blocks, and all that comes behind them. */
  InputStream in(List<Block> left) {
    List<InputStream> rest = new ArrayList<>();
    left.forEach(block -> rest.add(block.in()));
    rest.add(blocks.rest());
    return new SequenceInputStream(Collections.enumeration(rest));
  }

  /** Fails if the stream broke off. */
  void check() throws IOException {
    blocks.check();
  }
}
