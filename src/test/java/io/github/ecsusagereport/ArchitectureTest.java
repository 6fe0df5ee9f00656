package io.github.ecsusagereport;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of the design, as the JDK's jdeps finds them in the compiled classes. */
class ArchitectureTest {
  private static final String ROOT = "io.github.ecsusagereport";
  private static final String HTTP_CLIENT = "org.apache.hc.";

  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          entry(
              "",
              Set.of(
                  "metadata", "usage", "summary", "collect", "report", "local", "taskdefinition")),
          entry("collect", Set.of("metadata", "kernel", "usage", "summary")),
          entry("kernel", Set.of("usage", "summary")),
          entry("metadata", Set.of("usage", "summary")),
          entry("usage", Set.of("summary")),
          entry("summary", Set.of()),
          entry(
              "report",
              Set.of("report.print", "report.sizing", "report.fleet", "report.lines", "summary")),
          entry("report.print", Set.of("report.sizing", "report.fleet", "report.lines", "summary")),
          entry("report.sizing", Set.of("report.fleet", "report.lines", "summary")),
          entry("report.fleet", Set.of("report.lines", "summary")),
          entry("report.lines", Set.of("summary")),
          entry("taskdefinition", Set.of("report.sizing", "report.fleet", "summary")),
          entry("local", Set.of("collect", "kernel")));

  private static final Map<String, Set<String>> USES = new TreeMap<>();

  @BeforeAll
  static void runJdeps() throws Exception {
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    List<String> arguments =
        List.of("-verbose:package", "-filter:none", "--multi-release", "base", classes.toString());
    assertEquals(0, jdeps.run(writer, writer, arguments.toArray(String[]::new)), out::toString);
    var arrows =
        Pattern.compile("^ +([\\w.]+) +-> ([\\w.]+) ", Pattern.MULTILINE).matcher(out.toString());
    while (arrows.find()) {
      USES.computeIfAbsent(arrows.group(1), user -> new TreeSet<>()).add(arrows.group(2));
    }
    assertFalse(USES.isEmpty(), out::toString);
  }

  @Test
  void arrowsBetweenPackages_areThoseOfTheDesign() {
    USES.forEach(
        (user, used) -> {
          Set<String> own =
              used.stream()
                  .filter(name -> name.startsWith(ROOT))
                  .map(ArchitectureTest::shortName)
                  .filter(name -> !name.equals(shortName(user)))
                  .collect(toCollection(TreeSet::new));
          Set<String> allowed = ALLOWED.get(shortName(user));
          own.removeAll(allowed == null ? Set.of() : allowed);
          assertEquals(Set.of(), own, user + " must not use these");
        });
  }

  @Test
  void httpClient_isKnownToMetadataAlone() {
    assertEquals(Set.of(ROOT + ".metadata"), usersOf(HTTP_CLIENT));
  }

  @Test
  void treesOfJson_areKnownToTaskDefinitionAlone() {
    assertEquals(Set.of(ROOT + ".taskdefinition"), usersOf("tools.jackson.databind"));
  }

  private static Set<String> usersOf(String prefix) {
    return USES.keySet().stream()
        .filter(user -> USES.get(user).stream().anyMatch(used -> used.startsWith(prefix)))
        .collect(toCollection(TreeSet::new));
  }

  /** Below the root; the root itself is empty. */
  private static String shortName(String name) {
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }
}
