package io.github.ecsusagereport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whole lines, kept as files; rewritten with {@code -Dgolden.update=true}. */
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  /** The line must be the one in the file of this name. */
  public static void check(String name, byte[] line) {
    check(FOLDER.resolve(name), line);
  }

  /** The same for a file elsewhere in the repository. */
  public static void check(Path file, byte[] line) {
    String actual = new String(line, UTF_8);
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.writeString(file, actual);
      }
      assertEquals(Files.readString(file), actual, file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
