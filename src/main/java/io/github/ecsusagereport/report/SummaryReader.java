package io.github.ecsusagereport.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads sources with all processors: each block of lines by itself, what was in them in their
 * order. From a document on, which goes over the ends of blocks, a source is read in one piece.
 */
final class SummaryReader implements LineReader.Sink {
  private final Problems problems;
  private final Progress progress;
  private final Consumer<Run> runs;
  private final int processors = Runtime.getRuntime().availableProcessors();
  private final Executor threads = threads(processors);
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

  /** Reads everything; closes nothing. */
  void read(String name, InputStream in) throws IOException {
    source = name;
    lineBefore = 0;
    Blocks blocks = new Blocks(in);
    Queue<Block> ahead = new ArrayDeque<>();
    Block next = blocks.next();
    while (next != null || !ahead.isEmpty()) {
      if (next != null && ahead.size() <= 2 * processors) {
        next.start(threads);
        ahead.add(next);
        next = blocks.next();
      } else if (ahead.element().isRead()) {
        Block block = ahead.remove();
        take(block);
        blocks.reuse(block.bytes());
      } else {
        ahead.forEach(Block::cancel);
        readOn(rest(ahead, next, blocks));
        next = null;
        ahead.clear();
      }
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

  private static InputStream rest(Queue<Block> ahead, Block next, Blocks blocks) {
    List<InputStream> rest = new ArrayList<>();
    ahead.forEach(each -> rest.add(each.in()));
    if (next != null) {
      rest.add(next.in());
    }
    rest.add(blocks.rest());
    return new SequenceInputStream(Collections.enumeration(rest));
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
