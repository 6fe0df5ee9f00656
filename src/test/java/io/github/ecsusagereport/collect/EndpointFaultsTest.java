package io.github.ecsusagereport.collect;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.permanentRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that are none. The poll is missed, and the numbers of the readings at seconds 1, 2, 3, 5
 * and 6 stand as in {@code collect/line.json}, computed by hand:
 *
 * <ul>
 *   <li>CPU in percent 20, 100, 50, 50 (for 2 s), 30: 3,000 ms in 6 s; the task's with 1 more each
 *       second, and 1 in the seventh: 3,070 ms in 7 s
 *   <li>memory in MiB 100, 200, 150, 250 (for 2 s), 120: 1,070 in 6 s; the task's with 10 more, and
 *       10 in the seventh: 1,140 in 7 s
 *   <li>6 of 6.5 s covered, the last reading 0.5 s before the end
 * </ul>
 */
class EndpointFaultsTest {
  @RegisterExtension private static final WireMockEndpoint ENDPOINT = new WireMockEndpoint();
  private static final String LINE = "collect/line.json";

  /** Good polls, this one, good polls, the end. */
  private static TestLine faultAtFourth(Runnable fault) {
    return new TestRun(ENDPOINT).good(1, 2, 3).poll(fault).good(5, 6).ended(0).line();
  }

  @Test
  void repeatedReading_changesNothing() {
    TestLine line = faultAtFourth(() -> ENDPOINT.good(3));
    line.assertNumbers(LINE);
    assertEquals("", line.trouble());
    assertEquals("7", line.get("sampling.polls"));
    assertEquals("5", line.get("sampling.readings"));
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        arguments("400", status(400).withBody("\"unable to get the task\"")),
        arguments("404", status(404).withBody("\"no such endpoint\"")),
        arguments(
            "429",
            status(429)
                .withHeader("Content-Type", "text/plain; charset=utf-8")
                .withBody("Too many requests.")),
        arguments("500", status(500).withBody("\"unable to get the statistics\"")),
        arguments("500 without a body", status(500)),
        arguments("204", status(204)),
        arguments("304", status(304)),
        arguments("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
        arguments("closed without an answer", aResponse().withFault(Fault.EMPTY_RESPONSE)),
        arguments("not HTTP", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)),
        arguments("chunks of garbage", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)),
        arguments("no body", ok()),
        arguments("not JSON", ok("<html>Bad gateway</html>")),
        arguments("a string", okJson("\"unable to get the task\"")),
        arguments("a number", okJson("17")),
        arguments("null", okJson("null")),
        arguments("an empty object", okJson("{}")),
        arguments("a list", okJson("[{}]")),
        arguments("half of a document", okJson("{\"Containers\":[{\"Name\":\"tot")),
        arguments("two documents", okJson(TestTask.running() + "{}")),
        arguments("not UTF-8", ok().withBody(new byte[] {'{', '"', (byte) 0xff, (byte) 0xc0})),
        arguments("deep", okJson("{\"a\":" + "[".repeat(100_000))),
        arguments("a name without end", okJson("{\"" + "a".repeat(1_000_000))),
        arguments("a number without end", okJson("{\"a\":" + "9".repeat(1_000_000) + "}")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void answerThatIsNone_isMissedOnce(String name, ResponseDefinitionBuilder answer) {
    TestLine line = faultAtFourth(() -> ENDPOINT.answerAll(answer));
    line.assertNumbers(LINE);
    assertEquals("missedPolls=1 missedTaskReads=1", line.trouble());
  }

  @Test
  void redirect_isNotFollowed() {
    String elsewhere = "/elsewhere";
    TestLine line =
        faultAtFourth(
            () -> ENDPOINT.answerAll(permanentRedirect("http://" + authority() + elsewhere)));
    line.assertNumbers(LINE);
    assertEquals("missedPolls=1 missedTaskReads=1", line.trouble());
    assertEquals(0, ENDPOINT.requests(elsewhere));
  }

  private static String authority() {
    return ENDPOINT.uri().getAuthority();
  }

  @Test
  void closedPort_isMissedUntilItIsOpenAgain() {
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3)
            .poll(ENDPOINT::stop)
            .poll(() -> {})
            .poll(
                () -> {
                  ENDPOINT.start();
                  ENDPOINT.good(5);
                })
            .good(6)
            .ended(0)
            .line();
    line.assertNumbers(LINE);
    assertEquals("missedPolls=2 missedTaskReads=2", line.trouble());
  }

