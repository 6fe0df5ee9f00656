package io.github.ecsusagereport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ecsusagereport.kernel.FakeProc;
import io.github.ecsusagereport.kernel.Proc;
import io.github.ecsusagereport.kernel.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:40Z");

  @TempDir private Path root;
  private FakeProc fake;

  @BeforeEach
  void makeProc() throws IOException {
    fake = FakeProc.in(root);
  }

  @Test
  void machine_hasMemoryAndTime() throws IOException {
    assertEquals(2 << 20, fake.proc().memoryTotalBytes());
    // Without the time of guests, which is part of the first already.
    assertEquals(10_000_000_000L, fake.proc().hostCpuNanos());
  }

  @Test
  void memory_isTheShareOfSharedPages() throws IOException {
    fake.memory(5, 100, 20);

    assertEquals(120 << 10, fake.proc().memoryBytes(5));
  }

  @Test
  void memoryOfAnotherUser_isFromItsStatus() throws IOException {
    fake.write("5/status", "Name:\tx\nRssAnon:\t 100 kB\nRssFile:\t 7 kB\nRssShmem:\t 30 kB\n");

    assertEquals(130 << 10, fake.proc().memoryBytes(5));
    assertEquals(0, fake.proc().memoryBytes(6));
  }

  @Test
  void absence_isNoLinux() throws IOException {
    assertFalse(new Proc(root.resolve("nothing")).isThere());
    fake.self(10, 0, 0);
    assertTrue(fake.proc().isThere());
  }

  @Test
  void ownProcess_isReadWithoutItsChildren() throws IOException {
    fake.self(10, 900, 900);
    fake.memory(10, 64, 0);
    fake.write("10/io", "rchar: 9\nread_bytes: 4096\nwrite_bytes: 8192\n");
    OwnProcess own = new OwnProcess(fake.proc());

    assertEquals(
        new Reading(
            NOW,
            2,
            new Reading.Cpu(
                340_000_000,
                300_000_000,
                40_000_000,
                List.of(),
                Reading.Throttling.NONE,
                10_000_000_000L),
            new Reading.Memory(
                65536, 0, 0, 2 << 20, new TreeMap<>(Map.of("anon", 65536L, "inactive_file", 0L))),
            List.of(
                new Reading.DiskBytes(0, 0, "read", 4096),
                new Reading.DiskBytes(0, 0, "write", 8192)),
            1),
        own.read(NOW));
  }
}
