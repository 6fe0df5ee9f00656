package io.github.ecsusagereport.metadata;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.summary.Timestamps;
import io.github.ecsusagereport.usage.ContainerSample;
import org.junit.jupiter.api.Test;

/** Bodies as the open-source agent gives them in the course of a task, cut to what is read. */
class AgentShapesTest {
  private static final String ID = "c0de".repeat(16);

  private static TaskMetadata task(String fields, String... containers) throws MetadataException {
    String body =
        "{\"Cluster\":\"quay\",\"Family\":\"loader\",%s,\"Containers\":[%s]}"
            .formatted(fields, String.join(",", containers));
    return Bodies.task(body.getBytes(UTF_8));
  }

  private static String container(String id, String fields) {
    return "{\"DockerId\":\"%s\",\"Name\":\"loader\",\"Type\":\"NORMAL\",%s}".formatted(id, fields);
  }

  private static TaskStats stats(String body) throws MetadataException {
    return Bodies.stats(body.getBytes(UTF_8));
  }

  private static ContainerSample only(String fields) throws MetadataException {
    return stats("{\"%s\":{%s}}".formatted(ID, fields)).samples().get(ID);
  }

  /** Another container's image comes down: no id, and under no id an entry. */
  @Test
  void containerThatIsOnlyPulled_hasNoId() throws Exception {
    TaskMetadata task =
        task(
            "\"DesiredStatus\":\"RUNNING\",\"KnownStatus\":\"MANIFEST_PULLED\"",
            container("", "\"DesiredStatus\":\"RUNNING\",\"KnownStatus\":\"MANIFEST_PULLED\""));
    assertTrue(task.isStarting());
    ContainerMetadata pulled = task.containers().get(0);
    assertNull(pulled.id());
    assertTrue(pulled.isAlive());
    assertFalse(pulled.isNeverStarted());

    TaskStats stats = stats("{\"\":{},\"%s\":{}}".formatted(ID));
    assertEquals(0, stats.samples().size());
    assertEquals(0, stats.unusable());
  }

  @Test
  void firstFrame_hasCpuOfBeforeTheStart_andNoFrameBefore() throws Exception {
    ContainerSample first =
        only(
            """
            "read":"2026-04-01T10:00:00.006329Z","preread":"0001-01-01T00:00:00Z",
            "pids_stats":{"current":1},"blkio_stats":{"io_service_bytes_recursive":[]},
            "cpu_stats":{"cpu_usage":{"total_usage":23067750},"system_cpu_usage":9000},
            "precpu_stats":{"cpu_usage":{"total_usage":0},"throttling_data":{"periods":0}},
            "memory_stats":{"usage":1376256,"stats":{"cache":0}}""");
    assertEquals(23_067_750, first.cpuTimeNanos());
    assertEquals(UNKNOWN, first.prereadEpochNanos());
    assertEquals(0, first.precpuTimeNanos());
    assertEquals(1_376_256, first.memoryUsedBytes());
    assertEquals(UNKNOWN, first.networkRxBytes());
  }

  /** After a restart of the agent: seconds on the counter, and nothing before. */
  @Test
  void firstFrameOfAnAgentThatRestarted_goesOnCounting() throws Exception {
    ContainerSample first =
        only(
            """
            "read":"2026-04-01T10:00:07Z","preread":"0001-01-01T00:00:00Z",
            "cpu_stats":{"cpu_usage":{"total_usage":6957317649}},
            "precpu_stats":{"cpu_usage":{"total_usage":0}}""");
    assertEquals(6_957_317_649L, first.cpuTimeNanos());
    assertEquals(UNKNOWN, first.memoryUsedBytes());
  }

  /** Polling mode: the frame before is a second old, the one of the last answer seven. */
  @Test
  void polledFrame_hasTheFrameOfASecondBefore() throws Exception {
    ContainerSample polled =
        only(
            """
            "read":"2026-04-01T10:00:14.004Z","preread":"2026-04-01T10:00:13Z",
            "cpu_stats":{"cpu_usage":{"total_usage":3029650289},
              "throttling_data":{"periods":0,"throttled_periods":0,"throttled_time":0}},
            "precpu_stats":{"cpu_usage":{"total_usage":3029650288}}""");
    assertEquals(1_004_000_000, polled.readEpochNanos() - polled.prereadEpochNanos());
    assertEquals(3_029_650_288L, polled.precpuTimeNanos());
  }

