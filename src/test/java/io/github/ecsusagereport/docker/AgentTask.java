package io.github.ecsusagereport.docker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A task on a Docker Engine, by the rules of the ECS agent: a container is started when what it
 * depends on has been, and stopped when what depends on it has gone; the end of an essential
 * container is the end of the task.
 *
 * @see <a
 *     href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/engine/dependencygraph/graph.go#L417-L530">the
 *     agent's rules of order</a>
 */
final class AgentTask implements AutoCloseable {
  private static final Duration UNTIL_EXIT_CODE = Duration.ofMillis(20);

  private final String id = UUID.randomUUID().toString().replace("-", "");
  private final Definition definition;
  private final Platform platform;
  private final List<AgentContainer> containers = new ArrayList<>();
  private final Set<String> stopping = new HashSet<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AwsvpcNetwork network;
  private final PidNamespace processes;
  private final TaskEndpoint endpoint;
  private final KernelCounters kernel;
  private volatile Instant pullStartedAt;
  private volatile Instant pullStoppedAt;
  private volatile Instant executionStoppedAt;
  private volatile boolean isToStop;
  private boolean isAgentAway;
  private volatile Throwable failure;

  AgentTask(Engine engine, Platform platform, Definition definition) throws IOException {
    this.definition = definition;
    this.platform = platform;
    this.kernel = KernelCounters.of(engine, id);
    for (var each : definition.containers()) {
      String endpointId = id + "-" + (1_000_000_000 + containers.size());
      containers.add(new AgentContainer(engine, platform, endpointId, each));
    }
    if (containers.stream().noneMatch(AgentContainer::isEssential)) {
      throw new IllegalArgumentException("A task definition needs an essential container");
    }
    boolean isAwsvpc = definition.networkMode().equals("awsvpc");
    network = isAwsvpc ? new AwsvpcNetwork(engine) : null;
    processes =
        definition.isPidShared()
            ? new PidNamespace(engine, platform, id + "-999", kernel.parentOf("pause", id + "-999"))
            : null;
    endpoint = new TaskEndpoint(this, isAwsvpc ? network.host() : "127.0.0.1");
  }

  /** Returns when all that can be started has been. */
  void start() throws IOException, InterruptedException {
    new TaskStart(this).start();
  }

  /** Unless the task is to stop: then it is not, ever. */
  synchronized void start(AgentContainer container) throws IOException {
    if (isToStop) {
      endWithoutStart(container);
      return;
    }
    try {
      container.start();
      inBackground(container.name(), () -> awaitEnd(container));
    } catch (Engine.Refusal e) {
      // CannotStartContainerError: STOPPED without a start, an end and an exit code.
      endWithoutStart(container);
    }
  }

  void endWithoutStart(AgentContainer container) {
    container.showNeverStarted();
    endIfEssential(container);
    stopWhatCanBeStopped();
  }

  private void endIfEssential(AgentContainer container) {
    if (container.isEssential()) {
      executionStoppedAt = executionStoppedAt == null ? Instant.now() : executionStoppedAt;
      isToStop = true;
    }
  }

  /** Of the first image that has to be pulled. */
  void pullStarts() {
    pullStartedAt = pullStartedAt == null ? Instant.now() : pullStartedAt;
  }

  /** Of each image: the last one counts. */
  void pullStops() {
    pullStoppedAt = Instant.now();
  }

  private void awaitEnd(AgentContainer container) throws IOException, InterruptedException {
    container.awaitDeath();
    awaitAgent();
    while (!isToStop && container.isToRestart()) {
      container.restart();
      container.awaitDeath();
      awaitAgent();
    }
    container.showZeros();
    container.showStopped(UNTIL_EXIT_CODE);
    endIfEssential(container);
    stopWhatCanBeStopped();
  }

  /**
   * Returns when the sidecar has been started and has asked, or never will. A batch that begins
   * with {@code await} has waited for this.
   */
  void awaitSidecar() throws IOException, InterruptedException {
    AgentContainer sidecar = container(Definition.SIDECAR);
    AgentContainer batch = container(Definition.BATCH);
    while (sidecar.isRunning() && !endpoint.hasBeenAskedBy(sidecar)) {
      Thread.sleep(50);
    }
    while (definition.isBatchWaiting() && batch.isRunning() && !batch.logs()[0].contains("going")) {
      // More than once: its handler may not be there yet.
      batch.kill("USR1");
      Thread.sleep(50);
    }
  }

  /**
   * The agent is away for a while, and comes back without any statistics. What happens meanwhile it
   * notices then.
   */
  void restartAgent(Duration away) throws IOException, InterruptedException {
    synchronized (this) {
      isAgentAway = true;
      endpoint.refuse();
      containers.forEach(AgentContainer::forgetStats);
    }
    Thread.sleep(away.toMillis());
    synchronized (this) {
      for (AgentContainer each : containers) {
        if (each.isRunning()) {
          each.followStats();
        }
      }
      endpoint.listen();
      isAgentAway = false;
      notifyAll();
    }
  }

  private synchronized void awaitAgent() throws InterruptedException {
    while (isAgentAway) {
      wait();
    }
  }

  /** StopTask. */
  void stop() {
    isToStop = true;
    stopWhatCanBeStopped();
  }

  private synchronized void stopWhatCanBeStopped() {
    for (AgentContainer each : containers) {
      if (isToStop && each.isRunning() && !isNeeded(each) && stopping.add(each.name())) {
        inBackground("stop " + each.name(), each::stop);
      }
    }
    if (containers.stream().allMatch(AgentContainer::isStopped)) {
      ended.countDown();
    }
  }

  private boolean isNeeded(AgentContainer container) {
    return containers.stream().anyMatch(each -> !each.isStopped() && each.isDependentOn(container));
  }

  /** Throws what went wrong on the way. */
  void awaitEnd(Duration timeout) throws InterruptedException {
    boolean hasEnded = ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    if (!hasEnded) {
      throw new IllegalStateException("The task has not ended within " + timeout);
    }
  }

  /** Takes the containers away, and what was made for them. */
  @Override
  public void close() throws IOException {
    for (AgentContainer each : containers) {
      each.remove();
    }
    if (network != null) {
      network.close();
    }
    if (processes != null) {
      processes.close();
    }
    endpoint.close();
    kernel.close();
  }

  AgentContainer container(String name) {
    return containers.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No container " + name));
  }

  List<AgentContainer> containers() {
    return List.copyOf(containers);
  }

  String id() {
    return id;
  }

  Definition definition() {
    return definition;
  }

  Platform platform() {
    return platform;
  }

  KernelCounters kernel() {
    return kernel;
  }

  TaskEndpoint endpoint() {
    return endpoint;
  }

  /** Null unless it is awsvpc. */
  AwsvpcNetwork network() {
    return network;
  }

  /** Null unless they are shared. */
  PidNamespace processes() {
    return processes;
  }

  /** Null without a pull. */
  Instant pullStartedAt() {
    return pullStartedAt;
  }

  /** Of the last image so far. */
  Instant pullStoppedAt() {
    return pullStoppedAt;
  }

  /** Null until an essential container has ended. */
  Instant executionStoppedAt() {
    return executionStoppedAt;
  }

  boolean isToStop() {
    return isToStop;
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void inBackground(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException | RuntimeException e) {
                failure = e;
                ended.countDown();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
