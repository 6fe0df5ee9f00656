package io.github.ecsusagereport.collect;

import java.util.List;

/** Which name was meant. */
final class Typos {
  private Typos() {}

  /** The name that takes the fewest changes of a letter, or null when each takes more than max. */
  static String nearest(String typed, List<String> names, int max) {
    String nearest = null;
    int fewest = max + 1;
    for (String name : names) {
      int changes = changes(typed, name);
      if (changes < fewest) {
        fewest = changes;
        nearest = name;
      }
    }
    return nearest;
  }

  /** Levenshtein distance. */
  private static int changes(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
