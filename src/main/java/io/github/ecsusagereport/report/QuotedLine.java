package io.github.ecsusagereport.report;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * A report line within a line of text that is no JSON: behind a prefix of any shape, in a field of
 * CSV (each quote twice), or quoted with backslashes.
 */
final class QuotedLine {
  private static final byte[] MARK = LineFinder.MARK.getBytes(US_ASCII);

  private QuotedLine() {}

  /** Where the first mark begins; -1 when there is none. */
  static int mark(byte[] bytes, int from, int to) {
    for (int i = from; i + MARK.length <= to; i++) {
      if (bytes[i] == MARK[0] && Arrays.equals(bytes, i, i + MARK.length, MARK, 0, MARK.length)) {
        return i;
      }
    }
    return -1;
  }

  /** Where the object with this mark begins: nothing in the line before it has a bracket. */
  static int bracketBefore(byte[] bytes, int from, int mark) {
    int i = mark;
    while (i >= from && bytes[i] != '{') {
      i--;
    }
    return i >= from ? i : -1;
  }

  /**
   * Takes the quotes off, in place.
   *
   * @return the new end
   */
  static int unquote(byte[] bytes, int from, int mark, int to) {
    byte quote = mark > from ? bytes[mark - 1] : 0;
    if (quote != '"' && quote != '\\') {
      return to;
    }
    int end = from;
    for (int i = from; i < to; i++) {
      boolean isQuoted =
          bytes[i] == quote && i + 1 < to && (bytes[i + 1] == '"' || bytes[i + 1] == quote);
      bytes[end++] = bytes[isQuoted ? ++i : i];
    }
    return end;
  }
}
