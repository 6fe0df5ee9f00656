package io.github.ecsusagereport.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.LineSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Has lives lived, asserts what is true of every line, and writes down at the end which lives there
 * were, how near their numbers are to the kernel's, and what {@code report} says of their lines:
 * {@code target/docker/lives.md}, {@code accuracy.md}, {@code report.txt}.
 */
final class LifeBook implements BeforeEachCallback, AfterAllCallback, TestWatcher {
  private static final Path FOLDER = Path.of("target", "docker");
  private static final Path DOCUMENT = Path.of("docs", "ACCURACY.md");

  /** What follows it is rewritten with {@code -Daccuracy.update=true}. */
  private static final String TABLE = "## The table";

  private final String prefix;

  private static final int LINE_BYTES = 16_000;

  private final ThreadLocal<String> name = new ThreadLocal<>();
  private final Map<String, Life> lives = new ConcurrentHashMap<>();
  private final Map<String, String> verdicts = new ConcurrentHashMap<>();
  private final List<String> order = new ArrayList<>();

  LifeBook() {
    this("");
  }

  /**
   * @param prefix of the names of its files; the document is written without one alone
   */
  LifeBook(String prefix) {
    this.prefix = prefix;
  }

  /** Lives it to its end, and asserts that the sidecar ended well with one report line. */
  Life live(Platform platform, Definition definition) throws Exception {
    return live(platform, definition, task -> {});
  }

  Life live(Platform platform, Definition definition, Life.Events events) throws Exception {
    Life life = liveThroughFaults(platform, definition, events);
    assertEquals("", life.stderr());
    return life;
  }

  /** The same with an endpoint that fails at times, which is said once. */
  Life liveThroughFaults(Platform platform, Definition definition, Life.Events events)
      throws Exception {
    Life life = liveUnchecked(platform, definition, events);
    assertEquals(1, life.linesOf("ecs.task.report").size(), life.lines() + life.stderr());
    assertEquals(0, life.sidecar().at("/State/ExitCode").asInt(), life.stderr());
    assertTrue(life.stderr().lines().count() <= 1, life.stderr());
    Accuracy.assertPossible(life);
    return life;
  }

  /** The same for a sidecar that has no good end. */
  Life liveUnchecked(Platform platform, Definition definition) throws Exception {
    return liveUnchecked(platform, definition, task -> {});
  }

  Life liveUnchecked(Platform platform, Definition definition, Life.Events events)
      throws Exception {
    Life life = Life.of(name.get(), platform, definition, events);
    lives.put(life.name(), life);
    for (String line : life.lines()) {
      LineSchema.assertValid(line);
      assertTrue(line.getBytes(StandardCharsets.UTF_8).length < LINE_BYTES, "16,000 bytes");
      assertFalse(line.contains(TaskDocument.SECRET), "labels and options of logs stay out");
    }
    return life;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    name.set(context.getDisplayName());
    synchronized (order) {
      order.add(context.getDisplayName());
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    verdicts.put(context.getDisplayName(), "passed");
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    verdicts.put(context.getDisplayName(), "FAILED");
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    Files.createDirectories(FOLDER);
    List<Life> all =
        lives.values().stream()
            .sorted(Comparator.comparing(life -> order.indexOf(life.name())))
            .toList();
    write(prefix + "lives.md", livesTable(all));
    write(prefix + "accuracy.md", Accuracy.table(all));
    write(prefix + "report.txt", Report.of(lines(all), FOLDER.resolve(prefix + "lines.jsonl")));
    if (prefix.isEmpty() && Boolean.getBoolean("accuracy.update")) {
      String document = Files.readString(DOCUMENT);
      int end = document.indexOf(TABLE) + TABLE.length();
      Files.writeString(DOCUMENT, document.substring(0, end) + "\n\n" + Accuracy.table(all));
    }
  }

  private static List<String> lines(List<Life> all) {
    return all.stream().flatMap(life -> life.lines().stream()).toList();
  }

  private static void write(String file, String text) throws IOException {
    Files.writeString(FOLDER.resolve(file), text);
    System.out.println(text);
  }

  private String livesTable(List<Life> all) {
    StringBuilder table =
        new StringBuilder(
            "| life | status | duration | readings | verdict |\n|---|---|---|---|---|\n");
    for (Life life : all) {
      boolean hasReport = !life.linesOf("ecs.task.report").isEmpty();
      table.append(
          "| %s | %s | %.1f s | %s | %s |%n"
              .formatted(
                  life.name(),
                  hasReport ? life.end() : life.lines().size() + " lines, no report",
                  life.batchDurationMs() / 1000,
                  hasReport ? life.report().at("/sampling/readings").asString() : "",
                  verdicts.getOrDefault(life.name(), "?")));
    }
    verdicts.forEach(
        (each, verdict) -> {
          if (!lives.containsKey(each)) {
            table.append("| %s | did not come to its end | | | %s |%n".formatted(each, verdict));
          }
        });
    return table.toString();
  }
}
