package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Report lines as they come out of the wild: bare, behind a timestamp and a stream's name, as a
 * text or an object within a JSON document of one line or of many.
 *
 * <p>A line of text is read by itself. A document is read as a stream when it begins with a line of
 * opening brackets alone, as everything that is printed to be read by people does, or when its line
 * is too long to be held.
 */
final class LineReader implements LineFinder.Sink {
  private static final byte[] MARK = LineFinder.MARK.getBytes(US_ASCII);

  /** Takes what is found. */
  interface Sink {
    void found(Run run);

    /** Says what is wrong with a line, counted from 1. */
    void broken(long line, String what);
  }

  private final Sink sink;
  private final LineFinder finder;
  private final PlainLine plain;
  private final EscapedLine escaped = new EscapedLine();
  private final LineInputStream lines;
  private long firstLineOfDocument;
  private JsonParser document;
  private int start;

  /** The line, if it is a plain one. */
  private RunBuilder plainRun;

  private boolean isUsed;
  private long passedOver;

  /**
   * @param withCurves whether the curves of the runs' use are wanted
   */
  LineReader(LineInputStream lines, boolean withCurves, Sink sink) {
    this.lines = lines;
    this.sink = sink;
    this.finder = new LineFinder(this, withCurves);
    this.plain = new PlainLine(withCurves);
  }

  /** Goes to the next line; false at the end. */
  boolean next() throws IOException {
    plainRun = plain.read(lines.buffer(), lines.ahead(), lines.filled());
    if (plainRun != null) {
      lines.skipTo(plain.end());
      return true;
    }
    if (!lines.next()) {
      return false;
    }
    start = firstBracket(lines.start());
    plainRun = behindPrefix();
    return true;
  }

  /**
   * The plain line that stands behind or within whatever else is in this one, or null. Not one of
   * several, and not one within a document: no mark of another stands before or after it.
   */
  private RunBuilder behindPrefix() {
    if (!lines.isWhole() || lines.isRest()) {
      return null;
    }
    byte[] bytes = lines.buffer();
    int begin = EscapedLine.find(bytes, lines.start() + 1, lines.end());
    if (begin < 0 || QuotedLine.isIn(bytes, lines.start(), begin)) {
      return null;
    }
    if (EscapedLine.isBare(bytes, begin)) {
      return plain.read(bytes, begin, Math.min(lines.end() + 1, lines.filled()));
    }
    escaped.unescape(bytes, begin, lines.end());
    RunBuilder run = plain.readWithin(escaped.bytes(), 0, escaped.length());
    boolean isAll = run != null && plain.end() == escaped.length();
    return isAll && !QuotedLine.isIn(bytes, escaped.end(), lines.end()) ? run : null;
  }

  /** Whether a document begins here. Not at each bracket in a long line, which may be anything. */
  boolean isDocument() {
    return plainRun == null
        && start < lines.end()
        && (lines.isWhole() ? isOpening(start) : isBegin() || lastMark(start) >= 0);
  }

  private boolean isBegin() {
    return start == lines.start() && !lines.isRest();
  }

  /** Reads the line, or the document that begins with it. */
  void read() throws IOException {
    isUsed = false;
    if (plainRun != null) {
      finder.emit(plainRun);
    } else if (isDocument()) {
      document();
    } else {
      line();
    }
    passedOver += isUsed ? 0 : 1;
  }

  /**
   * One value after the other: some exports have no newline between them. What stands before a line
   * is anything, and may look like JSON: then the line begins with the last bracket before its
   * mark.
   */
  private void line() {
    int lastMark = lastMark(start);
    QuotedLine first = QuotedLine.find(lines.buffer(), start, lines.end());
    if (first != null && first.isOfCsv()) {
      first.read(finder, this);
      return;
    }
    boolean isSure = false;
    while (start <= lastMark) {
      try (JsonParser json = LineFinder.parser(lines.buffer(), start, lines.end() - start)) {
        finder.value(json);
        start = firstBracket(start + (int) json.currentLocation().getByteOffset());
        isSure = false;
      } catch (JacksonException e) {
        QuotedLine quoted = QuotedLine.find(lines.buffer(), start, lines.end());
        if (isSure || quoted == null) {
          broken(LineFinder.explain(e));
          return;
        }
        if (quoted.isQuoted()) {
          quoted.read(finder, this);
          return;
        }
        start = quoted.start();
        isSure = true;
      }
    }
  }

  private void document() throws IOException {
    firstLineOfDocument = lines.number();
    lines.rewindTo(start);
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    boolean isRead;
    try (JsonParser json = LineFinder.parser(lines)) {
      document = json;
      isRead = readWhole(json);
      json.releaseBuffered(rest);
      if (!isRead && lines.takeBack(rest.size())) {
        return;
      }
    } finally {
      document = null;
    }
    lines.giveBack(rest.toByteArray());
    if (isRead) {
      lines.skipBlank();
    }
  }

  /** A line of a batch can end with a bracket, too: only what held report lines is broken. */
  private boolean readWhole(JsonParser json) {
    try {
      finder.value(json);
      return true;
    } catch (JacksonException e) {
      if (isUsed) {
        broken("the JSON document breaks off or is broken here");
      }
      return false;
    }
  }

  @Override
  public void found(Run run) {
    isUsed = true;
    sink.found(run);
  }

  @Override
  public void broken(String what) {
    isUsed = true;
    sink.broken(lineNumber(), what);
  }

  /** Where the JSON of this line begins: whatever stands before it is a timestamp or a name. */
  private int firstBracket(int from) {
    byte[] bytes = lines.buffer();
    int i = from;
    while (i < lines.end() && bytes[i] <= ' ') {
      i++;
    }
    if (i < lines.end() && bytes[i] == '[') {
      return i;
    }
    while (i < lines.end() && bytes[i] != '{') {
      i++;
    }
    return i;
  }

  /** Whether nothing but opening brackets follows. */
  private boolean isOpening(int start) {
    byte[] bytes = lines.buffer();
    for (int i = start; i < lines.end(); i++) {
      if (bytes[i] > ' ' && bytes[i] != '{' && bytes[i] != '[') {
        return false;
      }
    }
    return true;
  }

  /** Where the last mark of this line begins; -1 when there is none from here on. */
  private int lastMark(int from) {
    for (int i = lines.end() - MARK.length; i >= from; i--) {
      if (Arrays.equals(lines.buffer(), i, i + MARK.length, MARK, 0, MARK.length)) {
        return i;
      }
    }
    return -1;
  }

  /** The line that is being read, from 1. */
  long lineNumber() {
    return document == null
        ? lines.number()
        : firstLineOfDocument + document.currentLocation().getLineNr() - 1;
  }

  /** Lines and documents without a report line in them. */
  long passedOver() {
    return passedOver;
  }
}
