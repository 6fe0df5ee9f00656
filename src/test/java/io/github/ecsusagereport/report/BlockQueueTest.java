package io.github.ecsusagereport.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a thread that runs at once, so that one does all the work before anything comes out. */
@Timeout(10)
class BlockQueueTest {
  private static final int AHEAD = 8;
  private static final int BLOCK_BYTES = 1 << 18;

  private final BlockingDeque<byte[]> buffers =
      new LinkedBlockingDeque<>(Collections.nCopies(AHEAD, new byte[0]));

  @Test
  void linesOfEachBlock_addUp_andBuffersComeBack() throws IOException {
    BlockQueue queue = start(new ByteArrayInputStream(lines(3 * BLOCK_BYTES)));

    long lines = 0;
    for (Block block = queue.next(); block != null; block = queue.next()) {
      assertTrue(block.isRead());
      lines += block.lines();
      queue.reuse(block);
    }
    queue.check();
    assertEquals(3 * BLOCK_BYTES / 8, lines);
    assertEquals(AHEAD, buffers.size());
  }

  @Test
  void whatTheStreamThrows_reachesTheOneWhoWaits() {
    BlockQueue queue = start(failing(new IllegalArgumentException("bug in a decompressor")));

    Block block = queue.next();
    CompletionException thrown = assertThrows(CompletionException.class, block::isRead);
    assertEquals("bug in a decompressor", thrown.getCause().getMessage());
  }

  @Test
  void streamThatBreaksOff_isSaidAfterItsBlocks() {
    BlockQueue queue = start(failing(new IOException("gone")));

    assertNull(queue.next());
    assertEquals("gone", assertThrows(IOException.class, queue::check).getMessage());
  }

  @Test
  void stopped_theRestIsOneStream() throws IOException {
    byte[] bytes = lines(3 * BLOCK_BYTES);
    bytes[0] = '[';
    Arrays.fill(bytes, 1, 7, (byte) ' ');
    BlockQueue queue = start(new ByteArrayInputStream(bytes));

    Block first = queue.next();
    assertFalse(first.isRead(), "a document begins");
    List<Block> left = queue.stop();
    assertEquals(bytes.length - first.in().available(), queue.in(left).readAllBytes().length);
    assertNull(start(InputStream.nullInputStream()).next());
  }

  private BlockQueue start(InputStream in) {
    BlockQueue queue = new BlockQueue(in, buffers);
    queue.start(Runnable::run, 1);
    return queue;
  }

  /** Of eight bytes each. */
  private static byte[] lines(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 'x');
    for (int i = 7; i < length; i += 8) {
      bytes[i] = '\n';
    }
    return bytes;
  }

  private static InputStream failing(Exception e) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return read(new byte[1], 0, 1);
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (e instanceof IOException broken) {
          throw broken;
        }
        throw (RuntimeException) e;
      }
    };
  }
}
