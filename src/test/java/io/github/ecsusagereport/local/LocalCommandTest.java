package io.github.ecsusagereport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.kernel.Proc;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LocalCommandTest {
  private final StringWriter usage = new StringWriter();

  @Test
  void options_areBeforeTheCommand() {
    assertEquals(
        new LocalOptions(
            Optional.of(new TaskSize(0.5, 1024)),
            Optional.of("text"),
            true,
            List.of("java", "-version")),
        options("--size", "0.5/1024", "--format=text", "--endpoint", "--", "java", "-version"));
  }

  @Test
  void command_isLeftAsItIs() {
    List<String> command =
        List.of(
            "git", "--format", "x", "--", "--size", "@file", "", "a b", "${sys:user.name}", "'");

    assertEquals(new LocalOptions(Optional.empty(), Optional.empty(), false, command), of(command));
  }

  @Test
  void dashes_canBeLeftOut() {
    assertEquals(
        List.of("sh", "-c", "x", "--", "y"), options("sh", "-c", "x", "--", "y").command());
  }

  @Test
  void mistakes_areExitCode2() {
    assertMistake("Missing required parameter: 'COMMAND'");
    assertMistake("Missing required parameter: 'COMMAND'", "--endpoint", "--");
    assertMistake("--format is json, emf or text, not xml", "--format", "xml", "--", "true");
    assertMistake(
        "Invalid value for option '--size': not VCPU/MiB, such as 0.25/512: big",
        "--size",
        "big",
        "--",
        "true");
    assertMistake("Unknown option: '--what'", "--what", "--", "true");
  }

  @Test
  void withoutLinux_isOneSentence() throws InterruptedException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    LocalTask task =
        new LocalTask(
            of(List.of("true")),
            Map.of(),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            (environment, out, errors, signal) -> 0,
            new Proc(Path.of("/nonexistent")));

    assertEquals(2, task.run());
    assertEquals(
        "ecs-usage-report: local works on Linux only: it measures with cgroups and /proc\n",
        err.toString(StandardCharsets.UTF_8));
  }

  private void assertMistake(String sentence, String... args) {
    assertEquals(2, commandLine().execute(args));
    assertTrue(usage.toString().startsWith(sentence), usage::toString);
    usage.getBuffer().setLength(0);
  }

  private LocalOptions of(List<String> command) {
    String[] args = new String[command.size() + 1];
    args[0] = "--";
    System.arraycopy(command.toArray(), 0, args, 1, command.size());
    return options(args);
  }

  private LocalOptions options(String... args) {
    CommandLine line = commandLine();
    line.parseArgs(args);
    LocalCommand command = line.getCommand();
    return command.options();
  }

  private CommandLine commandLine() {
    PrintStream err =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return LocalCommand.commandLine(Map.of(), OutputStream.nullOutputStream(), err)
        .setErr(new PrintWriter(usage, true));
  }
}
