package io.github.ecsusagereport.report.sizing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A file of comma-separated values with a heading, and with comments behind #. */
final class Table {
  private Table() {}

  /** The rows of a file that this program carries. */
  static List<List<String>> resource(String name) {
    try (InputStream in = Table.class.getResourceAsStream(name)) {
      return rows(new String(in.readAllBytes(), UTF_8), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The rows without the heading.
   *
   * @throws IllegalArgumentException when a row is not as long as the heading
   */
  static List<List<String>> rows(String text, String name) {
    List<List<String>> rows = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = List.of(line.strip().split("\\s*,\\s*", -1));
      if (!rows.isEmpty() && cells.size() != rows.get(0).size()) {
        throw new IllegalArgumentException(
            name + ":" + number + ": not as many columns as the heading");
      }
      rows.add(cells);
    }
    return rows.isEmpty() ? rows : rows.subList(1, rows.size());
  }
}
