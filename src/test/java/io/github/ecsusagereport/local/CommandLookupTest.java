package io.github.ecsusagereport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.local.CommandLookup.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLookupTest {
  @TempDir private Path folder;

  @Test
  void program_isFoundOnThePath() throws IOException {
    write("program", "rwxr-xr-x");

    assertEquals(Optional.empty(), lookUp("program"));
    assertEquals(Optional.empty(), lookUp(folder.resolve("program").toString()));
  }

  @Test
  void whatIsNotThere_is127() {
    assertEquals(refusal(127, "nothing: command not found"), lookUp("nothing"));
    assertEquals(refusal(127, "./nothing: command not found"), lookUp("./nothing"));
    assertEquals(refusal(127, ": command not found"), lookUp(""));
  }

  @Test
  void whatCannotBeExecuted_is126() throws IOException {
    write("text", "rw-r--r--");

    assertEquals(refusal(126, "text: not executable"), lookUp("text"));
    assertEquals(refusal(126, folder + ": is a directory"), lookUp(folder.toString()));
  }

  @Test
  void folderBeforeTheProgram_isPassedOver() throws IOException {
    Files.createDirectories(folder.resolve("first/program"));
    write("program", "rwxr-xr-x");

    assertEquals(
        Optional.empty(),
        CommandLookup.refusal("program", Map.of("PATH", folder.resolve("first") + ":" + folder)));
  }

  @Test
  void withoutPath_theUsualFoldersCount() {
    assertEquals(Optional.empty(), CommandLookup.refusal("sh", Map.of()));
  }

  private Optional<Refusal> lookUp(String command) {
    return CommandLookup.refusal(command, Map.of("PATH", "/nonexistent:" + folder));
  }

  private static Optional<Refusal> refusal(int exitCode, String sentence) {
    return Optional.of(new Refusal(exitCode, sentence));
  }

  private void write(String name, String permissions) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
