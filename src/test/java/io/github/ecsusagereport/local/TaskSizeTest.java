package io.github.ecsusagereport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskSizeTest {
  @Test
  void size_isVcpuAndMiB() {
    assertEquals(new TaskSize(0.25, 512), TaskSize.parse("0.25/512"));
    assertEquals(new TaskSize(16, 122880), TaskSize.parse("16/122880"));
    assertEquals(536870912, TaskSize.parse("0.25/512").memoryBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "/512",
        "1/",
        "1/512MB",
        "1/0",
        "0/512",
        "0.001/512",
        "-1/512",
        "1,5/512"
      })
  void nonsense_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> TaskSize.parse(text));
  }
}
