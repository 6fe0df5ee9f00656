package io.github.ecsusagereport.report.lines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is to be read: files, folders of them, standard input. */
public final class Sources {
  private static final String STANDARD_INPUT = "-";

  private final InputStream standardInput;
  private final Problems problems;

  public Sources(InputStream standardInput, Problems problems) {
    this.standardInput = standardInput;
    this.problems = problems;
  }

  /** Reads each; what cannot be read, or has no line in it, is said and left out. */
  public void read(List<String> names, SummaryReader reader) {
    for (String name : names.isEmpty() ? List.of(STANDARD_INPUT) : names) {
      long before = reader.found() + problems.count();
      int files = 1;
      if (name.equals(STANDARD_INPUT)) {
        read("(standard input)", standardInput, reader);
      } else {
        files = readAll(Path.of(name), reader);
      }
      if (reader.found() + problems.count() == before) {
        problems.note(shown(name) + (files == 0 ? ": no file in it" : ": no report line in it"));
      }
    }
  }

  private static String shown(String name) {
    return name.equals(STANDARD_INPUT) ? "(standard input)" : name;
  }

  /** How many files there were. */
  private int readAll(Path path, SummaryReader reader) {
    try {
      List<Path> files = files(path);
      files.forEach(file -> read(file, reader));
      return files.size();
    } catch (IOException e) {
      problems.add(path.toString(), "cannot be read: " + why(e));
      return 0;
    }
  }

  /**
   * Below a folder all files, sorted, but for those whose name begins with a dot. What lies below a
   * folder without rights is said and left out.
   */
  private List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            problems.add(file.toString(), "cannot be read: " + why(e));
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(files);
    return files;
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
    } catch (UnreadFormat.FoundException e) {
      problems.add(name, e.getMessage());
    } catch (IOException e) {
      problems.add(name, "breaks off: " + e.getMessage());
    }
  }

  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no right to read it";
    }
    return e instanceof NoSuchFileException ? "no such file or folder" : e.toString();
  }
}
