package io.github.ecsusagereport.local;

/** A version of the task metadata endpoint, as the first part of its paths. */
enum EndpointVersion {
  V3,
  V4;

  String path() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
