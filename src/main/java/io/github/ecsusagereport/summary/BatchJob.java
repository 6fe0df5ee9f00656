package io.github.ecsusagereport.summary;

/**
 * What AWS Batch calls the run, as <a
 * href="https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html">its variables</a> say
 * it to each container. A text that is not set is null, a number {@link Metrics#UNKNOWN}.
 *
 * @param id of the job; with its index where it is one of an array
 * @param attempt 1 for the first
 * @param arrayIndex from 0; only in an array
 * @param queue name of the queue
 */
public record BatchJob(String id, long attempt, long arrayIndex, String queue) {
  /** Of a task that Batch did not start. */
  public static final BatchJob NONE = new BatchJob(null, Metrics.UNKNOWN, Metrics.UNKNOWN, null);
}
