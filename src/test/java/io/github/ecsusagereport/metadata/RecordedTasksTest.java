package io.github.ecsusagereport.metadata;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.summary.TaskSummary.TaskIdentity;
import io.github.ecsusagereport.summary.Timestamps;
import io.github.ecsusagereport.usage.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code /task} in the shapes of each platform. */
class RecordedTasksTest {
  private static final String APP = "a1f0".repeat(16);
  private static final String PAUSE = "9a5e".repeat(16);
  private static final String FARGATE = "0fa26a7e".repeat(4);
  private static final String ARN = "arn:aws:ecs:eu-central-1:444455556666:task/";

  private static long time(String text) {
    return Timestamps.parse(text);
  }

  @Test
  void taskOnEc2Version3_hasNoLimitsAndNoLaunchType() throws Exception {
    TaskMetadata task = Bodies.task(Bodies.resource("task-ec2-awsvpc-v3.json"));
    String id = "1d".repeat(16);
    assertEquals(
        new TaskIdentity("quay", ARN + id, id, "loader", "4", null, null, null), task.task());
    assertEquals(Limits.NONE, task.limits());
    assertEquals(true, task.isNetworkShared());
    assertEquals(true, task.byId(PAUSE).isPause());
    assertEquals(UNKNOWN, task.byId(PAUSE).memoryLimitMiB());
    assertEquals(
        container(
            APP,
            "RUNNING",
            null,
            null,
            512,
            "2026-03-01T10:00:04Z",
            "2026-03-01T10:00:05.064236631Z",
            null,
            "awsvpc"),
        task.byId(APP));
  }

  @Test
  void restartedContainer_keepsTheEndOfItsLastLife() throws Exception {
    TaskMetadata task = Bodies.task(Bodies.resource("task-ec2-bridge.json"));
    assertEquals("loading", task.task().serviceName());
    assertEquals("eu-central-1c", task.task().availabilityZone());
    assertEquals(false, task.isNetworkShared());
    assertEquals(true, task.byId("0dd5".repeat(16)).isStopped());
    assertEquals(time("2026-03-02T10:59:56.5Z"), task.byId("0dd5".repeat(16)).endEpochNanos());
    ContainerMetadata restarted =
        container(
            APP,
            "RUNNING",
            null,
            2,
            256,
            "2026-03-02T11:00:02Z",
            "2026-03-02T11:00:02.75Z",
            "2026-03-02T11:00:02.5Z",
            "bridge");
    assertEquals(restarted, task.byId(APP));
    assertEquals(UNKNOWN, restarted.endEpochNanos());
  }

  @Test
  void taskOnFargate_hasSizeAndStorage() throws Exception {
    TaskMetadata task = Bodies.task(Bodies.resource("task-fargate-1.4.json"));
    ContainerMetadata loader =
        container(
            FARGATE + "-3316220001",
            "RUNNING",
            null,
            null,
            UNKNOWN,
            "2026-03-03T05:06:19.25Z",
            "2026-03-03T05:06:19.25Z",
            null,
            "awsvpc");
    TaskIdentity identity =
        new TaskIdentity(
            "quay",
            ARN + "quay/" + FARGATE,
            FARGATE,
            "loader",
            "9",
            "FARGATE",
            "eu-central-1a",
            null);
    TaskMetadata expected =
        new TaskMetadata(
            identity,
            false,
            false,
            new Limits(0.25, 1024),
            time("2026-03-03T05:06:03.5Z"),
            time("2026-03-03T05:06:18.5Z"),
            UNKNOWN,
            261,
            20_496,
            List.of(loader));
    assertEquals(expected, task);
    assertEquals(true, task.isFargate());
  }

  @Test
  void taskAfterTheExit_hasTheCodeAndTheTime() throws Exception {
    TaskMetadata task = Bodies.task(Bodies.resource("task-after-exit.json"));
    assertEquals(time("2026-03-06T06:09:08.25Z"), task.executionStoppedAtEpochNanos());
    ContainerMetadata ended =
        container(
            APP,
            "STOPPED",
            137,
            null,
            UNKNOWN,
            "2026-03-06T06:00:00.75Z",
            "2026-03-06T06:00:01Z",
            "2026-03-06T06:09:08Z",
            "host");
    assertEquals(ended, task.byId(APP));
    assertEquals(null, task.containers().get(1).id(), "only pulled");
  }

  @Test
  void taskOnAMachineOfOnesOwn_isExternal() throws Exception {
    TaskMetadata task = Bodies.task(Bodies.resource("task-anywhere.json"));
    assertEquals("EXTERNAL", task.task().launchType());
    assertEquals(new Limits(0.25, 256), task.limits());
    assertEquals(time("2026-03-10T06:44:39.928830311Z"), task.pullStartedAtEpochNanos());
    assertEquals(128, task.byId(APP).memoryLimitMiB());
  }

  private static ContainerMetadata container(
      String id,
      String status,
      Integer exitCode,
      Integer restartCount,
      long memoryMiB,
      String createdAt,
      String startedAt,
      String finishedAt,
      String network) {
    return new ContainerMetadata(
        id,
        "loader",
        "registry.example/loader:7",
        "sha256:" + "feed".repeat(16),
        "NORMAL",
        status,
        exitCode,
        restartCount,
        memoryMiB,
        time(createdAt),
        time(startedAt),
        finishedAt == null ? UNKNOWN : time(finishedAt),
        network,
        null);
  }
}
