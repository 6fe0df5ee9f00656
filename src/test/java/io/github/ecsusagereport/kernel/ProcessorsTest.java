package io.github.ecsusagereport.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorsTest {
  @TempDir private Path proc;

  @Test
  void count_isThatOfTheMachine() throws IOException {
    Files.writeString(
        proc.resolve("stat"), "cpu  1 2 3\ncpu0 1 0 0\ncpu1 0 2 0\ncpu10 0 0 3\nintr 5\ncpus 1\n");

    assertEquals(3, Processors.count(proc.toString()));
  }

  @Test
  void countThatIsNotToBeRead_isNotKnown() throws IOException {
    assertEquals(Double.NaN, Processors.count(proc.toString()));
    Files.writeString(proc.resolve("stat"), "cpu  1 2 3\n");
    assertEquals(Double.NaN, Processors.count(proc.toString()));
  }
}
