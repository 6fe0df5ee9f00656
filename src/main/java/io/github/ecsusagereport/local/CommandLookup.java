package io.github.ecsusagereport.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the program as a shell would, so that what is wrong can be said in one sentence, whichever
 * way COMMAND is started.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/exec.3.html">exec(3), execvp</a>
 */
final class CommandLookup {
  private static final String DEFAULT_PATH = "/bin:/usr/bin";

  private CommandLookup() {}

  /**
   * Why COMMAND cannot be run.
   *
   * @param exitCode 127 when it is not there, 126 when it cannot be executed
   * @see <a
   *     href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02">Exit
   *     Status for Commands</a>
   */
  record Refusal(int exitCode, String sentence) {}

  static Optional<Refusal> refusal(String command, Map<String, String> environment) {
    List<Path> found = candidates(command, environment).filter(Files::exists).toList();
    if (found.isEmpty()) {
      return Optional.of(new Refusal(127, command + ": command not found"));
    }
    if (found.stream().anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file))) {
      return Optional.empty();
    }
    String why = Files.isDirectory(found.get(0)) ? ": is a directory" : ": not executable";
    return Optional.of(new Refusal(126, command + why));
  }

  private static Stream<Path> candidates(String command, Map<String, String> environment) {
    if (command.isEmpty()) {
      return Stream.empty();
    }
    if (command.contains("/")) {
      return Stream.of(Path.of(command));
    }
    // An empty part of the path is the current folder.
    return Stream.of(environment.getOrDefault("PATH", DEFAULT_PATH).split(":", -1))
        .map(folder -> Path.of(folder, command));
  }
}
