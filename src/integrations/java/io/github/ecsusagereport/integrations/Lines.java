package io.github.ecsusagereport.integrations;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Report lines: those of docs/samples, golden ones, and those of runs on this machine. */
final class Lines {
  private Lines() {}

  static List<String> samples() {
    return Json.readText("docs/samples/reports.jsonl").lines().toList();
  }

  /** With another family, so that it is alone in it. */
  static String golden(String name) {
    return Json.readText("src/test/resources/golden/" + name + ".json")
        .strip()
        .replace("\"family\":\"import\"", "\"family\":\"" + name + "\"");
  }

  /** The line as a checkpoint of this time. */
  static String checkpoint(String line, String time) {
    return of(line, "ecs.task.checkpoint", time);
  }

  static String longRunning(String line, String time) {
    return of(line, "ecs.task.longRunning", time);
  }

  private static String of(String line, String type, String time) {
    return line.replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"" + time + "\"")
        .replace("ecs.task.report", type)
        .replaceFirst(
            "\"status\":\"[a-zA-Z]*\",\"endReason\":\"[a-zA-Z]*\"", "\"status\":\"running\"")
        .replaceFirst("\"exitCode\":[0-9]+,", "")
        .replaceFirst("\"finishedAt\":\"[^\"]*\",", "");
  }

  /** What {@code local} writes for a command: the program as it is delivered. */
  static String local(String... command) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "target/ecs-usage-report.jar",
                "local",
                "--size",
                "1/512",
                "--"));
    arguments.addAll(List.of(command));
    Process process =
        new ProcessBuilder(arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output.lines().reduce((before, line) -> line).orElseThrow();
  }
}
