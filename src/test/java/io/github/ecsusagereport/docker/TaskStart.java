package io.github.ecsusagereport.docker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How the containers of a task come up, in the agent's order. */
final class TaskStart {
  private static final long POLL_MILLIS = 10;

  private final AgentTask task;

  TaskStart(AgentTask task) {
    this.task = task;
  }

  /** Returns when all that can be started has been. */
  void start() throws IOException, InterruptedException {
    if (task.platform() == Platform.FARGATE) {
      task.pullStarts();
      task.pullStops();
      for (AgentContainer each : task.containers()) {
        create(each);
      }
    }
    List<AgentContainer> waiting = new ArrayList<>(task.containers());
    while (!waiting.isEmpty()) {
      AgentContainer next = nextOf(waiting);
      if (next == null) {
        Thread.sleep(POLL_MILLIS);
      } else {
        waiting.remove(next);
        bringUp(next);
      }
    }
  }

  /** Null while what is waited for goes on. */
  private AgentContainer nextOf(List<AgentContainer> waiting) {
    for (AgentContainer each : waiting) {
      if (task.isToStop() || isReady(each) || isHopeless(each)) {
        return each;
      }
    }
    if (task.containers().stream().noneMatch(each -> each.isRunning() || each.isStopped())) {
      throw new IllegalArgumentException("dependsOn goes round in a circle");
    }
    return null;
  }

  private boolean isReady(AgentContainer container) {
    return container.dependsOn().stream()
        .allMatch(each -> each.isMetBy(task.container(each.containerName())));
  }

  private boolean isHopeless(AgentContainer container) {
    return container.dependsOn().stream()
        .anyMatch(each -> each.isHopelessWith(task.container(each.containerName())));
  }

  /**
   * A container whose turn comes when the task is to stop is never started (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/engine/task_manager.go#L1430-L1452">task_manager.go</a>),
   * and one that waits for what never comes is given up (<a
   * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/engine/task_manager.go#L1220-L1244">task_manager.go</a>).
   */
  private void bringUp(AgentContainer container) throws IOException, InterruptedException {
    if (isHopeless(container)) {
      task.endWithoutStart(container);
      return;
    }
    if (!task.isToStop() && container.knownStatus().equals("NONE")) {
      pull(container);
      create(container);
    }
    task.start(container);
  }

  /** With cached images there is none, and no times of one. */
  private void pull(AgentContainer container) throws InterruptedException {
    if (container.pullMillis() > 0) {
      task.pullStarts();
      container.pull();
      task.pullStops();
    }
  }

  private void create(AgentContainer container) throws IOException {
    container.create(
        task.endpoint().environmentOf(container),
        networkOf(container),
        task.processes() == null ? null : task.processes().mode(),
        task.kernel().parentOf(container.name(), cgroupFolder(container)));
  }

  private String cgroupFolder(AgentContainer container) {
    return task.platform() == Platform.FARGATE ? container.endpointId() : container.name();
  }

  private String networkOf(AgentContainer container) {
    if (task.network() != null) {
      return task.network().mode();
    }
    String mode = task.definition().networkMode();
    boolean isOnHost = mode.equals("host") || container.name().equals(Definition.SIDECAR);
    return isOnHost ? "host" : mode;
  }
}
