package io.github.ecsusagereport.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskProcessesTest {
  @TempDir private Path root;
  private FakeProc fake;
  private TaskProcesses processes;

  @BeforeEach
  void makeProc() throws IOException {
    fake = FakeProc.in(root);
    processes = new TaskProcesses(root.toString());
  }

  private void cgroup(String pid, String text) throws IOException {
    fake.write(pid + "/cgroup", text);
  }

  private void lastPid(int pid) throws IOException {
    fake.write("loadavg", "0.20 0.18 0.12 1/80 " + pid + "\n");
  }

  private List<String> added() {
    List<String> pids = new ArrayList<>();
    processes.addNew(pids);
    return pids;
  }

  @Test
  void path_isThatOfTheMemoryController() throws IOException {
    cgroup("5", "9:name=systemd:/a\n4:cpu,cpuacct:/b\n3:memory:/docker/abc\n0::/d\n");
    cgroup("6", "3:hugetlb,memory:/docker/with:colon\n");

    assertEquals("/docker/abc", processes.cgroupPath("5"));
    assertEquals("/docker/with:colon", processes.cgroupPath("6"));
  }

  @Test
  void pathOfVersion2_isOfTheOneLine() throws IOException {
    cgroup("5", "0::/../docker-abc.scope\n");

    assertEquals("/../docker-abc.scope", processes.cgroupPath("5"));
    assertNull(processes.cgroupPath("6"));
  }

  @Test
  void idsAreShared_whereTheFirstProcessIsElsewhere() throws IOException {
    assertFalse(processes.isShared());
    cgroup("1", "0::/\n");
    cgroup("self", "0::/\n");
    assertFalse(processes.isShared());
    cgroup("1", "0::/../pause\n");
    assertTrue(processes.isShared());
  }

  @Test
  void newProcesses_areThoseSinceTheLastLook() throws IOException {
    lastPid(10);
    assertEquals(List.of(), added());
    lastPid(13);
    assertEquals(List.of("11", "12", "13"), added());
    assertEquals(List.of(), added());
  }

  @Test
  void tooManyNewProcesses_areTheNewest() throws IOException {
    lastPid(10);
    added();
    lastPid(1000);
    assertEquals(16, added().size());
    // The numbers begin anew.
    lastPid(3);
    assertEquals(List.of("1", "2", "3"), added());
  }

  @Test
  void allProcesses_areTheFoldersWithNumbers() throws IOException {
    cgroup("5", "");
    cgroup("self", "");
    cgroup("17", "");
    List<String> pids = new ArrayList<>();
    processes.addAll(pids);

    assertEquals(List.of("17", "5"), pids.stream().sorted().toList());
  }
}
