package io.github.ecsusagereport.report.print;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names for where there is no room for them: shortened in the middle, since they often differ at
 * their ends. Those that would look the same then keep the place where they differ as well.
 */
final class ShortNames {
  private static final String GAP = "…";

  /** Each time those that still look the same are fewer, or nothing more can be done. */
  private static final int MOST_ROUNDS = 4;

  /** Shown before the place where names differ, so that it can be found in the whole name. */
  private static final int BEFORE = 2;

  private final int length;
  private final Map<String, String> shown = new HashMap<>();

  /**
   * @param length of the longest that there is room for
   */
  ShortNames(List<String> names, int length) {
    this.length = length;
    Set<String> all = new LinkedHashSet<>(names);
    all.forEach(name -> shown.put(name, name.length() <= length ? name : cut(name)));
    for (int round = 0; round < MOST_ROUNDS; round++) {
      byLook(all).values().stream().filter(alike -> alike.size() > 1).forEach(this::tellApart);
    }
  }

  String of(String name) {
    return shown.get(name);
  }

  private Map<String, List<String>> byLook(Set<String> all) {
    Map<String, List<String>> names = new HashMap<>();
    all.forEach(name -> names.computeIfAbsent(shown.get(name), key -> new ArrayList<>()).add(name));
    return names;
  }

  private String cut(String name) {
    int tail = (length - 1) / 2;
    return name.substring(0, length - 1 - tail) + GAP + name.substring(name.length() - tail);
  }

  private void tellApart(List<String> alike) {
    int same = alike.stream().mapToInt(name -> common(name, alike.get(0))).min().orElse(0);
    for (String name : alike) {
      if (name.length() > length) {
        shown.put(name, cutAround(name, same));
      }
    }
  }

  private static int common(String one, String other) {
    int i = 0;
    while (i < Math.min(one.length(), other.length()) && one.charAt(i) == other.charAt(i)) {
      i++;
    }
    return one.equals(other) ? Integer.MAX_VALUE : i;
  }

  /** The begin, the place where it differs, and the end. */
  private String cutAround(String name, int place) {
    int head = length / 4;
    int tail = length / 4;
    int middle = length - head - tail - 2 * GAP.length();
    int from = Math.min(Math.max(head, place - BEFORE), name.length() - tail - middle);
    return name.substring(0, head)
        + GAP
        + name.substring(from, from + middle)
        + GAP
        + name.substring(name.length() - tail);
  }
}
