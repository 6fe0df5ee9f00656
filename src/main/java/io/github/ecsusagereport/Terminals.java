package io.github.ecsusagereport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.ecsusagereport.report.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Finds out what the standard streams are. The JDK has no isatty for one stream, so the kernel is
 * asked: of a stream that is a terminal, Linux names the device.
 */
final class Terminals {
  private static final int LEAST_WIDTH = 40;

  private Terminals() {}

  static Terminal find(Map<String, String> environment) {
    boolean isOut = isTerminal(1);
    return new Terminal(isOut, isTerminal(2), isOut ? width(environment) : Terminal.DEFAULT_WIDTH);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static int width(Map<String, String> environment) {
    int columns = number(environment.getOrDefault("COLUMNS", ""));
    if (columns < LEAST_WIDTH) {
      columns = sttyColumns();
    }
    return columns < LEAST_WIDTH ? Terminal.DEFAULT_WIDTH : columns;
  }

  /** What `stty size` says: rows and columns. */
  private static int sttyColumns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectErrorStream(true)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), US_ASCII);
      stty.waitFor(1, TimeUnit.SECONDS);
      return number(answer.substring(answer.indexOf(' ') + 1).strip());
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static int number(String text) {
    return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
  }
}
