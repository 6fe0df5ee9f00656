package io.github.ecsusagereport.kernel;

import java.io.IOException;
import java.util.StringTokenizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many processors the machine has. The runtime's own number is cut to this container's share.
 */
public final class Processors {
  private static final Logger LOG = LoggerFactory.getLogger(Processors.class);

  private Processors() {}

  /**
   * By its lines {@code cpu0}, {@code cpu1}, … (<a
   * href="https://man7.org/linux/man-pages/man5/proc_stat.5.html">proc_stat(5)</a>); NaN where they
   * are not to be read.
   *
   * @param procFolder {@code /proc}
   */
  public static double count(String procFolder) {
    try {
      StringTokenizer lines = new StringTokenizer(ProcText.read(procFolder + "/stat"), "\n");
      int count = 0;
      while (lines.hasMoreTokens()) {
        String line = lines.nextToken();
        boolean isOne =
            line.startsWith("cpu") && line.length() > 3 && Character.isDigit(line.charAt(3));
        count += isOne ? 1 : 0;
      }
      return count == 0 ? Double.NaN : count;
    } catch (IOException | SecurityException e) {
      LOG.debug("The number of processors is not known", e);
      return Double.NaN;
    }
  }
}
