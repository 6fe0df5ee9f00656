package io.github.ecsusagereport.kernel;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.RandomAccessFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the kernel's files, opened once for as long as the sidecar lives, and read again from its
 * beginning. Numbers are taken from the bytes: ten times a second there is no text to be made.
 */
final class ProcFile {
  private static final Logger LOG = LoggerFactory.getLogger(ProcFile.class);

  private final String path;
  private final byte[] buffer;
  private RandomAccessFile file;
  private boolean isOff;
  private int length;
  private int position;

  /**
   * @param buffer where it is read to; may be shared with files that are read at other moments.
   *     What does not fit is not seen
   */
  ProcFile(String path, byte[] buffer) {
    this.path = path;
    this.buffer = buffer;
  }

  /**
   * Reads it with one call, which brings all of a file that the kernel makes in one piece, as
   * meminfo and stat; false, from then on for ever, when that cannot be done.
   */
  boolean read() {
    return read(false);
  }

  /** The same with as many calls as it takes. */
  boolean readToEnd() {
    return read(true);
  }

  private boolean read(boolean isToEnd) {
    if (isOff) {
      return false;
    }
    try {
      if (file == null) {
        file = new RandomAccessFile(path, "r");
      }
      file.seek(0);
      length = 0;
      int more;
      do {
        more = file.read(buffer, length, buffer.length - length);
        length += Math.max(0, more);
      } while (isToEnd && more > 0);
      return true;
    } catch (IOException | SecurityException e) {
      turnOff(e.toString());
      return false;
    }
  }

  /** Not read any more: it is not what it should be. */
  void turnOff(String why) {
    close();
    LOG.debug("{} is not read: {}", path, why);
  }

  /** Gives it back; it is not read any more. */
  void close() {
    isOff = true;
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be closed", path, e);
    }
  }

  /** What was read, as a text. */
  String text() {
    return new String(buffer, 0, length, US_ASCII);
  }

  /** The number that it begins with; UNKNOWN when it begins with none, as {@code max} does. */
  long firstNumber() {
    position = 0;
    return nextNumber();
  }

  /** The number of the first line that begins so; UNKNOWN when none does. */
  long number(byte[] beginning) {
    return find(beginning, 0) < 0 ? UNKNOWN : nextNumber();
  }

  /** The number that it ends with; UNKNOWN when it ends with none. */
  long lastNumber() {
    int end = length;
    while (end > 0 && buffer[end - 1] == '\n') {
      end--;
    }
    position = end;
    while (position > 0 && buffer[position - 1] >= '0' && buffer[position - 1] <= '9') {
      position--;
    }
    return nextNumber();
  }

  /**
   * Goes behind the first line's beginning that reads so.
   *
   * @param expectedAt where it was the last time: looked at first, since the kernel pads its
   *     numbers
   * @return where that line begins; below 0 when no line does
   */
  int find(byte[] beginning, int expectedAt) {
    int from = startsWith(beginning, expectedAt) ? expectedAt : 0;
    while (from < length && !startsWith(beginning, from)) {
      while (from < length && buffer[from] != '\n') {
        from++;
      }
      from++;
    }
    position = from + beginning.length;
    return from < length ? from : -1;
  }

  private boolean startsWith(byte[] beginning, int from) {
    if (from < 0 || from + beginning.length > length || (from > 0 && buffer[from - 1] != '\n')) {
      return false;
    }
    for (int i = 0; i < beginning.length; i++) {
      if (buffer[from + i] != beginning[i]) {
        return false;
      }
    }
    return true;
  }

  /** The next number of this line, blanks before it left out; UNKNOWN when none comes. */
  long nextNumber() {
    while (position < length && (buffer[position] == ' ' || buffer[position] == '\t')) {
      position++;
    }
    int from = position;
    long number = 0;
    while (position < length && buffer[position] >= '0' && buffer[position] <= '9') {
      number = number * 10 + buffer[position++] - '0';
    }
    return position == from || number < 0 ? UNKNOWN : number;
  }
}
