package io.github.ecsusagereport.taskdefinition;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.github.ecsusagereport.report.fleet.Size;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code task-definition}. */
@Command(
    name = "task-definition",
    description = {
      "Makes a task definition that can be registered of what `aws ecs describe-task-definition`",
      "prints. Standard input to standard output; standard error shows what changes.",
      "The exit code is 2 when it is refused; then nothing is written."
    },
    sortOptions = false)
public final class TaskDefinitionCommand implements Callable<Integer> {
  private static final int REFUSED = 2;
  private static final int CONTEXT_LINES = 3;

  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;

  @Spec private CommandSpec spec;

  @Option(names = "--add", description = "Put the sidecar in, or renew what differs.")
  private boolean add;

  @Option(
      names = "--exact",
      description =
          "With --add: let it read the containers' own counters; sets pidMode, and its user to the"
              + " batch's, or else to root with SYS_PTRACE alone.")
  private boolean exact;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "With --add: the sidecar's image, such as that in a registry of your own.")
  private String image;

  @Option(
      names = "--container",
      paramLabel = "NAME",
      split = ",",
      description =
          "With --add: the containers whose end is the end of the run, where there are several.")
  private List<String> containers = List.of();

  @Option(
      names = "--take",
      paramLabel = "REPORT.json",
      description = "Write the size that `report --format json` advises for this family.")
  private Path report;

  @Option(
      names = "--size",
      paramLabel = "VCPU/MiB",
      description = "Write this size, such as 0.5/2048.")
  private Size size;

  @SuppressWarnings("unused") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  private TaskDefinitionCommand(InputStream in, OutputStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** The command, ready to be run or to be a subcommand. */
  public static CommandLine commandLine(InputStream in, OutputStream out, PrintStream err) {
    return new CommandLine(new TaskDefinitionCommand(in, out, err))
        .registerConverter(Size.class, TaskDefinitionCommand::size);
  }

  private static Size size(String text) {
    try {
      return Size.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  @Override
  public Integer call() throws IOException {
    check();
    if (TaskDefinitionCommand.class.getResource("sidecar.json") == null) {
      err.println(
          "ecs-usage-report: task-definition is left out of the sidecar's image: run"
              + " ./ecs-usage-report task-definition in a clone of the repository");
      return REFUSED;
    }
    try {
      TaskDefinition definition = TaskDefinition.of(Documents.read(in, "standard input"));
      String before = Documents.print(definition.root());
      Notes notes = new Notes();
      change(definition, notes);
      String after = Documents.print(definition.root());
      notes.sentences().forEach(each -> err.println("ecs-usage-report: " + each));
      show(definition, before, after);
      out.write(after.getBytes(UTF_8));
      out.flush();
      return 0;
    } catch (RefusedException e) {
      err.println("ecs-usage-report: " + e.getMessage());
      return REFUSED;
    }
  }

  private void check() {
    if (!add && (exact || image != null || !containers.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "--exact, --image and --container go with --add");
    }
    if (report != null && size != null) {
      throw new ParameterException(spec.commandLine(), "--take or --size, not both");
    }
  }

  private void change(TaskDefinition definition, Notes notes) throws IOException, RefusedException {
    if (definition.isWindows()) {
      throw new RefusedException(
          definition.family() + " is for Windows, which the sidecar and its sizes are not");
    }
    if (size != null) {
      Bounds.checkSize(definition, size);
      definition.resize(size);
    }
    if (report != null) {
      take(definition, notes);
    }
    if (add) {
      Sidecar.add(definition, new SidecarOptions(exact, image, containers), notes);
    }
    Bounds.check(definition, notes);
  }

  private void take(TaskDefinition definition, Notes notes) throws IOException, RefusedException {
    if (!Files.isReadable(report) || Files.isDirectory(report)) {
      throw new RefusedException(report + " is no file that can be read");
    }
    try (InputStream file = Files.newInputStream(report)) {
      AdvisedSize.take(
          Documents.read(file, report.toString()), report.toString(), definition, notes);
    }
  }

  private void show(TaskDefinition definition, String before, String after) {
    List<String> lines = before.lines().toList();
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            definition.name(),
            definition.family() + ", to be registered",
            lines,
            DiffUtils.diff(lines, after.lines().toList()),
            CONTEXT_LINES);
    if (diff.isEmpty()) {
      err.println("ecs-usage-report: nothing changes in " + definition.name());
    }
    diff.forEach(err::println);
  }
}
