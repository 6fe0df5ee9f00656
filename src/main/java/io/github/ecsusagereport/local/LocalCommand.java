package io.github.ecsusagereport.local;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of {@code local}. */
@Command(
    name = "local",
    description = {
      "Runs COMMAND on this machine and ends with the line its task would end with.",
      "The exit code is COMMAND's; 127 and 126 if it cannot be found or executed."
    },
    customSynopsis =
        "ecs-usage-report local [--size VCPU/MiB] [--format json|emf|text] [--endpoint] -- COMMAND"
            + " [ARG...]",
    sortOptions = false)
public final class LocalCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final OutputStream out;
  private final PrintStream err;

  @Spec private CommandSpec spec;

  @Option(
      names = "--size",
      paramLabel = "VCPU/MiB",
      description =
          "The task's size, such as 0.25/512: a limit where a cgroup can be made, and what the use"
              + " is compared with. Without it, this machine.")
  private TaskSize size;

  @Option(
      names = "--format",
      paramLabel = "json|emf|text",
      description = "The form of the line, before USAGE_FORMAT.")
  private String format;

  @Option(
      names = "--endpoint",
      description =
          "Only serve the metadata endpoint, print the variables to export, and go on until"
              + " interrupted.")
  private boolean endpointOnly;

  @SuppressWarnings("unused") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "What to run, and its arguments.")
  private List<String> command;

  private LocalCommand(Map<String, String> environment, OutputStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** The command, ready to be run or to be a subcommand. */
  public static CommandLine commandLine(
      Map<String, String> environment, OutputStream out, PrintStream err) {
    return new CommandLine(new LocalCommand(environment, out, err))
        .registerConverter(TaskSize.class, LocalCommand::size)
        // What follows COMMAND is COMMAND's, whether or not "--" stands before it.
        .setStopAtPositional(true)
        .setExpandAtFiles(false);
  }

  @Override
  public Integer call() throws InterruptedException {
    return LocalTask.run(options(), environment, out, err);
  }

  LocalOptions options() {
    if (format != null && !List.of("json", "emf", "text").contains(format)) {
      throw new ParameterException(
          spec.commandLine(), "--format is json, emf or text, not " + format);
    }
    return new LocalOptions(
        Optional.ofNullable(size), Optional.ofNullable(format), endpointOnly, command);
  }

  private static TaskSize size(String text) {
    try {
      return TaskSize.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }
}
