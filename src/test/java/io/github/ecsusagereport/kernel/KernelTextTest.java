package io.github.ecsusagereport.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelTextTest {
  @Test
  void keyedLines_areNumbersInBytes() {
    String text =
        """
        file 4096
        read_bytes: 12
        Name:	a 1
        RssAnon:	     100 kB
        hierarchical_memsw_limit 18446744073709551615
        7f00-7fff ---p 00000000 00:00 0 [rollup]

        """;

    assertEquals(
        Map.of("file", 4096L, "read_bytes", 12L, "RssAnon", 102400L), KernelText.keyed(text));
  }

  @Test
  void noNumber_isTheOther() {
    assertEquals(7, KernelText.number("max", 7));
    assertEquals(7, KernelText.number("18446744073709551615", 7));
    assertEquals(7, KernelText.number(Path.of("/nonexistent"), 7));
    assertEquals(5, KernelText.number("5", 7));
  }
}