  /** awsvpc: the interface of the task on every container, after 10 s. */
  @Test
  void networkOfTheTask_isOnEachContainer() throws Exception {
    ContainerSample sample =
        only(
            """
            "read":"2026-04-01T10:00:20Z","cpu_stats":{"cpu_usage":{"total_usage":9}},
            "networks":{"eth0":{"rx_bytes":0,"rx_packets":0,"tx_bytes":3757452}},
            "network_rate_stats":{"rx_bytes_per_sec":0,"tx_bytes_per_sec":199969.671875}""");
    assertEquals(0, sample.networkRxBytes());
    assertEquals(3_757_452, sample.networkTxBytes());
  }

  /** cgroup v2, dying: no time, and nothing but the frame before. */
  @Test
  void frameOfZeros_isNoReading() throws Exception {
    TaskStats stats =
        stats(
            """
            {"%s":{"read":"0001-01-01T00:00:00Z","preread":"2026-04-01T10:00:09.1Z",
            "cpu_stats":{"cpu_usage":{"total_usage":0}},"memory_stats":{},
            "precpu_stats":{"cpu_usage":{"total_usage":1385854000}}}}"""
                .formatted(ID));
    assertEquals(0, stats.samples().size());
    assertEquals(1, stats.unusable());
  }

  /** The task's cgroup has the limit: Docker shows the host's memory, the kernel the limit. */
  @Test
  void limitOfTheTask_isTheOneThatTheKernelEnforces() throws Exception {
    ContainerSample sample =
        only(
            """
            "read":"2026-04-01T10:00:20Z","memory_stats":{"usage":100663296,"limit":25282265088,
            "stats":{"cache":4194304,"hierarchical_memory_limit":134217728}}""");
    assertEquals(134_217_728, sample.memoryLimitBytes());
    assertEquals(96_468_992, sample.memoryUsedBytes());
  }

  /** CannotStartContainerError, and an image that is not there. */
  @Test
  void startThatFailed_hasNoTimesAndNoExitCode() throws Exception {
    for (String id : new String[] {ID, ""}) {
      TaskMetadata task =
          task(
              "\"DesiredStatus\":\"STOPPED\",\"KnownStatus\":\"CREATED\","
                  + "\"ExecutionStoppedAt\":\"2026-04-01T10:00:31.2Z\"",
              container(
                  id,
                  "\"DesiredStatus\":\"STOPPED\",\"KnownStatus\":\"STOPPED\","
                      + "\"CreatedAt\":\"2026-04-01T10:00:27.9Z\""));
      assertTrue(task.containers().get(0).isNeverStarted());
      assertNull(task.containers().get(0).exitCode());
      assertTrue(task.isToStop());
      assertFalse(task.isStoppedFromOutside());
      assertFalse(task.isStarting());
    }
  }

  @Test
  void taskThatIsToldToStop_showsItWhileItsContainersRun() throws Exception {
    TaskMetadata task =
        task(
            "\"DesiredStatus\":\"STOPPED\",\"KnownStatus\":\"RUNNING\"",
            container(
                ID,
                "\"DesiredStatus\":\"STOPPED\",\"KnownStatus\":\"RUNNING\","
                    + "\"StartedAt\":\"2026-04-01T10:00:00Z\""));
    assertTrue(task.isStoppedFromOutside());
    assertTrue(task.containers().get(0).isAlive());
  }

  @Test
  void restart_isCounted_withAndWithoutTheEndOfTheLastLife() throws Exception {
    String running =
        "\"KnownStatus\":\"RUNNING\",\"StartedAt\":\"2026-04-01T10:00:00Z\",\"RestartCount\":%d";
    TaskMetadata first = task("\"KnownStatus\":\"RUNNING\"", container(ID, running.formatted(1)));
    TaskMetadata second =
        task(
            "\"KnownStatus\":\"RUNNING\"",
            container(ID, running.formatted(2) + ",\"FinishedAt\":\"2026-04-01T10:00:09Z\""));
    assertEquals(1, first.byId(ID).restartCount());
    assertEquals(2, second.byId(ID).restartCount());
    assertEquals(UNKNOWN, second.byId(ID).endEpochNanos());
  }

