package io.github.ecsusagereport.summary;

/** What an ARN says, such as {@code arn:aws:ecs:us-east-1:123456789012:task/…}. */
public final class Arn {
  private static final int REGION = 3;
  private static final int ACCOUNT_ID = 4;

  private Arn() {}

  /** Null when the ARN is null or has none. */
  public static String region(String arn) {
    return part(arn, REGION);
  }

  /** Null when the ARN is null or has none. */
  public static String accountId(String arn) {
    return part(arn, ACCOUNT_ID);
  }

  /**
   * Counted from 0, or null. Without a regular expression: {@code report} does this for each line.
   */
  private static String part(String arn, int number) {
    if (arn == null) {
      return null;
    }
    int start = 0;
    for (int i = 0; i < number; i++) {
      start = arn.indexOf(':', start) + 1;
      if (start == 0) {
        return null;
      }
    }
    int end = arn.indexOf(':', start);
    return end > start ? arn.substring(start, end) : null;
  }
}
