package io.github.ecsusagereport.collect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A body of {@code /task}: half a vCPU and 1 GiB, with a batch and this sidecar in it. */
final class TestTask {
  static final String BATCH = "totals";
  static final String SIDECAR = "usage-report";
  static final String BATCH_ID = "ba7c".repeat(16);
  static final String SIDECAR_ID = "51de".repeat(16);

  private final TestJson task = new TestJson();
  private final Map<String, TestJson> containers = new LinkedHashMap<>();

  /** Both containers run. */
  static TestTask running() {
    TestTask body = new TestTask();
    body.task
        .with("Cluster", "harbour")
        .with("TaskARN", "arn:aws:ecs:eu-north-1:111122223333:task/harbour/" + "7e57".repeat(8))
        .with("Family", "nightly-totals")
        .with("Revision", "12")
        .with("DesiredStatus", "RUNNING")
        .with("KnownStatus", "RUNNING")
        .with("Limits.CPU", 0.5)
        .with("Limits.Memory", 1024)
        .with("PullStartedAt", TestStats.time(-8))
        .with("PullStoppedAt", TestStats.time(-1))
        .with("AvailabilityZone", "eu-north-1b")
        .with("LaunchType", "EC2");
    return body.add(container(BATCH, BATCH_ID)).add(container(SIDECAR, SIDECAR_ID));
  }

  /** The batch has ended by itself half a second after its last reading. */
  static TestTask batchEnded(int exitCode) {
    TestTask body = stoppedWithoutExitCode();
    body.container(BATCH).with("ExitCode", exitCode).with("FinishedAt", TestStats.time(6.5));
    return body;
  }

  static TestTask stoppedWithoutExitCode() {
    TestTask body = running();
    body.task.with("DesiredStatus", "STOPPED").with("ExecutionStoppedAt", TestStats.time(6.5));
    body.container(BATCH).with("KnownStatus", "STOPPED");
    return body;
  }

  static TestJson container(String name, String id) {
    return new TestJson()
        .with("DockerId", id)
        .with("Name", name)
        .with("Image", "registry.example/" + name + ":3")
        .with("ImageID", "sha256:" + "1234abcd".repeat(8))
        .with("DesiredStatus", "RUNNING")
        .with("KnownStatus", "RUNNING")
        .with("Limits.CPU", 2)
        .with("CreatedAt", TestStats.time(-0.5))
        .with("StartedAt", TestStats.time(0))
        .with("Type", "NORMAL")
        .withRaw("Networks", "[{\"NetworkMode\":\"bridge\",\"IPv4Addresses\":[\"172.17.0.9\"]}]");
  }

  TestTask add(TestJson container) {
    containers.put(container.toString(), container);
    return this;
  }

  TestTask remove(String name) {
    containers.values().remove(container(name));
    return this;
  }

  TestTask with(String path, Object value) {
    task.with(path, value);
    return this;
  }

  /** The task's own fields. */
  TestJson task() {
    return task;
  }

  TestJson container(String name) {
    return containers.values().stream()
        .filter(each -> each.toString().contains("\"Name\":\"" + name + "\""))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String toString() {
    String list =
        containers.values().stream().map(TestJson::toString).collect(Collectors.joining(","));
    return task.toString().replaceFirst("}$", ",\"Containers\":[" + list + "]}");
  }
}
