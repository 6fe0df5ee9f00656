package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a line that stands there as the sidecar writes it, at a third of what it costs with a JSON
 * parser for everything: no blanks, no escapes, ASCII, no number that takes rounding. Of any other
 * line it says so, and whether that is broken or only different is then for {@link LineFinder} to
 * say. `bench/report` tells what it is worth.
 */
final class PlainLine {
  /** Deeper than any line, and far from the end of the stack. */
  private static final int DEEPEST = 16;

  /** Digits that a double holds exactly, and so does the power of ten of its fraction. */
  private static final int MOST_DIGITS = 15;

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private static final WantedFieldNames TOP =
      new WantedFieldNames(Set.of("time", "type", "record"));
  private static final Set<String> RECORD_NAMES =
      names(
          RunBuilder.TEXTS, RunBuilder.EXIT_CODE, "metrics", "taskMetrics", "machine", "sampling");
  private static final WantedFieldNames RECORD = new WantedFieldNames(RECORD_NAMES);
  private static final WantedFieldNames RECORD_WITH_CURVE =
      new WantedFieldNames(names(RECORD_NAMES, RunBuilder.CURVE));
  private static final WantedFieldNames WATCHED = new WantedFieldNames(RunBuilder.WATCHED);
  private static final WantedFieldNames METRICS =
      new WantedFieldNames(names(RunBuilder.METRICS.keySet(), "durationAtVcpu"));
  private static final WantedFieldNames MACHINE = new WantedFieldNames(RunBuilder.MACHINE);
  private static final WantedFieldNames SAMPLING = new WantedFieldNames(RunBuilder.SAMPLING);
  private static final WantedFieldNames ENTRY = new WantedFieldNames(Set.of("vcpu", "durationMs"));
  private static final WantedFieldNames CURVE =
      new WantedFieldNames(Set.of("stepMs", "cpuPercent", "memoryMiB"));

  private final WantedFieldNames record;
  private byte[] bytes;
  private int at;
  private int end;
  private boolean isPlain;
  private RunBuilder run;

  /**
   * @param withCurves whether the curves of the runs' use are wanted
   */
  PlainLine(boolean withCurves) {
    record = withCurves ? RECORD_WITH_CURVE : RECORD;
  }

  private static Set<String> names(Set<String> some, String... others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(List.of(others));
    return all;
  }

  /** The fields of the line that begins here, or null when it is no plain report line. */
  RunBuilder read(byte[] buffer, int from, int to) {
    RunBuilder line = readWithin(buffer, from, to);
    at += isNext('\r') ? 1 : 0;
    expect('\n');
    return isPlain ? line : null;
  }

  /** The same, whatever follows: the line is known to stand in a text that is one value. */
  RunBuilder readWithin(byte[] buffer, int from, int to) {
    bytes = buffer;
    at = from;
    end = to;
    isPlain = true;
    run = new RunBuilder();
    for (boolean more = opens('{', '}'); more; more = isMore('}')) {
      top(name(TOP));
    }
    return isPlain && run.isLine() ? run : null;
  }

  /** After what was read. */
  int end() {
    return at;
  }

  private void top(String name) {
    switch (name) {
      case "type" -> run.type(text());
      case "time" -> run.time(text());
      case "record" -> record();
      default -> isPlain = false;
    }
  }

  private void record() {
    run.record();
    for (boolean more = opens('{', '}'); more; more = isMore('}')) {
      String name = name(record);
      switch (name) {
        case "" -> skip(0);
        case "metrics" -> numbers(name, WATCHED);
        case "taskMetrics" -> numbers(name, METRICS);
        case "machine" -> numbers(name, MACHINE);
        case "sampling" -> numbers(name, SAMPLING);
        case RunBuilder.EXIT_CODE -> run.exitCode(number());
        case RunBuilder.CURVE -> curve();
        default -> run.text(name, text());
      }
    }
  }

