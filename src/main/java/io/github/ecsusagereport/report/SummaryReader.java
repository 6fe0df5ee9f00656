package io.github.ecsusagereport.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads sources with all processors: each block of lines by itself, what was in them in their
 * order. From a document on, which goes over the ends of blocks, a source is read in one piece.
 */
final class SummaryReader implements LineReader.Sink {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** For each of them: so few take little memory, so many that none waits for another. */
  private static final int BLOCKS_AHEAD = 4;

  private final Problems problems;
  private final Progress progress;
  private final Consumer<Run> runs;
  private final Executor threads = threads(PROCESSORS);
  private final BlockingDeque<byte[]> buffers = buffers(BLOCKS_AHEAD * PROCESSORS);
  private String source;
  private long lineBefore;
  private long lineCount;
  private long passedOver;
  private long found;

  /** Null while blocks are read. */
  private LineReader wholeReader;

  SummaryReader(Problems problems, Progress progress, Consumer<Run> runs) {
    this.problems = problems;
    this.progress = progress;
    this.runs = runs;
  }

  /** They end by themselves, a second after the last block. */
  private static Executor threads(int count) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "reader");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Empty ones, which the first use makes larger: few lines take few. */
  private static BlockingDeque<byte[]> buffers(int count) {
    return new LinkedBlockingDeque<>(Collections.nCopies(count, new byte[0]));
  }

  /** Reads everything; closes nothing. */
  void read(String name, InputStream in) throws IOException {
    source = name;
    lineBefore = 0;
    BlockQueue blocks = new BlockQueue(in, buffers);
    blocks.start(threads, PROCESSORS);
    for (Block block = blocks.next(); block != null; block = blocks.next()) {
      if (!block.isRead()) {
        readOn(blocks, block);
        break;
      }
      take(block);
      blocks.reuse(block);
    }
    blocks.check();
  }

  private void take(Block block) {
    block.broken().forEach(each -> broken(each.line(), each.what()));
    block.runs().forEach(this::found);
    passedOver += block.passedOver();
    lineBefore += block.lines();
    lineCount += block.lines();
    progress.lines(lineCount, found);
  }

  /** From here on in one piece. */
  private void readOn(BlockQueue blocks, Block first) throws IOException {
    List<Block> left = new ArrayList<>(List.of(first));
    left.addAll(blocks.stop());
    try {
      readOn(blocks.in(left));
    } finally {
      left.forEach(blocks::reuse);
    }
  }

  /** In one piece, and by this thread alone. */
  private void readOn(InputStream in) throws IOException {
    LineReader reader = new LineReader(new Lines(in), this);
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
  long lineCount() {
    return lineCount;
  }

  /** Lines and documents without a report line in them. */
  long passedOver() {
    return passedOver;
  }

  /** Report lines of any type, those that come twice included. */
  long found() {
    return found;
  }
}
