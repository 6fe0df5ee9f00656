package io.github.ecsusagereport.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The command line that enters a cgroup and then becomes COMMAND, so that nothing COMMAND does is
 * missed, and what the JVM does to start it is not counted.
 */
final class Trampoline {
  /** What a shell sets by itself. */
  private static final List<String> SET_BY_SHELLS = List.of("OLDPWD", "PWD", "SHLVL", "_");

  /** What a shell passes on. Some, dash and BusyBox among them, drop variables of other names. */
  private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Trampoline() {}

  /**
   * COMMAND by way of {@code sh}, which enters, and {@code env}, which makes good what the shell
   * has done to the environment.
   */
  static List<String> commandLine(
      List<Path> procsFiles, Map<String, String> environment, List<String> command) {
    List<String> line = enter(procsFiles, "exec \"$@\"");
    if (!command.get(0).contains("=")) { // which env would take for a variable
      line.addAll(restore(environment));
    }
    line.addAll(command);
    return line;
  }

  /** Whether a process of ours can really enter: rules and security modules differ too much. */
  static boolean canEnter(List<Path> procsFiles) throws IOException {
    Process trial =
        new ProcessBuilder(enter(procsFiles, "exit 0"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return trial.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<String> enter(List<Path> procsFiles, String then) {
    StringBuilder script = new StringBuilder();
    for (int i = 1; i <= procsFiles.size(); i++) {
      script.append("echo $$ > \"${").append(i).append("}\" || exit 125; ");
    }
    script.append("shift ").append(procsFiles.size()).append("; ").append(then);
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", script.toString(), "sh"));
    procsFiles.forEach(file -> line.add(file.toString()));
    return line;
  }

  /**
   * A command line can be read by everyone for a moment, so no variable is put there that the shell
   * leaves alone.
   */
  private static List<String> restore(Map<String, String> environment) {
    List<String> env = new ArrayList<>(List.of("/usr/bin/env"));
    for (String name : SET_BY_SHELLS) {
      if (!environment.containsKey(name)) {
        env.addAll(List.of("-u", name));
      }
    }
    env.add("--");
    environment.forEach(
        (name, value) -> {
          if (SET_BY_SHELLS.contains(name) || !SHELL_NAME.matcher(name).matches()) {
            env.add(name + "=" + value);
          }
        });
    return env;
  }
}
