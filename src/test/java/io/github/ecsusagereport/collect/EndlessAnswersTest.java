package io.github.ecsusagereport.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.collect.RawEndpoint.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers without an end, and bytes that are no HTTP: each is one missed poll. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndlessAnswersTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final Duration TIMEOUT = Duration.ofMillis(700);

  /** Twice the largest body; sent, not read: the buffers of two sockets are in it. */
  private static final long BOUND_BYTES = 16L << 20;

  private RawEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint = new RawEndpoint();
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private TestLine statsAtFourth(Duration timeout, Answer answer) {
    return new TestRun(endpoint)
        .timeout(timeout)
        .good(1, 2, 3)
        .poll(
            () -> {
              endpoint.takeBytesSent();
              endpoint.answer("/task/stats", answer);
            })
        .good(5, 6)
        .ended(0)
        .line();
  }

  private void assertMissedOnce(TestLine line) {
    line.assertNumbers("collect/line.json");
    assertEquals("missedPolls=1", line.trouble());
  }

  /** As fast as it is taken. */
  private static Answer endless(String head, String then) {
    byte[] bytes = then.repeat(64 * 1024 / then.length()).getBytes(StandardCharsets.UTF_8);
    return out -> {
      out.write(head.getBytes(StandardCharsets.UTF_8));
      while (true) {
        out.write(bytes);
      }
    };
  }

  private static Answer dripping(String head, String then) {
    return out -> {
      out.write(head.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; ; i++) {
        out.write(then.charAt(i % then.length()));
        LockSupport.parkNanos(20_000_000);
      }
    };
  }

  @Test
  void bodyWithoutEnd_isBoundedBySize() {
    assertMissedOnce(statsAtFourth(Duration.ofSeconds(20), endless(OK + "\r\n", "[[[[ ")));
    assertTrue(endpoint.takeBytesSent() < BOUND_BYTES, "read on after the bound");
  }

  @Test
  void errorBodyWithoutEnd_isBoundedBySize() {
    String head = "HTTP/1.1 500 Oh\r\n\r\n";
    assertMissedOnce(statsAtFourth(Duration.ofSeconds(20), endless(head, "sorry ")));
    assertTrue(endpoint.takeBytesSent() < BOUND_BYTES, "read on after the bound");
  }

  @Test
  void chunksWithoutEnd_areBoundedBySize() {
    String head = OK + "Transfer-Encoding: chunked\r\n\r\n";
    assertMissedOnce(statsAtFourth(Duration.ofSeconds(20), endless(head, "4\r\n    \r\n")));
    assertTrue(endpoint.takeBytesSent() < BOUND_BYTES, "read on after the bound");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Padding: a\r\n", "a", "\r\n", " folded\r\n"})
  void headersWithoutEnd_areBoundedBySize(String header) {
    assertMissedOnce(statsAtFourth(Duration.ofSeconds(20), endless(OK, header)));
    assertTrue(endpoint.takeBytesSent() < BOUND_BYTES, "read on after the bound");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 100 Continue\r\n\r\n", "\r\n", "a"})
  void statusWithoutEnd_isBounded(String status) {
    assertMissedOnce(statsAtFourth(Duration.ofSeconds(2), endless("", status)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX-Padding: "})
  void drippingHeaders_areBoundedByTime(String head) {
    long before = System.nanoTime();
    assertMissedOnce(statsAtFourth(TIMEOUT, dripping(head, "X-Drip: a\r\n")));
    assertInTime(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\r\n", "Content-Length: 9000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"})
  void drippingBody_isBoundedByTime(String head) {
    long before = System.nanoTime();
    String drip = head.startsWith("Transfer") ? "1\r\n \r\n" : " ";
    assertMissedOnce(statsAtFourth(TIMEOUT, dripping(OK + head, drip)));
    assertInTime(before);
  }

  /** One timeout, and as much again as a busy machine takes for the rest. */
  private static void assertInTime(long since) {
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    assertTrue(took.compareTo(TIMEOUT.plusSeconds(4)) < 0, "took " + took);
  }

  @Test
  void cutBody_isMissed() {
    String body = TestStats.at(4).toString();
    String head = OK + "Content-Length: " + (body.length() + 1) + "\r\n\r\n";
    assertMissedOnce(statsAtFourth(TIMEOUT, text(head + body)));
  }

  @Test
  void cutChunk_isMissed() {
    String body = TestStats.at(4).toString();
    String head = OK + "Transfer-Encoding: chunked\r\n\r\n";
    String chunk = Integer.toHexString(body.length() + 9) + "\r\n" + body;
    assertMissedOnce(statsAtFourth(TIMEOUT, text(head + chunk)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n\r\n",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1\r\n\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "HTTP/1.1 0 Zero\r\n\r\n",
        "HTTP/1.1 -1 Minus\r\n\r\n",
        "HTTP/1.1 99 Low\r\n\r\n",
        "HTTP/1.1 999999999999 High\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
        "HTTP/3.0 200 OK\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\n: no name\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Type: ;;;=\u0000/\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: magic\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n{}\r\n"
      })
  void bytesThatAreNoAnswer_areMissed(String bytes) {
    assertMissedOnce(statsAtFourth(Duration.ofSeconds(2), text(bytes)));
  }

  private static Answer text(String bytes) {
    return out -> out.write(bytes.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void bodyJustBelowTheBound_isRead() {
    byte[] padding = new byte[(4 << 20) - 10_000];
    Arrays.fill(padding, (byte) ' ');
    byte[] body = TestStats.at(5).toString().getBytes(StandardCharsets.UTF_8);
    TestLine line =
        new TestRun(endpoint)
            .good(1, 2, 3, 3)
            .poll(
                () ->
                    endpoint.answer(
                        "/task/stats",
                        out -> {
                          out.write((OK + "\r\n").getBytes(StandardCharsets.UTF_8));
                          out.write(padding);
                          out.write(body);
                        }))
            .good(6)
            .ended(0)
            .line();
    line.assertNumbers("collect/line.json");
    assertEquals("", line.trouble());
  }
}
