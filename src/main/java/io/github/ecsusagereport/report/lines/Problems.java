package io.github.ecsusagereport.report.lines;

import java.io.PrintStream;

/** Says what is broken: the first ten in full, then how many. */
public final class Problems {
  private static final int SHOWN = 10;

  private final PrintStream err;
  private long count;

  public Problems(PrintStream err) {
    this.err = err;
  }

  void add(String source, long line, String what) {
    add(source + ":" + line, what);
  }

  void add(String place, String what) {
    count++;
    if (count <= SHOWN) {
      err.println(place + ": " + what);
    }
  }

  /** Says what is no fault, and may be one of whoever gave it. */
  void note(String what) {
    err.println(what);
  }

  /** Says how many more there were. */
  public void finish() {
    if (count > SHOWN) {
      err.println("… and " + (count - SHOWN) + " more");
    }
  }

  public long count() {
    return count;
  }
}
