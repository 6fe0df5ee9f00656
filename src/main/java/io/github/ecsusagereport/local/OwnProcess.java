package io.github.ecsusagereport.local;

import io.github.ecsusagereport.kernel.Proc;
import io.github.ecsusagereport.kernel.ProcStat;
import io.github.ecsusagereport.kernel.Reading;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;

/** Measures this JVM, without COMMAND, which is its child. */
final class OwnProcess implements ProcessStats {
  private final Proc proc;

  OwnProcess(Proc proc) {
    this.proc = proc;
  }

  /** When this JVM was started. Not its process, which was the launcher before, or its build. */
  Instant startedAt() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  @Override
  public Reading read(Instant now) throws IOException {
    ProcStat stat = proc.self();
    Reading.Cpu cpu =
        new Reading.Cpu(
            stat.userNanos() + stat.kernelNanos(),
            stat.userNanos(),
            stat.kernelNanos(),
            List.of(),
            Reading.Throttling.NONE,
            proc.hostCpuNanos());
    return new Reading(
        now,
        2,
        cpu,
        ProcTree.memory(proc.memoryBytes(stat.pid()), proc.memoryTotalBytes()),
        ProcTree.disk(proc.io(stat.pid())),
        1);
  }
}
