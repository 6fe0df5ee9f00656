package io.github.ecsusagereport.collect;

import io.github.ecsusagereport.metadata.PlainPost;
import io.github.ecsusagereport.metadata.PlainPost.Answer;
import io.github.ecsusagereport.summary.OtlpMetrics;
import io.github.ecsusagereport.summary.TaskSummary;
import io.github.ecsusagereport.summary.TaskSummary.LineType;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the numbers of the lines to an OpenTelemetry Collector, after each is written: OTLP over
 * HTTP, one attempt and one more for what <a
 * href="https://github.com/open-telemetry/opentelemetry-proto/blob/ac2c4b5d1f3a6079de62f9afec860158ecc8af09/docs/specification.md#retryable-response-codes">may
 * be tried again</a>. In a thread of its own, so that no poll waits for it; only the end does, for
 * as long as {@link #BUDGET}. Loaded when it is asked for.
 */
final class OtlpExporter {
  /** Of all that follows the report line: less than the shortest stop, which leaves 2 s. */
  static final Duration BUDGET = Duration.ofMillis(1500);

  private static final Duration FIRST_ATTEMPT = Duration.ofMillis(900);

  /** For a checkpoint that is still on its way at the end. */
  private static final Duration LEFT_FOR_A_CHECKPOINT = Duration.ofMillis(400);

  private static final Duration PAUSE = Duration.ofMillis(150);

  /** Begins the reason of what may be tried again. */
  private static final String AGAIN = "twice: ";

  private static final Logger LOG = LoggerFactory.getLogger(OtlpExporter.class);

  private final URI uri;
  private volatile TaskSummary accepted;
  private volatile boolean hasWarned;
  private Thread sender = new Thread("none");

  private OtlpExporter(URI uri) {
    this.uri = uri;
  }

  /** Null when it is no such address, which is said on err: the run goes on without. */
  static OtlpExporter orNull(String endpoint, PrintStream err) {
    try {
      URI uri = URI.create(withoutSlashes(endpoint) + "/v1/metrics");
      boolean isPlain = "http".equals(uri.getScheme()) && uri.getHost() != null;
      if (isPlain && uri.getQuery() == null && uri.getUserInfo() == null) {
        return new OtlpExporter(uri);
      }
    } catch (IllegalArgumentException e) {
      // The sentence says it.
    }
    err.println(
        "ecs-usage-report: USAGE_OTLP_ENDPOINT must be the address of a collector, such as"
            + " http://127.0.0.1:4318, and is \""
            + endpoint
            + "\"; no metrics are sent, and the lines are written as ever.");
    return null;
  }

  private static String withoutSlashes(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(0, end);
  }

  /**
   * Sends a checkpoint or the report; the latter returns within {@link #BUDGET}, sent or not. A
   * checkpoint is left out while the one before is on its way: the next request has its numbers.
   */
  void send(TaskSummary summary) {
    try {
      if (summary.type() == LineType.REPORT) {
        long end = System.nanoTime() + BUDGET.toNanos();
        join(LEFT_FOR_A_CHECKPOINT);
        start(summary, end);
        join(Duration.ofNanos(end - System.nanoTime()));
        warnIfStillSending();
      } else if (summary.type() == LineType.CHECKPOINT && !sender.isAlive()) {
        start(summary, System.nanoTime() + BUDGET.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.warn("The metrics could not be sent to {}", uri, e);
    }
  }

  private void join(Duration atMost) throws InterruptedException {
    long millis = atMost.toMillis();
    if (millis > 0 && sender.isAlive()) {
      sender.join(millis);
    }
  }

  private void warnIfStillSending() {
    if (sender.isAlive()) {
      LOG.warn("The metrics were not sent to {}: no answer in time", uri);
    }
  }

  private void start(TaskSummary summary, long endNanoTime) {
    byte[] body = OtlpMetrics.encode(summary, accepted);
    sender = new Sender(summary, body, endNanoTime);
    sender.start();
  }

  /** A class and no lambda, whose own classes would be loaded for one start. */
  private final class Sender extends Thread {
    private final TaskSummary summary;
    private final byte[] body;
    private final long endNanoTime;

    Sender(TaskSummary summary, byte[] body, long endNanoTime) {
      super("otlp");
      this.summary = summary;
      this.body = body;
      this.endNanoTime = endNanoTime;
      setDaemon(true);
    }

    @Override
    public void run() {
      deliver(summary, body, endNanoTime);
    }
  }

  private void deliver(TaskSummary summary, byte[] body, long endNanoTime) {
    String reason;
    try (PlainPost post = new PlainPost(uri)) {
      reason = attempt(post, body, FIRST_ATTEMPT);
      if (reason != null && reason.startsWith(AGAIN)) {
        LockSupport.parkNanos(PAUSE.toNanos());
        Duration left = Duration.ofNanos(endNanoTime - System.nanoTime());
        reason = left.isNegative() ? reason : attempt(post, body, left);
      }
    } catch (IOException | RuntimeException | Error e) {
      reason = e.toString();
    }
    if (reason == null) {
      accepted = summary;
    } else {
      warn(summary, reason);
    }
  }

  /** Null when it was taken; else why not. */
  private String attempt(PlainPost post, byte[] body, Duration timeout) {
    try {
      Answer answer = post.post(body, timeout);
      if (answer.status() / 100 != 2) {
        return (mayBeTriedAgain(answer.status()) ? AGAIN : "") + said(answer);
      }
      if (answer.body().contains("rejectedDataPoints")) {
        LOG.warn("Some metrics were rejected by {}: {}", uri, said(answer));
      }
      return null;
    } catch (IOException e) {
      return AGAIN + e;
    }
  }

  private static boolean mayBeTriedAgain(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  private static String said(Answer answer) {
    String body = answer.body().strip();
    return "status " + answer.status() + (body.isEmpty() ? "" : ", " + body);
  }

  /** Once for the checkpoints, which may be many, and for the report. */
  private void warn(TaskSummary summary, String reason) {
    if (summary.type() == LineType.REPORT || !hasWarned) {
      hasWarned = true;
      LOG.warn("The metrics of {} were not sent to {}: {}", summary.type().jsonName(), uri, reason);
    }
  }
}
