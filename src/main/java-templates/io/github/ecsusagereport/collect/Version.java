package io.github.ecsusagereport.collect;

/** The version of this program, filled in by the build: a resource would open the jar. */
public final class Version {
  private Version() {}

  /** Such as 0.1.0. */
  public static String current() {
    return "${project.version}";
  }
}
