package io.github.ecsusagereport.local;

import io.github.ecsusagereport.collect.Collector;
import io.github.ecsusagereport.collect.ShutdownSignal;
import io.github.ecsusagereport.kernel.Proc;
import io.github.ecsusagereport.kernel.ProcStat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Runs a command on this machine as ECS would run it as a task: a metadata endpoint that tells of
 * it, the collector beside it, and one line when it has ended.
 *
 * <p>The command's streams, environment and exit code are its own, as with {@code time}.
 */
public final class LocalTask {
  private static final String V4_VARIABLE = "ECS_CONTAINER_METADATA_URI_V4";
  private static final String V3_VARIABLE = "ECS_CONTAINER_METADATA_URI";
  private static final int USAGE_ERROR = 2;

  /** As of {@code timeout} and {@code env}: not COMMAND has failed, but what was to run it. */
  private static final int OWN_FAILURE = 125;

  private final LocalOptions options;
  private final Map<String, String> environment;
  private final OutputStream out;
  private final PrintStream err;
  private final Sidecar sidecar;
  private final Proc proc;
  private final Clock clock;

  /** What runs beside the command: the collector, but in tests. */
  @FunctionalInterface
  interface Sidecar {
    int run(
        Map<String, String> environment, OutputStream out, PrintStream err, ShutdownSignal signal);
  }

  LocalTask(
      LocalOptions options,
      Map<String, String> environment,
      OutputStream out,
      PrintStream err,
      Sidecar sidecar,
      Proc proc) {
    this.options = options;
    this.environment = environment;
    this.out = out;
    this.err = err;
    this.sidecar = sidecar;
    this.proc = proc;
    this.clock = Clock.systemUTC();
  }

  /** Runs the command to its end and returns its exit code, or 125, 126 or 127 if it never ran. */
  public static int run(
      LocalOptions options, Map<String, String> environment, OutputStream out, PrintStream err)
      throws InterruptedException {
    Proc proc = new Proc(Path.of("/proc"));
    return new LocalTask(options, environment, out, err, Collector::run, proc).run();
  }

  int run() throws InterruptedException {
    if (!proc.isThere()) {
      say("local works on Linux only: it measures with cgroups and /proc");
      return USAGE_ERROR;
    }
    Optional<CommandLookup.Refusal> refusal =
        CommandLookup.refusal(options.command().get(0), environment);
    if (refusal.isPresent()) {
      say(refusal.get().sentence());
      return refusal.get().exitCode();
    }
    try {
      return runMeasured();
    } catch (IOException e) {
      say("local: " + e.getMessage());
      return OWN_FAILURE;
    }
  }

  private int runMeasured() throws IOException, InterruptedException {
    String id = hex32();
    Optional<Cgroup> cgroup = CgroupFolders.make(proc, "ecs-usage-report-" + id.substring(0, 12));
    try (SignalRelay signals = SignalRelay.install(proc)) {
      options.size().ifPresent(size -> enforce(size, cgroup));
      return runTask(newTask(id), cgroup, signals);
    } finally {
      cgroup.ifPresent(this::remove);
    }
  }

  private int runTask(LocalTaskState task, Optional<Cgroup> cgroup, SignalRelay signals)
      throws IOException, InterruptedException {
    OwnProcess ownProcess = new OwnProcess(proc);
    task.usageReport().started(ownProcess.startedAt(), ownProcess);
    try (MetadataServer server = MetadataServer.start(task, cpus())) {
      if (options.endpointOnly()) {
        print(exports(server));
      }
      if (!options.endpointOnly() && !Collector.accepts(collectorEnvironment(server), err)) {
        return USAGE_ERROR;
      }
      Process command = start(task.batch(), cgroup);
      signals.passOnTo(command);
      Sampler sampler = Sampler.start(task.containers(), clock);
      try {
        return options.endpointOnly()
            ? serve(task, command, signals)
            : collect(task, command, server);
      } finally {
        sampler.stop();
      }
    }
  }

