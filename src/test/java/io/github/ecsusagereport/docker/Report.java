package io.github.ecsusagereport.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code report}, as its users run it, over lines that the image wrote. */
final class Report {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private Report() {}

  /** What it prints; it takes every line, and every run once. */
  static String of(List<String> lines, Path file) throws IOException, InterruptedException {
    Files.write(file, lines);
    JsonNode report = JsonMapper.shared().readTree(run("json", file));
    long runs = lines.stream().map(line -> field(line, "taskArn")).distinct().count();
    assertEquals(lines.size(), report.at("/input/reportLines").asInt());
    assertEquals(0, report.at("/input/broken").asInt());
    assertEquals(
        runs,
        report.get("tasks").valueStream().mapToLong(task -> task.at("/runs/all").asLong()).sum());
    return run("text", file);
  }

  private static String field(String line, String name) {
    return JsonMapper.shared().readTree(line).get("record").get(name).asString();
  }

  private static String run(String format, Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                JAVA,
                "-jar",
                "target/ecs-usage-report.jar",
                "report",
                "--format",
                format,
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor());
    return printed;
  }
}
