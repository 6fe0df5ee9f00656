package io.github.ecsusagereport.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The few forms in which the kernel shows numbers as text. */
public final class KernelText {
  private KernelText() {}

  /** The whole file. The name of a command may be any bytes, so no decoding that can fail. */
  public static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  /** A file that may not be there, as a controller is not: "" then. */
  public static String readIfThere(Path file) {
    try {
      return read(file);
    } catch (IOException e) {
      return "";
    }
  }

  /** A file of one number; {@code otherwise} when it is not there or says {@code max}. */
  public static long number(Path file, long otherwise) {
    return number(readIfThere(file).strip(), otherwise);
  }

  /** Of a file that has a line for each thing; 0 when it is not there. */
  static int countLines(Path file) {
    return (int) readIfThere(file).lines().count();
  }

  /**
   * Lines of a name and a number: {@code file 4096}, {@code read_bytes: 0}, {@code VmRSS: 1234 kB};
   * the last is in bytes then. Lines of another form are left out.
   */
  public static SortedMap<String, Long> keyed(String text) {
    SortedMap<String, Long> values = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      long number = words.length < 2 ? -1 : number(words[1], -1);
      if (number >= 0) {
        String key =
            words[0].endsWith(":") ? words[0].substring(0, words[0].length() - 1) : words[0];
        values.put(key, words.length > 2 && words[2].equals("kB") ? number << 10 : number);
      }
    }
    return values;
  }

  /** What does not fit into a long is no amount of anything, but the kernel's "no limit". */
  public static long number(String text, long otherwise) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
