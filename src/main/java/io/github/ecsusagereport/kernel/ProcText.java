package io.github.ecsusagereport.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileInputStream;
import java.io.IOException;

/** One of the kernel's files as a text, for what is read once; {@link ProcFile} is for the rest. */
final class ProcText {
  private ProcText() {}

  /** All of it, however long. */
  static String read(String path) throws IOException {
    try (FileInputStream in = new FileInputStream(path)) {
      return new String(in.readAllBytes(), US_ASCII);
    }
  }
}
