package io.github.ecsusagereport.local;

/** {@code local} as a program of its own. */
final class LocalLauncher {
  private LocalLauncher() {}

  public static void main(String[] args) {
    System.exit(LocalCommand.commandLine(System.getenv(), System.out, System.err).execute(args));
  }
}
