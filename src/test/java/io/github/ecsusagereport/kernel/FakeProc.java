package io.github.ecsusagereport.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that looks like {@code /proc}. */
public record FakeProc(Path root) {
  public static FakeProc in(Path root) throws IOException {
    FakeProc proc = new FakeProc(root);
    proc.write("meminfo", "MemTotal:        2048 kB\nMemFree:  1024 kB\n");
    proc.write("stat", "cpu  100 0 50 800 50 0 0 0 7 0\ncpu0 100 0 50 800 50 0 0 0 7 0\n");
    return proc;
  }

  public Proc proc() {
    return new Proc(root);
  }

  /** Times in ticks of 10 ms. */
  public void process(
      long pid, long parent, long user, long kernel, long waitedUser, long waitedKernel)
      throws IOException {
    process(Long.toString(pid), pid, parent, user, kernel, waitedUser, waitedKernel);
  }

  public void self(long pid, long waitedUser, long waitedKernel) throws IOException {
    process("self", pid, 1, 30, 4, waitedUser, waitedKernel);
  }

  public void memory(long pid, long pssAnonKib, long pssShmemKib) throws IOException {
    write(
        pid + "/smaps_rollup",
        """
        55d0c0a5b000-7ffd8a9f5000 ---p 00000000 00:00 0                          [rollup]
        Rss:                9000 kB
        Pss_Anon:           %d kB
        Pss_Shmem:          %d kB
        """
            .formatted(pssAnonKib, pssShmemKib));
  }

  public void end(long pid) throws IOException {
    Path folder = root.resolve(Long.toString(pid));
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  public void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void process(
      String folder, long pid, long parent, long u, long k, long waitedU, long waitedK)
      throws IOException {
    write(
        folder + "/stat",
        "%d (a) b) S %d 40 40 34816 40 4194304 1 0 0 0 %d %d %d %d 20 0 1 0 %d 0 0\n"
            .formatted(pid, parent, u, k, waitedU, waitedK, 1000 + pid));
  }
}
