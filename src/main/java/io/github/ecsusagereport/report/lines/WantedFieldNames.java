package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Set;

/** The names of the fields that are wanted, found by their bytes. */
final class WantedFieldNames {
  /** Many times as many as there are names. */
  private static final int SIZE = 256;

  private final String[] names = new String[SIZE];
  private final byte[][] spelled = new byte[SIZE][];
  private final int[] hashes = new int[SIZE];

  WantedFieldNames(Set<String> wanted) {
    for (String name : wanted) {
      byte[] bytes = name.getBytes(US_ASCII);
      int hash = hash(bytes, 0, bytes.length);
      int slot = slot(hash);
      while (names[slot] != null) {
        slot = (slot + 1) & (SIZE - 1);
      }
      names[slot] = name;
      spelled[slot] = bytes;
      hashes[slot] = hash;
    }
  }

  /** Of four bytes and the length: all of them would take longer than the rest of the search. */
  private static int hash(byte[] bytes, int start, int length) {
    if (length < 4) {
      return length;
    }
    int ends = bytes[start] << 16 ^ bytes[start + length - 1] << 8 ^ bytes[start + length - 2];
    return (ends ^ bytes[start + length / 2] << 4 ^ length) * 0x9e3779b1;
  }

  /** The name, or an empty one when it is not wanted. */
  String find(byte[] bytes, int start, int length) {
    int hash = hash(bytes, start, length);
    int slot = slot(hash);
    while (names[slot] != null) {
      if (hashes[slot] == hash
          && Arrays.equals(spelled[slot], 0, spelled[slot].length, bytes, start, start + length)) {
        return names[slot];
      }
      slot = (slot + 1) & (SIZE - 1);
    }
    return "";
  }

  private static int slot(int hash) {
    return hash >>> 24;
  }
}
