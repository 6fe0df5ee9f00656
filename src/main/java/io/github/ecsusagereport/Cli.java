package io.github.ecsusagereport;

import io.github.ecsusagereport.collect.Version;
import io.github.ecsusagereport.local.LocalCommand;
import io.github.ecsusagereport.report.ReportCommand;
import io.github.ecsusagereport.taskdefinition.TaskDefinitionCommand;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. The sidecar itself starts without it, and never loads it. */
@Command(
    name = "ecs-usage-report",
    description = {
      "One line at the end of every Amazon ECS task: duration, CPU, memory.",
      "Without a command it is the sidecar: see `ecs-usage-report collect --help`."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Versions.class,
    synopsisSubcommandLabel = "[COMMAND]")
final class Cli {
  private Cli() {}

  /** The exit code: 2 for a command line that is wrong. */
  static int run(
      Map<String, String> environment,
      InputStream in,
      OutputStream out,
      PrintStream err,
      String... args) {
    PrintWriter outWriter = new PrintWriter(out, true, StandardCharsets.UTF_8);
    PrintWriter errWriter = new PrintWriter(err, true, StandardCharsets.UTF_8);
    return new CommandLine(new Cli())
        .addSubcommand(new CollectHelp())
        .addSubcommand(LocalCommand.commandLine(environment, out, err))
        .addSubcommand(
            ReportCommand.commandLine(
                environment, in, out, err, () -> Terminals.find(environment), Clock.systemUTC()))
        .addSubcommand(TaskDefinitionCommand.commandLine(in, out, err))
        // "@name" is an argument of COMMAND, not a file of arguments.
        .setExpandAtFiles(false)
        .setOut(outWriter)
        .setErr(errWriter)
        .execute(args);
  }

  /** What `--version` prints. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"ecs-usage-report " + Version.current()};
    }
  }

  /** The help of the sidecar, which takes no arguments. */
  @Command(
      name = "collect",
      description = {
        "The sidecar: polls the task metadata endpoint and writes one report line at the end.",
        "It takes no arguments; its settings are environment variables:"
      },
      mixinStandardHelpOptions = true,
      versionProvider = Versions.class,
      footer = {
        "",
        "  ECS_CONTAINER_METADATA_URI_V4, else ECS_CONTAINER_METADATA_URI: set by ECS",
        "  USAGE_CONTAINER            containers to watch, comma-separated",
        "                             (the only other one, else all the others)",
        "  USAGE_POLL_INTERVAL        from one poll to the next (1s)",
        "  USAGE_REQUEST_TIMEOUT      for each request (1s)",
        "  USAGE_CHECKPOINT_INTERVAL  between two checkpoint lines, 0: never (15m)",
        "  USAGE_MAX_DURATION         a line each time it has run this long, 0: never (0)",
        "  USAGE_REQUESTED_AT         when the run was asked for: 2026-01-05T03:00:00Z",
        "  USAGE_JOB                  a text for the line: which of a family's commands",
        "  USAGE_FORMAT               json, emf or text (json)",
        "  USAGE_OTLP_ENDPOINT        a collector for metrics, http://127.0.0.1:4318 (none)",
        "  USAGE_CURVE                on or off: the course of the run in the line (on)",
        "  USAGE_SOURCE               auto or endpoint: never the kernel's counters (auto)",
        "  USAGE_MACHINE              on or off: read the machine, which on Fargate is the task's (on)",
        "  USAGE_READ_INTERVAL        from one reading of machine and containers to the next (100ms)",
        "  USAGE_LOG_LEVEL            ERROR, WARN, INFO, DEBUG or TRACE (WARN)"
      })
  static final class CollectHelp implements Runnable {
    @Override
    public void run() {
      // Only reached with --help and --version, which picocli answers itself.
    }
  }
}
