package io.github.ecsusagereport;

import io.github.ecsusagereport.collect.Collector;
import io.github.ecsusagereport.collect.LateLogback;
import io.github.ecsusagereport.collect.ShutdownSignal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The only class that touches {@code System}: picks the command, wires it, exits. */
public final class Main {
  private static final List<String> COLLECT = List.of("collect");

  private Main() {}

  /**
   * Runs a command; without arguments, the sidecar.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    LateLogback.install();
    // Not System.out, which may split a line into several writes.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    int exitCode = run(System.getenv(), out, System.err, args);
    if (isCollect(args)) {
      // System.exit would look for a logger to say so: the jar opened, 100 classes. Nothing is left
      // to be done: the line is out, and the hook only waits for it.
      Runtime.getRuntime().halt(exitCode);
    }
    System.exit(exitCode);
  }

  private static boolean isCollect(String... args) {
    return args.length == 0 || COLLECT.equals(Arrays.asList(args));
  }

  /** The exit code. */
  static int run(
      Map<String, String> environment, OutputStream out, PrintStream err, String... args) {
    return isCollect(args) ? collect(environment, out, err) : cli(environment, out, err, args);
  }

  private static int cli(
      Map<String, String> environment, OutputStream out, PrintStream err, String... args) {
    // Without it the endpoint of `local` waits 40 ms for each acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    return Cli.run(environment, System.in, out, err, args);
  }

  private static int collect(Map<String, String> environment, OutputStream out, PrintStream err) {
    ShutdownSignal signal = ShutdownSignal.ofThisJvm();
    int exitCode = 1;
    try {
      exitCode = Collector.run(environment, out, err, signal);
    } finally {
      signal.finish(exitCode);
    }
    return exitCode;
  }
}