  @Test
  void healthOfAContainer_isItsStatus() throws Exception {
    TaskMetadata task =
        task(
            "\"KnownStatus\":\"RUNNING\"",
            container(
                ID,
                "\"KnownStatus\":\"RUNNING\",\"Health\":{\"status\":\"UNHEALTHY\","
                    + "\"statusSince\":\"2026-04-01T10:00:03Z\",\"exitCode\":1,\"output\":\"sick\"}"),
            container("1", "\"KnownStatus\":\"RUNNING\",\"Health\":{}"),
            container("2", "\"KnownStatus\":\"RUNNING\",\"Health\":null"));
    assertEquals("UNHEALTHY", task.byId(ID).health());
    assertNull(task.byId("1").health());
    assertNull(task.byId("2").health());
  }

  @Test
  void pullOfTheSidecar_endsAfterTheStartOfTheBatch() throws Exception {
    TaskMetadata task =
        task(
            "\"KnownStatus\":\"RUNNING\",\"PullStartedAt\":\"2026-04-01T10:00:00.1Z\","
                + "\"PullStoppedAt\":\"2026-04-01T10:00:06.3Z\"",
            container(
                ID,
                "\"KnownStatus\":\"RUNNING\",\"CreatedAt\":\"2026-04-01T10:00:00.2Z\","
                    + "\"StartedAt\":\"2026-04-01T10:00:00.3Z\""));
    assertEquals(Timestamps.parse("2026-04-01T10:00:06.3Z"), task.pullStoppedAtEpochNanos());
    assertEquals(Timestamps.parse("2026-04-01T10:00:00.2Z"), task.byId(ID).createdAtEpochNanos());
  }

  /** {@code pidMode: task} on EC2, and awsvpc. */
  @Test
  void pauses_areKnownByTypeAndName() throws Exception {
    TaskMetadata task =
        task(
            "\"KnownStatus\":\"RUNNING\"",
            "{\"DockerId\":\"p\",\"Name\":\"~internal~ecs~pause~namespace\","
                + "\"Type\":\"NAMESPACE_PAUSE\",\"KnownStatus\":\"RESOURCES_PROVISIONED\"}",
            "{\"DockerId\":\"n\",\"Name\":\"~internal~ecs~pause\",\"Type\":\"CNI_PAUSE\"}",
            "{\"DockerId\":\"f\",\"Name\":\"aws-fargate-pause\",\"Type\":\"NORMAL\"}");
    for (ContainerMetadata each : task.containers()) {
      assertTrue(each.isPause() && each.isOfAws(), each.name());
    }
  }

  @Test
  void containersOfAws_areKnownByName() throws Exception {
    for (String name :
        new String[] {
          "aws-guardduty-agent-x1", "ecs-service-connect-x1", "~internal~ecs-emptyvolume-source"
        }) {
      ContainerMetadata container =
          task("\"KnownStatus\":\"RUNNING\"", container(ID, "\"X\":1").replace("loader", name))
              .byId(ID);
      assertTrue(container.isOfAws() && !container.isPause(), name);
    }
    for (String name : new String[] {"aws-guardduty", "service-connect", "internal", "batch"}) {
      ContainerMetadata container =
          task("\"KnownStatus\":\"RUNNING\"", container(ID, "\"X\":1").replace("loader", name))
              .byId(ID);
      assertFalse(container.isOfAws(), name);
    }
  }

  /** {@code ECS_DISABLE_METRICS=true}, version 4 and 3. */
  @Test
  void metricsThatAreOff_areEntriesWithoutAReading() throws Exception {
    assertEquals(0, stats("{\"%s\":{}}".formatted(ID)).unusable());
    assertEquals(0, stats("{\"%s\":null}".formatted(ID)).samples().size());
  }
}
