package io.github.ecsusagereport.report.lines;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/** Reads a stream in chunks of whole lines. */
final class LogChunkReader {
  static final int CHUNK_BYTES = 1 << 20;

  private final InputStream in;
  private final boolean withCurves;

  /** The line at which the last chunk was cut. */
  private byte[] begun = new byte[0];

  private IOException failure;
  private boolean isAtEnd;

  LogChunkReader(InputStream in, boolean withCurves) {
    this.in = in;
    this.withCurves = withCurves;
  }

  /**
   * The next chunk, or null at the end. Where the stream breaks off it ends a line earlier.
   *
   * @param buffer to put it into, if that is large enough
   */
  LogChunk next(byte[] buffer) {
    byte[] bytes = buffer.length == CHUNK_BYTES ? buffer : new byte[CHUNK_BYTES];
    System.arraycopy(begun, 0, bytes, 0, begun.length);
    int filled = fill(bytes, begun.length);
    isAtEnd = filled < CHUNK_BYTES;
    int length = isAtEnd && failure == null ? filled : afterLastNewline(bytes, filled);
    boolean isWhole = length > 0 || failure != null;
    if (!isWhole) {
      length = filled;
    }
    begun = failure == null ? Arrays.copyOfRange(bytes, length, filled) : new byte[0];
    return length == 0 ? null : new LogChunk(bytes, length, isWhole, withCurves);
  }

  private int fill(byte[] chunk, int from) {
    int filled = from;
    try {
      while (filled < chunk.length && failure == null) {
        int count = in.read(chunk, filled, chunk.length - filled);
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

  private static int afterLastNewline(byte[] chunk, int filled) {
    int end = filled;
    while (end > 0 && chunk[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** Whether no chunk follows the one that was cut off last. */
  boolean isAtEnd() {
    return isAtEnd;
  }

  /** Fails if the stream broke off. */
  void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /** What no chunk has given out. */
  InputStream rest() {
    return new SequenceInputStream(new ByteArrayInputStream(begun), in);
  }
}
