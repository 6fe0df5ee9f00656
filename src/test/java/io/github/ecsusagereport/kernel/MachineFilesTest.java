package io.github.ecsusagereport.kernel;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineFilesTest {
  private static final String MEMINFO =
      """
      MemTotal:        4030512 kB
      MemFree:         3101244 kB
      Active(anon):        412 kB
      AnonPages:        122368 kB
      Mapped:            61220 kB
      Shmem:               640 kB
      KReclaimable:      24004 kB
      ShmemHugePages:        0 kB
      """;

  private static final String STAT =
      """
      cpu  1201 33 402 98231 77 5 9 61 0 0
      cpu0 600 16 201 49115 38 2 4 30 0 0
      intr 1234 0 9 0
      """;

  private static final String VMSTAT =
      """
      nr_free_pages 775311
      oom_kill_disable 9
      oom_kill 7
      numa_hit 12
      """;

  @TempDir private Path proc;
  private MachineFiles files;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectory(proc.resolve("self"));
    write("meminfo", MEMINFO);
    write("stat", STAT);
    write("vmstat", VMSTAT);
    write("self/status", "Name:\tjava\nRssAnon:\t   12345 kB\nRssShmem:\t  5 kB\n");
    files = new MachineFiles(proc.toString());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(proc.resolve(name), text);
  }

  @Test
  void numbers_areThoseOfTheFiles() {
    assertEquals((122_368L + 640) * 1024, files.memoryBytes());
    assertEquals((1201L + 33 + 402 + 5 + 9) * 10_000_000, files.cpuTimeNanos());
    assertEquals(7, files.oomKills());
    assertEquals(12_350L * 1024, files.ownMemoryBytes());
  }

  @Test
  void nextReading_isOfTheSameFileAsItIsThen() throws IOException {
    files.memoryBytes();
    files.oomKills();

    write("meminfo", MEMINFO.replace(" 122368", "1122368"));
    write("vmstat", "oom_kill 12\n");

    assertEquals((1_122_368L + 640) * 1024, files.memoryBytes());
    assertEquals(12, files.oomKills());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "AnonPages:",
        "AnonPages: kB\nShmem: 5 kB",
        "Shmem: 5 kB\nAnonPages",
        "cpu  1 2 3\n",
        "cpu\n",
        "cpu0 1 2 3 4 5 6 7",
        "oom_kill",
        "oom_kill -1",
        "oom_kill 99999999999999999999999999",
      })
  void anotherShape_isNotKnownForEver(String text) throws IOException {
    for (String name : new String[] {"meminfo", "stat", "vmstat"}) {
      write(name, text);
    }
    assertNothingKnown();

    write("meminfo", MEMINFO);
    write("stat", STAT);
    write("vmstat", VMSTAT);
    assertNothingKnown();
  }

  private void assertNothingKnown() {
    assertEquals(UNKNOWN, files.memoryBytes());
    assertEquals(UNKNOWN, files.cpuTimeNanos());
    assertEquals(UNKNOWN, files.oomKills());
  }

  @Test
  void missingFolder_isNotKnown() {
    files = new MachineFiles(proc.resolve("none").toString());

    assertNothingKnown();
    assertEquals(UNKNOWN, files.ownMemoryBytes());
  }

  @Test
  void fileThatIsLonger_isReadAsFarAsItFits() throws IOException {
    write("vmstat", "oom_kill 3\n" + "x 1\n".repeat(10_000));
    write("stat", "x 1\n".repeat(10_000) + STAT);

    assertEquals(3, files.oomKills());
    assertEquals(UNKNOWN, files.cpuTimeNanos());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thisMachine_tellsAllOfIt() {
    MachineFiles real = new MachineFiles("/proc");

    assertTrue(real.memoryBytes() > 1 << 20);
    assertTrue(real.cpuTimeNanos() > 0);
    assertTrue(real.oomKills() >= 0);
    assertTrue(real.ownMemoryBytes() > 1 << 20);
  }
}
