package io.github.ecsusagereport.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskNetworkTest {
  private static final String ROUTE =
      """
      Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
      ecs-eth0	02AAFEA9	0102AC11	0007	0	0	0	FFFFFFFF	0	0	0
      eth0	00000000	0102AC10	0003	0	0	0	00000000	0	0	0
      eth0	0000AC10	00000000	0001	0	0	0	0000F0FF	0	0	0
      """;
  private static final String DEV =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
          lo: 4117508    5921    0    0    0     0          0         0  4117508    5921    0    0    0     0       0          0
        eth0:1291045    1903    0    2    0     0          0         0   347839    1202    0    0    0     0       0          0
      ecs-eth0:  51200     300    0    0    0     0          0         0    40960     290    0    0    0     0       0          0
      """;

  @TempDir private Path folder;

  private TaskNetwork read(String route, String dev) throws IOException {
    Files.writeString(folder.resolve("route"), route);
    Files.writeString(folder.resolve("dev"), dev);
    return TaskNetwork.read(folder.toString());
  }

  @Test
  void interfaceOfTheDefaultRoute_isTheTasks() throws IOException {
    assertEquals(new TaskNetwork(1_291_045, 347_839), read(ROUTE, DEV));
  }

  @Test
  void withoutADefaultRoute_itIsNotKnown() throws IOException {
    assertNull(read(ROUTE.replace("00000000", "0000000A"), DEV));
    assertNull(read("", DEV));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "  eth0:",
        "  eth0: 1 2 3",
        "  eth0: many",
        "  eth0: 99999999999999999999 0 0 0 0 0 0 0 1",
        "  eth10: 1 0 0 0 0 0 0 0 1"
      })
  void countersOfAnotherShape_areNotKnown(String dev) throws IOException {
    assertNull(read(ROUTE, dev));
  }

  @Test
  void filesThatAreNotThere_areNoError() {
    assertNull(TaskNetwork.read(folder.resolve("none").toString()));
  }
}
