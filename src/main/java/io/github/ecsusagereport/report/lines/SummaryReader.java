package io.github.ecsusagereport.report.lines;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Reads sources with all processors: each chunk of lines by itself, what was in them in their
 * order. From a document on, which goes over the ends of chunks, a source is read in one piece.
 */
public final class SummaryReader implements LineReader.Sink {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** For each of them: so few take little memory, so many that none waits for another. */
  private static final int CHUNKS_AHEAD = 2;

  private final Problems problems;
  private final Progress progress;
  private final boolean withCurves;
  private final Consumer<Run> runs;

  /** Empty ones, which the first use makes larger: few lines take few. */
  private final Deque<byte[]> buffers =
      new ArrayDeque<>(Collections.nCopies(CHUNKS_AHEAD * PROCESSORS, new byte[0]));

  private String source;
  private long lineBefore;
  private long lineCount;
  private long passedOver;
  private long found;

  /** Null while chunks are read. */
  private LineReader wholeReader;

  /**
   * @param withCurves whether the curves of the runs' use are wanted, which takes time and memory
   */
  public SummaryReader(
      Problems problems, Progress progress, boolean withCurves, Consumer<Run> runs) {
    this.problems = problems;
    this.progress = progress;
    this.withCurves = withCurves;
    this.runs = runs;
  }

  /** Reads everything; closes nothing. */
  public void read(String name, InputStream in) throws IOException {
    source = name;
    lineBefore = 0;
    LogChunkQueue chunks = new LogChunkQueue(in, buffers, withCurves, this::take);
    try {
      chunks.read(PROCESSORS);
      if (chunks.goesOn()) {
        readOn(chunks.rest());
      }
    } finally {
      chunks.close();
    }
    chunks.check();
  }

  private void take(LogChunk chunk) {
    chunk.broken().forEach(each -> broken(each.line(), each.what()));
    chunk.runs().forEach(this::found);
    passedOver += chunk.passedOver();
    lineBefore += chunk.lines();
    lineCount += chunk.lines();
    progress.lines(lineCount, found);
  }

  /** In one piece, and by this thread alone. */
  private void readOn(InputStream in) throws IOException {
    LineReader reader = new LineReader(new LineInputStream(in), withCurves, this);
    wholeReader = reader;
    while (reader.next()) {
      reader.read();
      progress.lines(lineCount + reader.lineNumber(), found);
    }
    wholeReader = null;
    passedOver += reader.passedOver();
    lineCount += reader.lineNumber();
  }

  @Override
  public void found(Run run) {
    found++;
    runs.accept(run);
    if (wholeReader != null) {
      progress.lines(lineCount + wholeReader.lineNumber(), found);
    }
  }

  @Override
  public void broken(long line, String what) {
    problems.add(source, lineBefore + line, what);
  }

  /** Lines of all sources so far. */
  public long lineCount() {
    return lineCount;
  }

  /** Lines and documents without a report line in them. */
  public long passedOver() {
    return passedOver;
  }

  /** Report lines of any type, those that come twice included. */
  public long found() {
    return found;
  }
}
