package io.github.ecsusagereport.collect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this program, as the build wrote it down. */
public final class Version {
  private Version() {}

  /** Such as 0.1.0. */
  public static String current() {
    try (InputStream in =
        Version.class.getResourceAsStream("/io/github/ecsusagereport/version.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
