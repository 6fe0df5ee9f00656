package io.github.ecsusagereport.report;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
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
final class SummaryReader implements LineFinder.Sink {
  private static final byte[] MARK = LineFinder.MARK.getBytes(US_ASCII);

  private final Problems problems;
  private final Progress progress;
  private final Consumer<Run> runs;
  private final LineFinder finder = new LineFinder(this);
  private String source;
  private Lines lines;
  private long firstLineOfDocument;
  private JsonParser document;
  private long found;
  private boolean isUsed;
  private long lineCount;
  private long passedOver;

  SummaryReader(Problems problems, Progress progress, Consumer<Run> runs) {
    this.problems = problems;
    this.progress = progress;
    this.runs = runs;
  }

  /** Reads everything; closes nothing. */
  void read(String name, InputStream in) throws IOException {
    source = name;
    lines = new Lines(in);
    long linesBefore = lineCount;
    while (lines.next()) {
      isUsed = false;
      int start = firstBracket(lines.start());
      if (start < lines.end() && isDocument(start)) {
        document(start);
      } else {
        line(start);
      }
      lineCount = linesBefore + lines.number();
      passedOver += isUsed ? 0 : 1;
      progress.lines(lineCount, found);
    }
  }

  /** One value after the other: some exports have no newline between them. */
  private void line(int firstBracket) {
    int start = firstBracket;
    int lastMark = lastMark(start);
    while (start <= lastMark) {
      try (JsonParser json = LineFinder.parser(lines.buffer(), start, lines.end() - start)) {
        finder.value(json);
        start = firstBracket(start + (int) json.currentLocation().getByteOffset());
      } catch (JacksonException e) {
        broken(LineFinder.explain(e));
        return;
      }
    }
  }

  private void document(int start) throws IOException {
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
    found++;
    runs.accept(run);
    if (document != null) {
      progress.lines(lineCount + document.currentLocation().getLineNr(), found);
    }
  }

  @Override
  public void broken(String what) {
    isUsed = true;
    long line =
        document == null
            ? lines.number()
            : firstLineOfDocument + document.currentLocation().getLineNr() - 1;
    problems.add(source, line, what);
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

  /** Not each bracket in a long line, which may be anything. */
  private boolean isDocument(int start) {
    return lines.isWhole() ? isOpening(start) : start == lines.start() || lastMark(start) >= 0;
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
