package io.github.ecsusagereport.report.lines;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a log in lines. What lies ahead can also be read as a stream, and given back, for
 * documents that go over many lines or have none.
 */
final class LineInputStream extends InputStream {
  /** No report line is longer than 16,000 bytes; wrapped and escaped it stays far below. */
  private static final int LONGEST_LINE = 1 << 20;

  private static final int FIRST_SIZE = 1 << 16;

  private final InputStream in;
  private byte[] buffer;
  private int lineStart;
  private int lineEnd;
  private int next;
  private int filled;
  private boolean isWhole;
  private boolean isHeld;
  private boolean isContinued;
  private boolean isRest;
  private boolean isAfterNewline;
  private boolean isPastLastNewline;
  private long number;
  private long heldNumber;

  LineInputStream(InputStream in) {
    this.in = in;
    this.buffer = new byte[FIRST_SIZE];
  }

  /** Of a whole chunk; the bytes are not copied. */
  LineInputStream(byte[] chunk, int length) {
    this.in = InputStream.nullInputStream();
    this.buffer = chunk;
    this.filled = length;
  }

  /** Where the next line begins, if it has been read. */
  int ahead() {
    return next;
  }

  /** After the last byte that has been read. */
  int filled() {
    return filled;
  }

  /** Goes over the next line, which ends before this place. */
  void skipTo(int afterNewline) {
    found(afterNewline - 1, afterNewline, true);
  }

  /** Goes to the next line; false at the end. */
  boolean next() throws IOException {
    lineStart = next;
    int from = next;
    while (true) {
      int end = newline(from);
      if (end >= 0) {
        return found(end, end + 1, true);
      }
      if (filled - lineStart >= LONGEST_LINE) {
        return found(filled, filled, false);
      }
      from = filled;
      int shifted = makeRoom();
      from -= shifted;
      int count = in.read(buffer, filled, buffer.length - filled);
      if (count < 0) {
        return filled > lineStart && found(filled, filled, true);
      }
      filled += count;
    }
  }

  private boolean found(int end, int after, boolean whole) {
    lineEnd = end;
    next = after;
    isWhole = whole;
    number += isContinued ? 0 : 1;
    isRest = isContinued;
    isContinued = !whole;
    return true;
  }

  private int newline(int from) {
    for (int i = from; i < filled; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Room behind what is filled; how far that moved towards the front. */
  private int makeRoom() {
    if (filled < buffer.length) {
      return 0;
    }
    int shift = lineStart;
    byte[] target = shift > buffer.length / 2 ? buffer : new byte[buffer.length * 2];
    System.arraycopy(buffer, shift, target, 0, filled - shift);
    buffer = target;
    filled -= shift;
    lineStart = 0;
    next -= shift;
    return shift;
  }

  byte[] buffer() {
    return buffer;
  }

  int start() {
    return lineStart;
  }

  /** After the last byte of the line, its newline not included. */
  int end() {
    return lineEnd;
  }

  /** False when the line is too long to be held, and is only begun. */
  boolean isWhole() {
    return isWhole;
  }

  /** Whether it is the rest of a line that has been begun before. */
  boolean isRest() {
    return isRest;
  }

  /** From 1; of a stream the line of what was read last. */
  long number() {
    return number;
  }

  /**
   * What follows in the stream begins at this place of the present line. The line is held as long
   * as there is room, in case it turns out to be none that goes on.
   */
  void rewindTo(int position) {
    next = position;
    isHeld = isWhole;
    heldNumber = number;
    isAfterNewline = false;
    isPastLastNewline = false;
  }

  /**
   * Goes back from where a stream turned out to be broken, so that nothing is lost: to the begin of
   * the line in which it broke, but at least to the line after the present one.
   *
   * @param unread how many bytes before the end of what was read it broke
   * @return false when it has gone on for too long
   */
  boolean takeBack(int unread) {
    if (!isHeld) {
      return false;
    }
    int target = next - unread - 1;
    while (target > lineEnd + 1 && buffer[target - 1] != '\n') {
      target--;
    }
    next = Math.min(Math.max(target, lineEnd + 1), filled);
    number = heldNumber + newlines(buffer, lineEnd + 1, next);
    return true;
  }

  /** Goes over the rest of a line that was read as a stream, if nothing is left on it. */
  void skipBlank() throws IOException {
    if (!next()) {
      return;
    }
    for (int i = lineStart; i < lineEnd; i++) {
      if (buffer[i] > ' ') {
        next = lineStart;
        isContinued = true;
        return;
      }
    }
  }

  private static long newlines(byte[] bytes, int from, int to) {
    long count = 0;
    for (int i = from; i < to; i++) {
      count += bytes[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (next == filled && isHeld && filled - lineStart < LONGEST_LINE) {
      lineEnd -= makeRoom();
      filled += Math.max(0, in.read(buffer, filled, buffer.length - filled));
    }
    int count;
    if (next == filled) {
      isHeld = false;
      count = in.read(target, offset, length);
    } else {
      count = Math.min(length, filled - next);
      System.arraycopy(buffer, next, target, offset, count);
      next += count;
    }
    if (count > 0) {
      number += newlines(target, offset, offset + count);
      isAfterNewline = target[offset + count - 1] == '\n';
    } else if (isAfterNewline) {
      // At the end there is no further line.
      number--;
      isAfterNewline = false;
      isPastLastNewline = true;
    }
    return count;
  }

  /** Gives back bytes that were read as a stream; the present line goes on with them. */
  void giveBack(byte[] bytes) {
    number -= newlines(bytes, 0, bytes.length);
    if (isPastLastNewline && bytes.length > 0) {
      number++;
      isPastLastNewline = false;
    }
    isContinued = true;
    if (bytes.length <= next) {
      next -= bytes.length;
      System.arraycopy(bytes, 0, buffer, next, bytes.length);
      return;
    }
    byte[] all = new byte[Math.max(FIRST_SIZE, bytes.length + filled - next)];
    System.arraycopy(bytes, 0, all, 0, bytes.length);
    System.arraycopy(buffer, next, all, bytes.length, filled - next);
    filled = bytes.length + filled - next;
    next = 0;
    buffer = all;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
