package io.github.ecsusagereport.report.lines;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** How far the reading is, on a terminal and only when it takes longer than a second. */
public final class Progress {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration STEP = Duration.ofMillis(200);

  /** Asking for the time costs more than reading a line does. */
  private static final int LINES_BETWEEN_LOOKS = 256;

  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean isTerminal;
  private final InstantSource clock;
  private Instant next;
  private boolean isShown;
  private int calls;

  public Progress(PrintStream err, boolean isTerminal, InstantSource clock) {
    this.err = err;
    this.isTerminal = isTerminal;
    this.clock = clock;
    this.next = clock.instant().plus(PATIENCE);
  }

  void lines(long lines, long found) {
    if (!isTerminal || ++calls % LINES_BETWEEN_LOOKS != 0) {
      return;
    }
    Instant now = clock.instant();
    if (now.isAfter(next)) {
      err.printf(Locale.ROOT, "%s%,d lines, %,d report lines", ERASE_LINE, lines, found);
      err.flush();
      isShown = true;
      next = now.plus(STEP);
    }
  }

  /** Leaves no trace. */
  public void finish() {
    if (isShown) {
      err.print(ERASE_LINE);
      err.flush();
      isShown = false;
    }
  }
}
