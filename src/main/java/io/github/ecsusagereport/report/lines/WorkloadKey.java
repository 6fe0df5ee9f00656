package io.github.ecsusagereport.report.lines;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import java.util.Comparator;

/**
 * What is sized together.
 *
 * @param family of the task definition; null when a line does not say
 * @param container the watched one; null when several are watched
 * @param job text from {@code USAGE_JOB}; null without one
 */
public record WorkloadKey(String family, String container, String job) {
  public static final Comparator<WorkloadKey> ORDER =
      comparing(WorkloadKey::family, nullsFirst(naturalOrder()))
          .thenComparing(WorkloadKey::container, nullsFirst(naturalOrder()))
          .thenComparing(WorkloadKey::job, nullsFirst(naturalOrder()));
}
