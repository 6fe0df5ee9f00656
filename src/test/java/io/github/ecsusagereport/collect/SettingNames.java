package io.github.ecsusagereport.collect;

import java.util.List;
import java.util.stream.Stream;

/** The names of all settings, for the tests of the documentation. */
public final class SettingNames {
  private SettingNames() {}

  /** In the order of the documentation. */
  public static List<String> all() {
    return Stream.concat(
            Stream.of(EnvironmentReader.URI_V4, EnvironmentReader.URI_V3),
            EnvironmentReader.NAMES.stream())
        .toList();
  }
}
