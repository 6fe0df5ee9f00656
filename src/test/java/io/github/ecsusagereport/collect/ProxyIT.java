package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program in an environment that names a proxy where there is none. */
class ProxyIT {
  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir Path directory;

  @Test
  void proxyOfTheEnvironment_isNotUsed() throws Exception {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    try (TaskServer server = new TaskServer()) {
      Process sidecar =
          server.startSidecar(
              out,
              err,
              "HTTP_PROXY=" + NOWHERE,
              "http_proxy=" + NOWHERE,
              "ALL_PROXY=" + NOWHERE,
              "all_proxy=" + NOWHERE,
              "NO_PROXY=",
              "no_proxy=",
              "JAVA_TOOL_OPTIONS=-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=1"
                  + " -DsocksProxyHost=127.0.0.1 -DsocksProxyPort=1"
                  + " -Dhttp.nonProxyHosts= -DsocksNonProxyHosts="
                  + " -Djava.net.useSystemProxies=true");
      try {
        assertTrue(server.awaitFirstRequest(Duration.ofSeconds(60)), () -> read(err));
        server.endBatchAt(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300));
        assertTrue(sidecar.waitFor(60, TimeUnit.SECONDS), "still there");
        assertEquals(0, sidecar.exitValue());
      } finally {
        sidecar.destroyForcibly();
      }
    }
    TestLine line = new TestLine(read(out));
    assertEquals("success, containerExited, 0", line.end());
    assertEquals("", line.trouble());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
