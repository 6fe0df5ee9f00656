package io.github.ecsusagereport.report.print;

import io.github.ecsusagereport.report.lines.WorkloadKey;
import io.github.ecsusagereport.report.sizing.Advice;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands for each workload, with the region and the account only where these tell apart. */
final class RowLabels {
  private final Map<String, Set<String>> regions = new HashMap<>();
  private final Map<String, Set<String>> accounts = new HashMap<>();

  RowLabels(List<Advice> all) {
    for (Advice advice : all) {
      WorkloadKey key = advice.workload().key();
      String name = key.name();
      regions.computeIfAbsent(name, each -> new HashSet<>()).add(key.region());
      accounts.computeIfAbsent(name, each -> new HashSet<>()).add(key.account());
    }
  }

  /** {@code import/batch (nightly)}, {@code import/batch eu-west-1}. */
  String of(WorkloadKey key) {
    String name = key.name();
    String label = name;
    if (accounts.getOrDefault(name, Set.of()).size() > 1) {
      label += " " + (key.account() == null ? "?" : key.account());
    }
    if (regions.getOrDefault(name, Set.of()).size() > 1) {
      label += " " + (key.region() == null ? "?" : key.region());
    }
    return HumanReadable.printable(label);
  }
}
