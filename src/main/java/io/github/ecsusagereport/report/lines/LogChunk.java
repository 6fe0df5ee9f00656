package io.github.ecsusagereport.report.lines;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A chunk of a log: some lines, and what was in them. */
final class LogChunk implements LineReader.Sink {
  private final byte[] bytes;
  private final int length;
  private final boolean isWhole;
  private final boolean withCurves;
  private final List<Run> runs = new ArrayList<>();
  private final List<Broken> broken = new ArrayList<>();
  private volatile boolean isRead;
  private long lines;
  private long passedOver;

  /** What is wrong with a line, counted from the first of the chunk. */
  record Broken(long line, String what) {}

  /**
   * @param isWhole whether no line goes on behind the bytes
   * @param withCurves whether the curves of the runs' use are wanted
   */
  LogChunk(byte[] bytes, int length, boolean isWhole, boolean withCurves) {
    this.bytes = bytes;
    this.length = length;
    this.isWhole = isWhole;
    this.withCurves = withCurves;
  }

  /**
   * Reads it; false when a line or a document begins there that may go on behind it, and nothing in
   * it counts.
   */
  boolean read() {
    isRead = isWhole && isReadAlone();
    return isRead;
  }

  /** Whether it was read, and by itself. */
  boolean isRead() {
    return isRead;
  }

  private boolean isReadAlone() {
    LineReader reader = new LineReader(new LineInputStream(bytes, length), withCurves, this);
    try {
      while (reader.next()) {
        if (reader.isDocument()) {
          return false;
        }
        reader.read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines = reader.lineNumber();
    passedOver = reader.passedOver();
    return true;
  }

  @Override
  public void found(Run run) {
    runs.add(run);
  }

  @Override
  public void broken(long line, String what) {
    broken.add(new Broken(line, what));
  }

  InputStream in() {
    return new ByteArrayInputStream(bytes, 0, length);
  }

  byte[] bytes() {
    return bytes;
  }

  List<Run> runs() {
    return runs;
  }

  List<Broken> broken() {
    return broken;
  }

  long lines() {
    return lines;
  }

  long passedOver() {
    return passedOver;
  }
}
