package io.github.ecsusagereport.report.print;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ColumnTest {
  @Test
  void documentation_hasEveryColumn() throws Exception {
    String documentation = Files.readString(Path.of("docs/REPORT.md"));
    Stream.of(Column.values())
        .map(column -> "`" + column.title() + "`")
        .forEach(title -> assertTrue(documentation.contains(title), title));
  }
}
