package io.github.ecsusagereport.kernel;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import java.io.File;
import java.util.List;
import java.util.StringTokenizer;

/**
 * The processes that this one sees: those of its own container, and where the task shares its
 * process ids ({@code "pidMode": "task"}) those of the others.
 */
public final class TaskProcesses {
  /** Where more have come since the last look, the newest are looked at. */
  private static final int MOST_NEW = 16;

  private static final int BUFFER_BYTES = 4096;

  private final String procFolder;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ProcFile load;
  private long lastPid = UNKNOWN;

  /**
   * @param procFolder {@code /proc}
   */
  public TaskProcesses(String procFolder) {
    this.procFolder = procFolder;
    this.load = new ProcFile(procFolder + "/loadavg", buffer);
  }

  /** Whether the first of all processes is in another container than this one. */
  public boolean isShared() {
    String first = cgroupPath("1");
    return first != null && !first.equals(cgroupPath("self"));
  }

  /**
   * Adds those that have come since the last look, the newest at most: the last field of loadavg is
   * the number that was given last (<a
   * href="https://man7.org/linux/man-pages/man5/proc_loadavg.5.html">proc_loadavg(5)</a>), to a
   * process or a thread. A number may be gone again.
   */
  public void addNew(List<String> pids) {
    long newest = load.read() ? load.lastNumber() : UNKNOWN;
    if (newest != UNKNOWN && lastPid != UNKNOWN && newest != lastPid) {
      long from = newest > lastPid ? Math.max(lastPid, newest - MOST_NEW) : newest - MOST_NEW;
      for (long pid = Math.max(0, from) + 1; pid <= newest; pid++) {
        pids.add(Long.toString(pid));
      }
    }
    lastPid = newest;
  }

  /** Adds all there are. */
  public void addAll(List<String> pids) {
    String[] names = new File(procFolder).list();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        pids.add(name);
      }
    }
  }

  /**
   * Where a process is in the tree of cgroups: that of the memory controller with version 1 (<a
   * href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>). Relative to this
   * process's own where that has a namespace of its own, as {@code /../docker-….scope}.
   *
   * @return null when there is no such process
   */
  public String cgroupPath(String pid) {
    ProcFile file = new ProcFile(procFolder + "/" + pid + "/cgroup", buffer);
    if (!file.readToEnd()) {
      return null;
    }
    file.close();
    String ofVersion2 = null;
    StringTokenizer lines = new StringTokenizer(file.text(), "\n");
    while (lines.hasMoreTokens()) {
      String line = lines.nextToken();
      int controllers = line.indexOf(':') + 1;
      int path = line.indexOf(':', controllers) + 1;
      if (path == 0) {
        continue;
      }
      if ((',' + line.substring(controllers, path - 1) + ',').contains(",memory,")) {
        return line.substring(path);
      }
      if (path == controllers + 1) {
        ofVersion2 = line.substring(path);
      }
    }
    return ofVersion2;
  }
}
