package io.github.ecsusagereport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.LineSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole of {@code local}, in a JVM of its own. */
@Timeout(60)
class LocalCommandIT {
  @TempDir private Path folder;

  private record Outcome(int exitCode, String out, String err) {
    String line() {
      return out.substring(out.lastIndexOf('\n', out.length() - 2) + 1);
    }

    String outBeforeLine() {
      return out.substring(0, out.length() - line().length());
    }
  }

  private static void assertReport(String line) {
    assertTrue(line.contains("\"type\":\"ecs.task.report\""), line);
    LineSchema.assertValid(line);
  }

  @Test
  void command_keepsItsStreamsAndExitCode() throws Exception {
    Files.writeString(folder.resolve("in"), "from standard input\n");

    Outcome outcome = run("--", "sh", "-c", "cat; echo err >&2; printf 'no end of line\n'; exit 3");

    assertEquals(3, outcome.exitCode);
    assertEquals("from standard input\nno end of line\n", outcome.outBeforeLine());
    assertEquals("err\n", outcome.err);
    assertReport(outcome.line());
    assertTrue(outcome.line().contains("\"exitCode\":3"), outcome.out);
  }

  @Test
  void text_isOneLineToo() throws Exception {
    Outcome outcome = run("--format", "text", "--", "sh", "-c", "kill -9 $$");

    assertEquals(137, outcome.exitCode);
    assertTrue(outcome.out.startsWith("REPORT TaskId: "), outcome.out);
    assertTrue(outcome.out.contains("\tExit Code: 137\t"), outcome.out);
  }

  @Test
  void commandsThatCannotRun_have127And126() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "x");

    assertEquals(
        new Outcome(127, "", "ecs-usage-report: no-such-command: command not found\n"),
        run("--", "no-such-command"));
    assertEquals(
        new Outcome(126, "", "ecs-usage-report: " + text + ": not executable\n"),
        run("--", text.toString()));
  }

  @Test
  void arguments_arriveUntouched() throws Exception {
    Outcome outcome = run("--", "printf", "<%s>", "--size", "", "a b", "$HOME", "@x", "*", "'\"\\");

    String args = "<--size><><a b><$HOME><@x><*><'\"\\>";
    assertEquals(args, outcome.out.substring(0, args.length()));
  }

  @Test
  void environment_arrivesUntouched() throws Exception {
    Map<String, String> environment =
        Map.of(
            "PATH", System.getenv("PATH"), "a.b", "1 2", "f%%", "() { :; }", "OLDPWD", "/nowhere");
    ProcessBuilder builder = builder("--", "cat", "/proc/self/environ");
    builder.environment().clear();
    builder.environment().putAll(environment);

    String out = await(builder.start()).out;

    Map<String, String> seen = new TreeMap<>();
    for (String variable : out.substring(0, out.lastIndexOf('\0')).split("\0", -1)) {
      seen.put(variable.replaceFirst("=.*", ""), variable.replaceFirst("[^=]*=", ""));
    }
    assertEquals(new TreeMap<>(environment), seen);
  }

  @Test
  void signals_arePassedOn() throws Exception {
    String script =
        "for s in HUP INT USR1 USR2; do trap \"echo $s\" $s; done;"
            + " trap 'echo TERM; exit 7' TERM; echo ready; while :; do sleep 0.05; done";
    ProcessBuilder builder = builder("--", "sh", "-c", script);
    // Behind nohup or & a signal is ignored, and stays so in the command, as it should.
    builder.command().addAll(0, List.of("env", "--default-signal=HUP,INT"));
    Process process = builder.start();
    String seen = "ready\n";
    awaitOut(seen);
    for (String signal : List.of("HUP", "INT", "USR1", "USR2", "TERM")) {
      new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start().waitFor();
      seen += signal + "\n";
      awaitOut(seen);
    }

    Outcome outcome = await(process);
    assertEquals(7, outcome.exitCode);
    assertEquals(seen, outcome.outBeforeLine());
    assertReport(outcome.line());
  }

  @Test
  void signalThatIsNotCaught_isTheExitCode() throws Exception {
    Process process = builder("--", "sh", "-c", "echo ready; exec sleep 60").start();
    awaitOut("ready\n");
    process.destroy();

    Outcome outcome = await(process);
    assertEquals(143, outcome.exitCode);
    assertReport(outcome.line());
  }

  @Test
  void wrongSetting_isSaidBeforeTheCommandStarts() throws Exception {
    ProcessBuilder builder = builder("--", "sh", "-c", "echo done; exit 5");
    builder.environment().put("USAGE_POLL_INTERVAL", "often");

    Outcome outcome = await(builder.start());
    assertEquals(2, outcome.exitCode);
    assertEquals("", outcome.out);
    assertTrue(outcome.err.contains("USAGE_POLL_INTERVAL"), outcome.err);
  }

  @Test
  void endpoint_staysUntilInterrupted() throws Exception {
    Process process = builder("--endpoint", "--", "sh", "-c", "echo done; exit 4").start();
    awaitOut("done\n");
    try (BufferedReader lines = Files.newBufferedReader(folder.resolve("out"))) {
      String uri = lines.readLine().replace("export ECS_CONTAINER_METADATA_URI_V4=", "");
      awaitBody(uri + "/task", "\"ExitCode\":4");
      assertTrue(
          lines.readLine().startsWith("export ECS_CONTAINER_METADATA_URI=http://127.0.0.1:"));
      assertEquals("done", lines.readLine());
    }
    assertTrue(process.isAlive());
    process.destroy();

    Outcome outcome = await(process);
    assertEquals(4, outcome.exitCode);
    assertEquals(
        "ecs-usage-report: the command has ended with exit code 4; the endpoint stays until Ctrl-C\n",
        outcome.err);
  }

  private Outcome run(String... args) throws IOException, InterruptedException {
    return await(builder(args).start());
  }

  private ProcessBuilder builder(String... args) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LocalLauncher.class.getName()));
    line.addAll(Arrays.asList(args));
    Path in = folder.resolve("in");
    if (!Files.exists(in)) {
      Files.createFile(in);
    }
    ProcessBuilder builder = new ProcessBuilder(line);
    // On a machine that is very busy the endpoint takes more than a second, and the log says so.
    builder.environment().put("USAGE_REQUEST_TIMEOUT", "10s");
    return builder
        .redirectInput(in.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile());
  }

  private Outcome await(Process process) throws IOException, InterruptedException {
    return new Outcome(process.waitFor(), read("out"), read("err"));
  }

  private void awaitOut(String part) throws IOException, InterruptedException {
    while (!read("out").contains(part)) {
      Thread.sleep(20);
    }
  }

  private void awaitBody(String uri, String part) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
    while (!client.send(request, BodyHandlers.ofString()).body().contains(part)) {
      Thread.sleep(20);
    }
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
  }
}
