package io.github.ecsusagereport.report.lines;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import io.github.ecsusagereport.summary.Arn;
import java.util.Comparator;
import java.util.List;

/**
 * What is sized together: a task definition, and what runs in it. Clusters share it.
 *
 * @param account the number of the account; null when a line does not say
 * @param region null when a line does not say
 * @param family of the task definition; null when a line does not say
 * @param container the watched one; null when several are watched
 * @param job text from {@code USAGE_JOB}; null without one
 */
public record WorkloadKey(
    String account, String region, String family, String container, String job) {
  public static final Comparator<WorkloadKey> ORDER =
      comparing(WorkloadKey::family, nullsFirst(naturalOrder()))
          .thenComparing(WorkloadKey::container, nullsFirst(naturalOrder()))
          .thenComparing(WorkloadKey::job, nullsFirst(naturalOrder()))
          .thenComparing(WorkloadKey::account, nullsFirst(naturalOrder()))
          .thenComparing(WorkloadKey::region, nullsFirst(naturalOrder()));

  private static final String NOT_KNOWN = "?";

  /** {@code import/batch (nightly)}; as it stands in the line, so not printable yet. */
  public String name() {
    String name = known(family) + (container == null ? "" : "/" + container);
    return job == null ? name : name + " (" + job + ")";
  }

  private static String known(String text) {
    return text == null ? NOT_KNOWN : text;
  }

  /**
   * Whether somebody may mean it by these words: its {@link #name()}, that without the job, or the
   * family alone, and behind it the account, the region or both where these tell tasks apart.
   */
  public boolean isCalled(String words) {
    if (!words.startsWith(known(family))) {
      return false;
    }
    if (words.equals(family) || words.equals(family + "/" + container)) {
      return true;
    }
    String both = " " + known(account) + " " + known(region);
    return words.startsWith(name())
        && List.of("", " " + known(account), " " + known(region), both)
            .contains(words.substring(name().length()));
  }

  /** With the account and the region of a task's ARN; without them when that is null or none. */
  static WorkloadKey of(String taskArn, String family, String container, String job) {
    return new WorkloadKey(Arn.accountId(taskArn), Arn.region(taskArn), family, container, job);
  }
}