  private int collect(LocalTaskState task, Process command, MetadataServer server)
      throws InterruptedException {
    ShutdownSignal shutdown = new ShutdownSignal();
    Map<String, String> settings = collectorEnvironment(server);
    Thread collector = new Thread(() -> sidecar.run(settings, out, err, shutdown), "collector");
    collector.start();
    int exitCode = awaitEnd(task, command);
    shutdown.raise();
    collector.join();
    return exitCode;
  }

  private int serve(LocalTaskState task, Process command, SignalRelay signals)
      throws InterruptedException {
    int exitCode = awaitEnd(task, command);
    say("the command has ended with exit code " + exitCode + "; the endpoint stays until Ctrl-C");
    signals.awaitAfterTheEnd();
    return exitCode;
  }

  /** What ECS does when an essential container ends, up to where it stops the others. */
  private int awaitEnd(LocalTaskState task, Process command) throws InterruptedException {
    int exitCode = command.waitFor();
    task.batch().stop(new LocalContainer.Exit(exitCode, clock.instant()));
    task.usageReport().sampleUnlessFresh(clock.instant());
    return exitCode;
  }

  private Process start(LocalContainer batch, Optional<Cgroup> cgroup) throws IOException {
    List<String> line =
        cgroup
            .map(
                entered ->
                    Trampoline.commandLine(entered.procsFiles(), environment, options.command()))
            .orElse(options.command());
    ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
    // Left alone where it is right already: what is not text survives no other way.
    if (!builder.environment().equals(environment)) {
      builder.environment().clear();
      builder.environment().putAll(environment);
    }
    ProcStat self = proc.self();
    Instant startedAt = clock.instant();
    Process command = builder.start();
    ProcessStats stats =
        cgroup
            .<ProcessStats>map(made -> made)
            .orElseGet(() -> new ProcTree(proc, command.pid(), self, cpus()));
    batch.started(startedAt, stats);
    return command;
  }

  private LocalTaskState newTask(String id) throws IOException {
    Path program = Path.of(options.command().get(0)).getFileName();
    TaskSize machine = new TaskSize(cpus(), proc.memoryTotalBytes() >> 20);
    return new LocalTaskState(
        id,
        program.toString(),
        options.size().orElse(machine),
        newContainer("batch", program.toString()),
        newContainer("usage-report", "ecs-usage-report"));
  }

  private static LocalContainer newContainer(String name, String image) {
    return new LocalContainer(new LocalContainer.Identity(hex32() + hex32(), name, image));
  }

  private void enforce(TaskSize size, Optional<Cgroup> cgroup) {
    List<String> unlimited =
        cgroup.map(made -> made.limitTo(size)).orElse(List.of("memory", "CPU"));
    if (!unlimited.isEmpty()) {
      say(
          "cannot limit "
              + String.join(" and ", unlimited)
              + " here: for that, --size is only what the use is compared with");
    }
  }

  private void remove(Cgroup cgroup) {
    try {
      cgroup.remove();
    } catch (IOException e) {
      String folders =
          cgroup.procsFiles().stream()
              .map(file -> file.getParent().toString())
              .collect(Collectors.joining(", "));
      say("processes of the command are still running; their cgroup stays: " + folders);
    }
  }

  private Map<String, String> collectorEnvironment(MetadataServer server) {
    Map<String, String> settings = new HashMap<>(environment);
    settings.put(V4_VARIABLE, server.uri(EndpointVersion.V4));
    settings.put(V3_VARIABLE, server.uri(EndpointVersion.V3));
    // The processes beside it are this machine's, and no containers of a task.
    settings.put("USAGE_SOURCE", "endpoint");
    options.format().ifPresent(format -> settings.put("USAGE_FORMAT", format));
    return settings;
  }

  private static String exports(MetadataServer server) {
    return "export %s=%s%nexport %s=%s%n"
        .formatted(
            V4_VARIABLE,
            server.uri(EndpointVersion.V4),
            V3_VARIABLE,
            server.uri(EndpointVersion.V3));
  }

  private void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void say(String sentence) {
    err.println("ecs-usage-report: " + sentence);
  }

  private static int cpus() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static String hex32() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
