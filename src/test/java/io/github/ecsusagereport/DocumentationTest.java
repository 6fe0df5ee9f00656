package io.github.ecsusagereport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.collect.SettingNames;
import io.github.ecsusagereport.summary.Metric;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  private static final String README = read("README.md");
  private static final String FIELDS = read("docs/FIELDS.md");

  @Test
  void readme_hasEverySetting() {
    assertEquals(
        SettingNames.all(), matches("^\\| `(USAGE_[A-Z_]+|ECS_[A-Z0-9_]+)`", README), "README.md");
  }

  @Test
  void help_hasEverySetting() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(OutputStream.nullOutputStream());
    assertEquals(
        0, Cli.run(Map.of(), InputStream.nullInputStream(), out, err, "collect", "--help"));
    String help = out.toString(StandardCharsets.UTF_8);

    SettingNames.all().forEach(name -> assertTrue(help.contains(name), name));
    assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
  }

  @Test
  void fields_haveEveryMetric_inTheOrderOfTheLine() {
    List<String> documented =
        matches("`([a-zA-Z0-9]+)`", section(FIELDS, "## `metrics`", "**Memory in use**")).stream()
            .filter(
                name -> List.of(Metric.values()).stream().anyMatch(m -> m.jsonName().equals(name)))
            .distinct()
            .toList();
    assertEquals(List.of(Metric.values()).stream().map(Metric::jsonName).toList(), documented);
  }

  /** The lines that the README quotes have the fields of today's lines, in the same order. */
  @Test
  void readme_quotesLinesWithFieldsThatAre() {
    List<String> everyField =
        matches("\"([a-zA-Z0-9]+)\":", read("src/test/resources/golden/every-field.json"));
    List<String> quoted =
        Pattern.compile("```json\n(\\{\n *\"time\".*?)```", Pattern.DOTALL)
            .matcher(README)
            .results()
            .map(match -> match.group(1))
            .toList();

    assertEquals(2, quoted.size(), "a real run, and the one on Fargate");
    for (String line : quoted) {
      int at = 0;
      for (String name : matches("\"([a-zA-Z0-9]+)\":", line)) {
        boolean isNextContainer = name.equals("name") && everyField.subList(0, at).contains(name);
        int from = isNextContainer ? everyField.indexOf(name) : at;
        int found = everyField.subList(from, everyField.size()).indexOf(name);
        assertTrue(found >= 0, name + " is not a field, or not here");
        at = from + found + 1;
      }
    }
  }

  private static String section(String text, String from, String to) {
    return text.substring(text.indexOf(from), text.indexOf(to));
  }

  private static List<String> matches(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
