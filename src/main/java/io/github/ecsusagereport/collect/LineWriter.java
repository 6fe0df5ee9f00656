package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.collect.CollectConfig.Format;
import io.github.ecsusagereport.summary.SummaryLine;
import io.github.ecsusagereport.summary.TaskSummary;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import io.github.ecsusagereport.summary.TextLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines on standard output, each in one write. */
final class LineWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

  private final Format format;
  private final OutputStream out;
  private final PrintStream err;
  private final OtlpExporter otlp;
  private boolean hasReported;

  /**
   * @param otlp where the numbers go after each line; null: nowhere
   */
  LineWriter(Format format, OutputStream out, PrintStream err, OtlpExporter otlp) {
    this.format = format;
    this.out = out;
    this.err = err;
    this.otlp = otlp;
  }

  /** On standard error when standard output is gone: the log driver takes both. */
  void write(TaskSummary summary) {
    byte[] line = encode(summary);
    hasReported |= summary.type() == LineType.REPORT;
    try {
      out.write(line);
      out.flush();
    } catch (IOException e) {
      LOG.error("Standard output takes no line", e);
      err.write(line, 0, line.length);
      err.flush();
    }
    if (otlp != null) {
      otlp.send(summary);
    }
  }

  private byte[] encode(TaskSummary summary) {
    if (format == Format.TEXT) {
      return TextLine.encode(summary);
    }
    return format == Format.EMF
        ? SummaryLine.encodeWithMetrics(summary)
        : SummaryLine.encode(summary);
  }

  /** Whether the report line is out; it comes once. */
  boolean hasReported() {
    return hasReported;
  }
}
