package io.github.ecsusagereport.integrations;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class OpenSearchIT {
  @Test
  void node_answers() throws Exception {
    try (OpenSearchNode node = OpenSearchNode.start()) {
      HttpRequest request = HttpRequest.newBuilder(node.uri()).build();
      String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
      assertTrue(body.contains("\"cluster_name\" : \"integrations\""), body);
    }
  }
}
