package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Finds where the sidecar's line begins within a line of a log, and takes its escapes off where it
 * stands in a text of JSON ({@code \"}) or of CSV ({@code ""}). That is done without a parser for
 * what stands around it, which would take longer than all the rest.
 */
final class EscapedLine {
  private static final byte[] BARE = "{\"time\":\"".getBytes(US_ASCII);
  private static final byte[] IN_JSON = "{\\\"time\\\":\\\"".getBytes(US_ASCII);
  private static final byte[] IN_CSV = "{\"\"time\"\":\"\"".getBytes(US_ASCII);

  /** Longer than any line. */
  private final byte[] unescaped = new byte[1 << 14];

  private int length;
  private int end;

  /** The first place from here on; -1 when there is none. */
  static int find(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '{'
          && (isAt(BARE, bytes, i, to)
              || isAt(IN_JSON, bytes, i, to)
              || isAt(IN_CSV, bytes, i, to))) {
        return i;
      }
    }
    return -1;
  }

  static boolean isBare(byte[] bytes, int begin) {
    return bytes[begin + 1] == '"' && bytes[begin + 2] != '"';
  }

  private static boolean isAt(byte[] text, byte[] bytes, int i, int to) {
    return i + text.length <= to && Arrays.equals(bytes, i, i + text.length, text, 0, text.length);
  }

  /** Takes the escapes off, up to what is no escaped quote: that ends the line or its text. */
  void unescape(byte[] bytes, int begin, int to) {
    byte escape = bytes[begin + 1];
    int target = 0;
    int i = begin;
    while (i < to && target < unescaped.length) {
      byte next = bytes[i];
      if (next == escape && i + 1 < to && bytes[i + 1] == '"') {
        i++;
        next = '"';
      } else if (next == '"' || next == '\\') {
        break;
      }
      unescaped[target++] = next;
      i++;
    }
    length = target;
    end = i;
  }

  byte[] bytes() {
    return unescaped;
  }

  int length() {
    return length;
  }

  /** Where it ended in what was given. */
  int end() {
    return end;
  }
}
