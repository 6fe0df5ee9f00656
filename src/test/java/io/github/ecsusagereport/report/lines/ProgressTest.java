package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;

  @Test
  void terminal_hearsAfterASecond_andIsLeftClean() {
    Progress progress = progress(true);
    lines(progress, 1024);
    assertEquals("", shown());

    now = now.plusMillis(1100);
    lines(progress, 2048);
    assertEquals("\r\u001b[K256 lines, 128 report lines", shown());

    progress.finish();
    assertEquals("\r\u001b[K256 lines, 128 report lines\r\u001b[K", shown());
  }

  @Test
  void pipe_hearsNothing() {
    Progress progress = progress(false);
    now = now.plusSeconds(100);
    lines(progress, 1000);
    progress.finish();

    assertEquals("", shown());
  }

  private Progress progress(boolean isTerminal) {
    return new Progress(new PrintStream(err, true, UTF_8), isTerminal, () -> now);
  }

  private static void lines(Progress progress, int count) {
    for (int i = 1; i <= count; i++) {
      progress.lines(i, i / 2);
    }
  }

  private String shown() {
    return err.toString(UTF_8);
  }
}
