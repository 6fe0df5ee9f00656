package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * A report line within a line of text that is no JSON: behind a prefix of any shape, in a field of
 * CSV (each quote twice), or quoted with backslashes.
 */
final class QuotedLine {
  private static final byte[] MARK = LineFinder.MARK.getBytes(US_ASCII);

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final byte quote;

  private QuotedLine(byte[] bytes, int start, int mark, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.quote = bytes[mark - 1];
  }

  /** The first one, or null: it begins with the last bracket before its mark. */
  static QuotedLine find(byte[] bytes, int from, int to) {
    int mark = mark(bytes, from, to);
    int bracket = mark;
    while (bracket >= from && bytes[bracket] != '{') {
      bracket--;
    }
    return mark < 0 || bracket < from ? null : new QuotedLine(bytes, bracket, mark, to);
  }

  private static int mark(byte[] bytes, int from, int to) {
    for (int i = from; i + MARK.length <= to; i++) {
      if (bytes[i] == MARK[0] && Arrays.equals(bytes, i, i + MARK.length, MARK, 0, MARK.length)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether there is a mark of a report line between these places. */
  static boolean isIn(byte[] bytes, int from, int to) {
    return mark(bytes, from, to) >= 0;
  }

  /** Whether quotes are written twice, which no JSON does behind a bracket. */
  boolean isOfCsv() {
    return quote == '"' && bytes[start + 1] == '"' && bytes[start + 2] == '"';
  }

  int start() {
    return start;
  }

  boolean isQuoted() {
    return quote == '"' || quote == '\\';
  }

  /** Reads it, and those that follow, with the quotes taken off. */
  void read(LineFinder finder, LineFinder.Sink sink) {
    byte[] plain = unquoted();
    int from = 0;
    for (QuotedLine next = find(plain, from, plain.length);
        next != null;
        next = find(plain, from, plain.length)) {
      int length = finder.plain(plain, next.start, plain.length);
      if (length > 0) {
        from = next.start + length;
        continue;
      }
      try (JsonParser json = LineFinder.parser(plain, next.start, plain.length - next.start)) {
        finder.value(json);
        from = next.start + Math.max(1, (int) json.currentLocation().getByteOffset());
      } catch (JacksonException e) {
        sink.broken(LineFinder.explain(e));
        return;
      }
    }
  }

  private byte[] unquoted() {
    byte[] plain = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      boolean isQuoted =
          bytes[i] == quote && i + 1 < end && (bytes[i + 1] == '"' || bytes[i + 1] == quote);
      plain[length++] = bytes[isQuoted ? ++i : i];
    }
    return Arrays.copyOf(plain, length);
  }
}
