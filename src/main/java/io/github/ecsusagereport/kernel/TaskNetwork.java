package io.github.ecsusagereport.kernel;

import java.io.IOException;
import java.util.StringTokenizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kernel counted on the interface that the default route goes through, at this moment.
 * With awsvpc the sidecar shares the network of its task, and that interface is the task's: ECS
 * shows it the same way, but moves its numbers every 10 s only (<a
 * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/stats/task.go#L143-L176">task.go</a>).
 * Others, such as the one to the endpoint itself, are not counted.
 *
 * @param rxBytes received since the interface is there
 * @param txBytes sent since then
 */
public record TaskNetwork(long rxBytes, long txBytes) {
  private static final Logger LOG = LoggerFactory.getLogger(TaskNetwork.class);

  /** Of {@code /proc/net/route}, in hexadecimal. */
  private static final String DEFAULT = "00000000";

  /** Of {@code /proc/net/dev}, behind the bytes received. */
  private static final int FIELDS_BEFORE_TX_BYTES = 7;

  /**
   * Reads it, or returns null where there is no default route or the files are not to be read.
   *
   * @param folder {@code /proc/net}
   */
  public static TaskNetwork read(String folder) {
    try {
      String device = defaultDevice(ProcText.read(folder + "/route"));
      return device == null ? null : ofDevice(device, ProcText.read(folder + "/dev"));
    } catch (IOException | RuntimeException e) {
      LOG.debug("The network of the task cannot be read from {}", folder, e);
      return null;
    }
  }

  private static String defaultDevice(String routes) {
    StringTokenizer lines = new StringTokenizer(routes, "\n");
    while (lines.hasMoreTokens()) {
      StringTokenizer fields = new StringTokenizer(lines.nextToken());
      String device = fields.nextToken();
      if (fields.hasMoreTokens() && fields.nextToken().equals(DEFAULT)) {
        return device;
      }
    }
    return null;
  }

  private static TaskNetwork ofDevice(String device, String counters) {
    StringTokenizer lines = new StringTokenizer(counters, "\n");
    while (lines.hasMoreTokens()) {
      StringTokenizer fields = new StringTokenizer(lines.nextToken(), " :");
      if (fields.hasMoreTokens() && fields.nextToken().equals(device)) {
        long rxBytes = Long.parseLong(fields.nextToken());
        for (int i = 0; i < FIELDS_BEFORE_TX_BYTES; i++) {
          fields.nextToken();
        }
        return new TaskNetwork(rxBytes, Long.parseLong(fields.nextToken()));
      }
    }
    return null;
  }
}
