package io.github.ecsusagereport.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The image that is shipped, built from this source by its own Dockerfile, and the tests' batch.
 */
final class Images {
  static final String SIDECAR = "ecs-usage-report:under-test";
  static final String LOAD = "ecs-usage-report-load:under-test";

  private static boolean areBuilt;

  private Images() {}

  /** {@code DOCKER} is the client to use, which has to know BuildKit. */
  static synchronized void build() throws IOException, InterruptedException {
    if (!areBuilt) {
      build(SIDECAR, ".");
      build(LOAD, "src/test/docker/load");
      areBuilt = true;
    }
  }

  private static void build(String name, String folder) throws IOException, InterruptedException {
    String docker = System.getenv().getOrDefault("DOCKER", "docker");
    List<String> command =
        new ArrayList<>(List.of(docker, "build", "--network", "host", "-t", name, folder));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DOCKER_BUILDKIT", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
    }
  }
}
