package io.github.ecsusagereport.collect;

import java.net.URI;

/** A task metadata endpoint whose answers a test changes between two polls. */
interface TestEndpoint {
  URI uri();

  /** Answers with this from now on. */
  void answer(String path, String body);

  default void task(Object body) {
    answer("/task", body.toString());
  }

  default void stats(Object body) {
    answer("/task/stats", body.toString());
  }

  /** The sidecar itself, and everything as it is at this second. */
  default void good(int second) {
    answer("", TestTask.container(TestTask.SIDECAR, TestTask.SIDECAR_ID).toString());
    task(TestTask.running());
    stats(TestStats.at(second));
  }

  /** The batch has ended by itself, at second 6.5. */
  default void ended(int exitCode) {
    good(0);
    task(TestTask.batchEnded(exitCode));
    stats(TestStats.afterBatch(7));
  }
}
