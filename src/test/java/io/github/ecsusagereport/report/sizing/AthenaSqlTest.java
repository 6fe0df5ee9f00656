package io.github.ecsusagereport.report.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.report.fleet.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the SQL for Athena has of its own is what the program and the contract have. */
class AthenaSqlTest {
  private static final Path FOLDER = Path.of("integrations/athena");
  private static final Path SCHEMA = Path.of("docs/report-line.schema.json");

  /** Not written by the sidecar, since the endpoint does not tell it: others may add it. */
  private static final String ADDED = "capacityProviderName";

  @Test
  void sizes_areThoseOfReport() throws IOException {
    assertEquals(
        FargateSizes.all(),
        tuples("sizes.sql", "sizes").stream()
            .map(row -> new Size(number(row.get(0)), (int) number(row.get(1))))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sizes.sql", "oversized.sql"})
  void prices_areThoseOfReport(String file) throws IOException {
    List<List<String>> expected = Table.resource("fargate-prices.csv");
    List<List<String>> actual = tuples(file, "prices");

    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).subList(0, 2), actual.get(i).subList(0, 2));
      assertEquals(number(expected.get(i).get(2)), number(actual.get(i).get(2)));
      assertEquals(number(expected.get(i).get(3)), number(actual.get(i).get(3)));
    }
  }

  /** Every name in the row that the view casts a line to. */
  @Test
  void fields_areThoseOfTheSchema() throws IOException {
    String schema = Files.readString(SCHEMA);
    List<String> names =
        matches(
                "(\\w+) (?:varchar|double|bigint|ROW|ARRAY)\\b",
                between("view.sql", "AS ROW(", "AS l"))
            .stream()
            .map(row -> row.get(0))
            .distinct()
            .toList();

    assertTrue(names.contains("maxMemoryUsedMiB"), names.toString());
    for (String name : names) {
      assertTrue(
          name.equals(ADDED) || schema.contains('"' + name + "\": {"),
          name + " is no field of " + SCHEMA);
    }
  }

  /**
   * What the view reads is in the row: Trino knows no difference of case, and a slip stays null.
   */
  @Test
  void paths_areSpelledAsTheRowIs() throws IOException {
    String row = between("view.sql", "AS ROW(", "AS l");

    for (List<String> path : matches("\\bl\\.([\\w.]+)", between("view.sql", "SELECT", "FROM ("))) {
      for (String name : path.get(0).split("\\.", -1)) {
        assertTrue(Pattern.compile("\\b" + name + " ").matcher(row).find(), path.toString());
      }
    }
  }

  private static List<List<String>> tuples(String file, String table) throws IOException {
    return matches(
            "\\(([^()]+)\\)",
            between(file, table + " (", "\n),").replaceFirst("[^(]*\\(VALUES", ""))
        .stream()
        .map(row -> List.of(row.get(0).replace("'", "").split(", ", -1)))
        .toList();
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static String between(String file, String from, String to) throws IOException {
    String text = Files.readString(FOLDER.resolve(file));
    int start = text.indexOf(from) + from.length();
    return text.substring(start, text.indexOf(to, start));
  }

  private static List<List<String>> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> List.of(match.group(1)))
        .toList();
  }
}
