package io.github.ecsusagereport.report.lines;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is to be read: files, folders of them, standard input. */
public final class Sources {
  private static final String STANDARD_INPUT = "-";

  private final InputStream standardInput;
  private final Problems problems;

  public Sources(InputStream standardInput, Problems problems) {
    this.standardInput = standardInput;
    this.problems = problems;
  }

  public static boolean exists(String name) {
    return name.equals(STANDARD_INPUT) || Files.exists(Path.of(name));
  }

  /** Reads each; one that cannot be read is said and left out. */
  public void read(List<String> names, SummaryReader reader) {
    for (String name : names.isEmpty() ? List.of(STANDARD_INPUT) : names) {
      if (name.equals(STANDARD_INPUT)) {
        read("(standard input)", standardInput, reader);
      } else {
        readAll(Path.of(name), reader);
      }
    }
  }

  private void readAll(Path path, SummaryReader reader) {
    try {
      files(path).forEach(file -> read(file, reader));
    } catch (IOException | UncheckedIOException e) {
      problems.add(path.toString(), "cannot be read: " + e.getMessage());
    }
  }

  /** Below a folder all files, sorted, but for those whose name begins with a dot. */
  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> below = Files.walk(path)) {
      return below
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private void read(Path file, SummaryReader reader) {
    try (InputStream in = Files.newInputStream(file)) {
      read(file.toString(), in, reader);
    } catch (IOException e) {
      problems.add(file.toString(), "cannot be read: " + why(e));
    }
  }

  private void read(String name, InputStream in, SummaryReader reader) {
    try {
      reader.read(name, Decompression.of(in));
    } catch (IOException e) {
      problems.add(name, "breaks off: " + e.getMessage());
    }
  }

  private static String why(IOException e) {
    return e instanceof NoSuchFileException ? "no such file" : e.toString();
  }
}
