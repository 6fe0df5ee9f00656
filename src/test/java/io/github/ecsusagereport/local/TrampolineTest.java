package io.github.ecsusagereport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrampolineTest {
  private static final List<Path> PROCS =
      List.of(Path.of("/a/cgroup.procs"), Path.of("/b b/procs"));
  private static final String SCRIPT =
      "echo $$ > \"${1}\" || exit 125; echo $$ > \"${2}\" || exit 125; shift 2; exec \"$@\"";

  @Test
  void command_entersAndKeepsItsArgumentsAndEnvironment() {
    Map<String, String> environment =
        new TreeMap<>(Map.of("PWD", "/p q", "SECRET", "s", "a.b", "1 2", "PATH", "/bin"));

    assertEquals(
        List.of(
            "/bin/sh",
            "-c",
            SCRIPT,
            "sh",
            "/a/cgroup.procs",
            "/b b/procs",
            "/usr/bin/env",
            "-u",
            "OLDPWD",
            "-u",
            "SHLVL",
            "-u",
            "_",
            "--",
            "PWD=/p q",
            "a.b=1 2",
            "grep",
            "-c",
            "$x *",
            ""),
        Trampoline.commandLine(PROCS, environment, List.of("grep", "-c", "$x *", "")));
  }

  @Test
  void commandThatLooksLikeAVariable_goesWithoutEnv() {
    assertEquals(
        List.of("/bin/sh", "-c", SCRIPT, "sh", "/a/cgroup.procs", "/b b/procs", "./a=b"),
        Trampoline.commandLine(PROCS, Map.of(), List.of("./a=b")));
  }
}
