package io.github.ecsusagereport.report.print;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;

import io.github.ecsusagereport.report.fleet.RunFilter;
import io.github.ecsusagereport.report.lines.Run;
import io.github.ecsusagereport.report.sizing.Advice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What there is, for a filter that matches nothing: the names nearest to the one asked for first.
 */
public final class OtherNames {
  private static final int SHOWN = 10;
  private static final int MOST_KEPT = 10_000;

  private final RunFilter filter;
  private final Set<String> families = new TreeSet<>();
  private final Set<String> jobs = new TreeSet<>();
  private final Set<String> containers = new TreeSet<>();
  private final Set<String> tasks = new TreeSet<>();

  public OtherNames(RunFilter filter) {
    this.filter = filter;
  }

  /** Takes a run that is not asked for. */
  public void add(Run run) {
    add(families, run.key().family());
    add(jobs, run.key().job());
    add(containers, run.key().container());
    if (filter.task().isPresent()) {
      add(tasks, run.key().name());
    }
  }

  private static void add(Set<String> names, String name) {
    if (name != null && names.size() < MOST_KEPT) {
      names.add(name);
    }
  }

  /** A sentence for each filter that no run has. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    say(sentences, "--family", filter.family(), families);
    say(sentences, "--job", filter.job(), jobs);
    say(sentences, "--container", filter.container(), containers);
    say(sentences, "--task", filter.task(), tasks);
    if (sentences.isEmpty()) {
      filter.task().ifPresent(task -> sentences.add("No run of " + task + " is asked for."));
    }
    return sentences;
  }

  /** The one that is asked for, where its name is the beginning of others; else all that may be. */
  public List<Advice> meant(List<Advice> called) {
    List<Advice> exactly =
        called.stream()
            .filter(advice -> filter.task().equals(Optional.of(advice.workload().key().name())))
            .toList();
    return exactly.size() == 1 ? exactly : called;
  }

  /** What there is where one is asked for, and several may be meant. */
  public String several(List<Advice> called) {
    RowLabels labels = new RowLabels(called);
    List<String> names = called.stream().map(each -> labels.of(each.workload().key())).toList();
    String asked = filter.task().orElse("");
    return "--task " + asked + " may be any of " + called.size() + ": " + nearest(asked, names);
  }

  private static void say(
      List<String> sentences, String option, Optional<String> asked, Set<String> names) {
    if (asked.isEmpty() || names.contains(asked.get())) {
      return;
    }
    String there =
        names.isEmpty() ? "the lines have none." : "there are " + nearest(asked.get(), names);
    sentences.add("No line with " + option + " " + asked.get() + ": " + there);
  }

  private static String nearest(String asked, Collection<String> names) {
    String nearest =
        names.stream()
            .sorted(
                comparingInt((String name) -> -common(name, asked)).thenComparing(naturalOrder()))
            .limit(SHOWN)
            .map(HumanReadable::printable)
            .collect(Collectors.joining(", "));
    return nearest + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more." : ".");
  }

  /** Characters that both begin and end with: where one is misspelt, these are most of it. */
  private static int common(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int start = 0;
    while (start < most && one.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    return start + end;
  }
}