  private void numbers(String object, WantedFieldNames wanted) {
    for (boolean more = opens('{', '}'); more; more = isMore('}')) {
      String name = name(wanted);
      switch (name) {
        case "" -> skip(0);
        case "durationAtVcpu" -> durations();
        default -> run.number(object, name, number());
      }
    }
  }

  private void durations() {
    for (boolean more = opens('[', ']'); more; more = isMore(']')) {
      double vcpu = Double.NaN;
      double durationMs = Double.NaN;
      for (boolean inner = opens('{', '}'); inner; inner = isMore('}')) {
        switch (name(ENTRY)) {
          case "vcpu" -> vcpu = number();
          case "durationMs" -> durationMs = number();
          default -> skip(0);
        }
      }
      run.durationAtVcpu(vcpu, durationMs);
    }
  }

  private void curve() {
    double stepMs = Double.NaN;
    String cpuPercent = null;
    String memoryMib = null;
    for (boolean more = opens('{', '}'); more; more = isMore('}')) {
      switch (name(CURVE)) {
        case "stepMs" -> stepMs = number();
        case "cpuPercent" -> cpuPercent = text();
        case "memoryMiB" -> memoryMib = text();
        default -> skip(0);
      }
    }
    run.curve(stepMs, cpuPercent, memoryMib);
  }

  private void skip(int depth) {
    if (depth == DEEPEST) {
      isPlain = false;
    } else if (isNext('"')) {
      string();
    } else if (isNext('{')) {
      for (boolean more = opens('{', '}'); more; more = isMore('}')) {
        string();
        expect(':');
        skip(depth + 1);
      }
    } else if (isNext('[')) {
      for (boolean more = opens('[', ']'); more; more = isMore(']')) {
        skip(depth + 1);
      }
    } else if (isNext('t')) {
      expect('t');
      expect('r');
      expect('u');
      expect('e');
    } else {
      at += isNext('-') ? 1 : 0;
      number();
    }
  }

  private String name(WantedFieldNames wanted) {
    int start = at + 1;
    string();
    int length = at - 1 - start;
    expect(':');
    return isPlain ? wanted.find(bytes, start, length) : "";
  }

  private String text() {
    int start = at + 1;
    string();
    return isPlain ? new String(bytes, start, at - 1 - start, US_ASCII) : "";
  }

  /** Goes over a string. */
  private void string() {
    expect('"');
    int i = at;
    // A byte of 128 and more is below 0.
    while (i < end && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    at = i;
    expect('"');
  }

  private double number() {
    int start = at;
    long whole = digits(0);
    int wholeDigits = at - start;
    isPlain &= wholeDigits > 0 && (wholeDigits == 1 || bytes[start] != '0');
    if (!isNext('.')) {
      isPlain &= wholeDigits <= MOST_DIGITS;
      return whole;
    }
    int point = at++;
    long all = digits(whole);
    int fractionDigits = at - point - 1;
    isPlain &= fractionDigits > 0 && wholeDigits + fractionDigits <= MOST_DIGITS;
    return isPlain ? all / POWERS_OF_TEN[fractionDigits] : 0;
  }

  /** Goes over digits; the number that they make behind those before. */
  private long digits(long before) {
    long number = before;
    int i = at;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
      number = number * 10 + bytes[i++] - '0';
    }
    at = i;
    return number;
  }

  private boolean isNext(int c) {
    return at < end && bytes[at] == c;
  }

  private void expect(int c) {
    isPlain &= isNext(c);
    at++;
  }

  /** Goes into an object or an array; false when it is empty, and behind it then. */
  private boolean opens(int open, int close) {
    expect(open);
    boolean isEmpty = isNext(close);
    at += isEmpty ? 1 : 0;
    return isPlain && !isEmpty;
  }

  /** Whether another member or element follows; goes over the comma or the end. */
  private boolean isMore(int close) {
    if (isPlain && isNext(',')) {
      at++;
      return true;
    }
    expect(close);
    return false;
  }
}
