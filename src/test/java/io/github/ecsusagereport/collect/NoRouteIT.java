package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program in a network namespace that has no route to anywhere. */
class NoRouteIT {
  @TempDir Path directory;

  @Test
  void noRoute_isEveryPollMissed_andALine() throws Exception {
    assumeTrue(canMakeNamespaces(), "needs the right to make a network namespace (unshare -n)");
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder("unshare", "-n", java, "-jar", "target/ecs-usage-report.jar");
    builder.environment().put("ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/0b5e7e");
    Process sidecar = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      while (!Files.readString(err).contains("No usable answer")) {
        assertTrue(sidecar.isAlive(), "ended by itself");
        Thread.sleep(20);
      }
      sidecar.destroy();
      assertTrue(sidecar.waitFor(60, TimeUnit.SECONDS), "still there");
    } finally {
      sidecar.destroyForcibly();
    }
    assertEquals(0, sidecar.exitValue());
    TestLine line = new TestLine(Files.readString(out));
    assertEquals("unknown, signal, null", line.end());
    assertEquals(line.get("sampling.polls"), line.get("sampling.missedPolls"));
    assertTrue(Files.readString(err).contains("unreachable"), Files.readString(err));
  }

  private static boolean canMakeNamespaces() throws IOException, InterruptedException {
    try {
      return new ProcessBuilder("unshare", "-n", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
