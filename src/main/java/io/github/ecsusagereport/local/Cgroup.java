package io.github.ecsusagereport.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A cgroup that was made for COMMAND: it measures, and it can limit. */
interface Cgroup extends ProcessStats {
  /** The files a process writes its id to in order to enter. */
  List<Path> procsFiles();

  /** Makes the size a limit, as far as the kernel lets us; returns what could not be limited. */
  List<String> limitTo(TaskSize size);

  /** Removes the folders; fails while processes live in them. Nothing is killed. */
  void remove() throws IOException;
}