  @Test
  void slowAnswer_isMissedAfterTheTimeout() {
    Duration timeout = Duration.ofMillis(700);
    TestLine line =
        new TestRun(ENDPOINT)
            .timeout(timeout)
            .good(1, 2, 3)
            .poll(() -> ENDPOINT.answer("/task/stats", okJson("{}").withFixedDelay(20_000)))
            .good(5, 6)
            .ended(0)
            .line();
    line.assertNumbers(LINE);
    assertEquals("missedPolls=1", line.trouble());
  }

  @Test
  void onlyTaskFails_numbersStand() {
    TestLine line =
        new TestRun(ENDPOINT)
            .every(Duration.ofSeconds(10))
            .good(1, 2, 3)
            .poll(() -> ENDPOINT.answer("/task", status(500)))
            .good(5, 6)
            .ended(0)
            .line();
    line.assertNumbers(LINE);
    assertEquals("missedTaskReads=1", line.trouble());
  }

  @Test
  void onlyStatsFail_theEndIsSeenAllTheSame() {
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3)
            .poll(
                () -> {
                  ENDPOINT.ended(3);
                  ENDPOINT.answer("/task/stats", status(500));
                })
            .line();
    assertEquals("failure, containerExited, 3", line.end());
    assertEquals("1700.0", line.get("metrics.cpuTimeMs"));
    assertEquals("missedPolls=1", line.trouble());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "null", "[]", "\"not found\"", "{\"Name\":7}", "{\"Name\":\"us"})
  void sidecarUnknownAtFirst_isAskedForAgain(String answer) {
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(
                () -> {
                  ENDPOINT.good(1);
                  ENDPOINT.answer("", answer);
                })
            .good(2, 3, 5, 6)
            .ended(0)
            .line();
    line.assertNumbers(LINE);
    assertEquals("missedTaskReads=1", line.trouble());
  }

  @Test
  void taskUnknownAtFirst_isAskedForAgain() {
    TestLine line =
        new TestRun(ENDPOINT)
            .poll(() -> ENDPOINT.answerAll(status(404)))
            .good(1, 2, 3, 5, 6)
            .ended(0)
            .line();
    line.assertNumbers(LINE);
    assertEquals("missedPolls=1 missedTaskReads=2", line.trouble());
  }

  @Test
  void proxyOfTheJvm_isNotUsed() {
    List<String> names = List.of("http.proxyHost", "socksProxyHost");
    List<String> ports = List.of("http.proxyPort", "socksProxyPort");
    // By default Java goes to this machine without a proxy.
    List<String> exceptions = List.of("http.nonProxyHosts", "socksNonProxyHosts");
    exceptions.forEach(name -> assertNull(System.setProperty(name, "")));
    names.forEach(name -> assertNull(System.setProperty(name, "127.0.0.1")));
    ports.forEach(port -> assertNull(System.setProperty(port, "1")));
    try {
      TestLine line = faultAtFourth(() -> ENDPOINT.good(3));
      line.assertNumbers(LINE);
      assertEquals("", line.trouble());
    } finally {
      names.forEach(System::clearProperty);
      ports.forEach(System::clearProperty);
      exceptions.forEach(System::clearProperty);
    }
  }

  @Test
  void bodyOfOneMegabyte_isRead() {
    TestJson padding = new TestJson().with("padding", "x".repeat(1_000_000));
    TestLine line =
        new TestRun(ENDPOINT)
            .good(1, 2, 3, 3)
            .poll(() -> ENDPOINT.stats(TestStats.at(5).with("c0ffee", padding)))
            .good(6)
            .ended(0)
            .line();
    line.assertNumbers(LINE);
    assertEquals("droppedReadings=1", line.trouble());
  }

  @Test
  void neverAnAnswer_stillALine() {
    URI nobody = URI.create("http://127.0.0.1:" + WireMockEndpoint.freePort() + "/v4/0b5e7e");
    TestEndpoint closed =
        new TestEndpoint() {
          @Override
          public URI uri() {
            return nobody;
          }

          @Override
          public void answer(String path, String body) {}
        };
    TestLine line = new TestRun(closed).good(1, 2, 3).line();
    assertEquals("unknown, signal, null", line.end());
    assertEquals("missedPolls=4 missedTaskReads=10", line.trouble());
    assertEquals("4", line.get("sampling.polls"));
    assertEquals("0", line.get("sampling.readings"));
  }
}
