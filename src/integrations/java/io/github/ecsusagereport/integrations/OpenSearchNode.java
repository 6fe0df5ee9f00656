package io.github.ecsusagereport.integrations;

import static org.codelibs.opensearch.runner.OpenSearchRunner.newConfigs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.core.common.transport.TransportAddress;
import org.opensearch.http.HttpServerTransport;

/** A real OpenSearch of one node in this JVM: 2.19 on Java 17, 3.x from Java 21 on. */
final class OpenSearchNode implements AutoCloseable {
  private final OpenSearchRunner runner = new OpenSearchRunner();
  private final Path folder;

  private OpenSearchNode(Path folder) {
    this.folder = folder;
  }

  static OpenSearchNode start() throws IOException {
    OpenSearchNode node = new OpenSearchNode(Files.createTempDirectory("opensearch"));
    node.runner.onBuild(
        (number, settings) -> {
          settings.put("http.port", "0");
          settings.put("transport.port", "0");
        });
    node.runner.build(
        newConfigs()
            .numOfNode(1)
            .basePath(node.folder.toString())
            .clusterName("integrations")
            .useLogger()
            .disableESLogger());
    return node;
  }

  URI uri() {
    TransportAddress address =
        runner
            .node()
            .injector()
            .getInstance(HttpServerTransport.class)
            .boundAddress()
            .publishAddress();
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  @Override
  public void close() throws IOException {
    runner.close();
    runner.clean();
  }
}
