package io.github.ecsusagereport.report.lines;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/** A stream in blocks of whole lines. */
final class Blocks {
  static final int BLOCK_BYTES = 1 << 20;

  private final InputStream in;

  /** The line at which the last block was cut. */
  private byte[] begun = new byte[0];

  private IOException failure;
  private boolean isAtEnd;

  Blocks(InputStream in) {
    this.in = in;
  }

  /**
   * The next block, or null at the end. Where the stream breaks off it ends a line earlier.
   *
   * @param buffer to put it into, if that is large enough
   */
  Block next(byte[] buffer) {
    byte[] bytes = buffer.length == BLOCK_BYTES ? buffer : new byte[BLOCK_BYTES];
    System.arraycopy(begun, 0, bytes, 0, begun.length);
    int filled = fill(bytes, begun.length);
    isAtEnd = filled < BLOCK_BYTES;
    int length = isAtEnd && failure == null ? filled : afterLastNewline(bytes, filled);
    boolean isWhole = length > 0 || failure != null;
    if (!isWhole) {
      length = filled;
    }
    begun = failure == null ? Arrays.copyOfRange(bytes, length, filled) : new byte[0];
    return length == 0 ? null : new Block(bytes, length, isWhole);
  }

  private int fill(byte[] block, int from) {
    int filled = from;
    try {
      while (filled < block.length && failure == null) {
        int count = in.read(block, filled, block.length - filled);
        if (count < 0) {
          break;
        }
        filled += count;
      }
    } catch (IOException e) {
      failure = e;
    }
    return filled;
  }

  private static int afterLastNewline(byte[] block, int filled) {
    int end = filled;
    while (end > 0 && block[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** Whether no block follows the one that was cut off last. */
  boolean isAtEnd() {
    return isAtEnd;
  }

  /** Fails if the stream broke off. */
  void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /** What no block has given out. */
  InputStream rest() {
    return new SequenceInputStream(new ByteArrayInputStream(begun), in);
  }
}
