package io.github.ecsusagereport.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the shipped image has in it, and what it does to the machine that it runs on. */
@Tag("docker")
class ImageIT {
  /** What a user without rights could make something of. */
  private static final String TOOLS =
      "(sh|bash|dash|ash|zsh|busybox|perl|python.*|apt.*|dpkg.*|curl|wget|openssl|ssh|su|sudo|mount|nc)";

  /** Its own, the system's libraries and settings, and what is no file. */
  private static final String OWN_FILES =
      "(/opt/ecs-usage-report|/usr/lib|/lib|/lib64|/etc|/proc|/sys/fs/cgroup|/dev/u?random|/dev/null"
          + "|/dev/shm|/dev/zero|/tmp/hsperfdata)(/.*)?|(pipe|socket|anon_inode):.*|/|\\[.*\\]|";

  /** The only files of other processes, and how these are found. */
  private static final String COUNTERS =
      "/proc/\\d+/cgroup"
          + "|/proc/\\d+/root/sys/fs/cgroup/(cgroup\\.procs|cpu\\.stat|memory\\.\\w+"
          + "|memory/(cgroup\\.procs|memory\\.\\w+)|cpuacct/cpuacct\\.\\w+|cpu/cpu\\.stat)";

  /** Docker mounts these into every container, read-only or not; neither is on a disk. */
  private static final List<String> WRITABLE = List.of("/dev/mqueue", "/dev/shm");

  private static Engine engine;

  @BeforeAll
  static void buildImages() throws Exception {
    Images.build();
    engine = Engine.ofEnvironment();
  }

  @Test
  void image_isNoRootAndHasNoPort() throws IOException {
    JsonNode config = engine.get("/images/" + Images.SIDECAR + "/json").get("Config");
    assertEquals("65532:65532", config.get("User").asString());
    assertTrue(config.path("ExposedPorts").isEmpty(), config::toString);
    assertTrue(config.path("Volumes").isEmpty(), config::toString);
  }

  @Test
  void image_hasNoShellAndNothingSetuid() throws Exception {
    List<String> files = listing();
    assertTrue(files.size() > 20, "a listing");
    for (String file : files) {
      String mode = file.substring(0, 10);
      String path = file.replaceAll(" -> .*", "").replaceAll(".* ", "");
      assertFalse(mode.matches(".{3}[sS].*|.{6}[sS].*"), () -> "setuid: " + file);
      assertFalse(path.matches("(.*/)?s?bin/" + TOOLS), () -> "a tool: " + file);
    }
  }

  /** Of all files, as {@code tar} lists them. */
  private static List<String> listing() throws Exception {
    JsonNode image = Engine.JSON.createObjectNode().put("Image", Images.SIDECAR);
    String id = engine.post("/containers/create", image).get("Id").asString();
    try {
      Process tar = new ProcessBuilder("tar", "-tv", "--numeric-owner").start();
      Thread feeder =
          new Thread(
              () -> {
                try (var from = engine.bytes("/containers/" + id + "/export");
                    var to = tar.getOutputStream()) {
                  from.transferTo(to);
                } catch (IOException e) {
                  tar.destroy();
                }
              });
      feeder.start();
      List<String> lines = new ArrayList<>();
      try (var reader = tar.inputReader()) {
        reader.lines().forEach(lines::add);
      }
      assertEquals(0, tar.waitFor());
      return lines;
    } finally {
      engine.delete("/containers/" + id);
    }
  }

  @Test
  void sidecar_writesNoFile_evenWhereItMay() throws Exception {
    Definition definition =
        Definition.ofBatch("sleep:3000").without(Definition.SIDECAR, "readonlyRootFilesystem");
    List<String> changes = new ArrayList<>();
    Life.of(
        "writes no file",
        Platform.EC2,
        definition,
        task -> {
          task.awaitEnd(Life.LONGEST);
          String id = task.container(Definition.SIDECAR).id();
          engine
              .get("/containers/" + id + "/changes")
              .forEach(each -> changes.add(each.toString()));
        });
    assertEquals(List.of(), changes);
  }

  /** Of other processes nothing but where they are, and their container's counters. */
  @Test
  void sidecarThatMayMore_opensTheCountersOnly() throws Exception {
    assumeTrue(
        ProcessHandle.current().info().user().orElse("").equals("root"),
        "NOT TESTED: only root may look into the sidecar's process");
    Set<String> opened = new ConcurrentSkipListSet<>();
    boolean[] isTraced = {false};
    Definition definition =
        Definition.ofBatch("children:20:20", "cpu:2000", "sleep:3000").withPidsOfOneUser();
    Life life =
        Life.of(
            "looked into, process ids shared",
            Platform.FARGATE,
            definition,
            task -> {
              String pid =
                  task.container(Definition.SIDECAR).inspected().at("/State/Pid").asString();
              Process strace = strace(Path.of("/proc", pid), opened);
              isTraced[0] = strace != null;
              task.awaitEnd(Life.LONGEST);
              if (strace != null) {
                strace.waitFor(10, TimeUnit.SECONDS);
              }
            });
    assertEquals("kernel", life.report().at("/sampling/source").asString());
    assumeTrue(isTraced[0], "NOT TESTED: there is no strace here to see what the sidecar opens");
    assertTrue(opened.stream().anyMatch(path -> path.matches(COUNTERS)), opened::toString);
    opened.removeIf(
        path ->
            path.matches(COUNTERS) || (path.matches(OWN_FILES) && !path.matches("/proc/\\d.*")));
    assertEquals(Set.of(), opened, "opens nothing else of other processes");
  }

  @Test
  void sidecar_listensNowhereAndOpensItsOwnFilesOnly() throws Exception {
    assumeTrue(
        ProcessHandle.current().info().user().orElse("").equals("root"),
        "NOT TESTED: only root may look into the sidecar's process");
    Set<String> opened = new ConcurrentSkipListSet<>();
    TreeSet<String> listening = new TreeSet<>();
    TreeSet<String> writable = new TreeSet<>();
    Life.of(
        "looked into",
        Platform.EC2,
        Definition.ofBatch("sleep:6000"),
        task -> {
          Path process =
              Path.of(
                  "/proc",
                  task.container(Definition.SIDECAR).inspected().at("/State/Pid").asString());
          Process strace = strace(process, opened);
          opened.addAll(openFiles(process));
          listening.addAll(listeningSockets(process));
          writable.addAll(writableMounts(process));
          task.awaitEnd(Life.LONGEST);
          if (strace != null) {
            strace.waitFor(10, TimeUnit.SECONDS);
          }
        });
    assertTrue(opened.size() > 3, opened::toString);
    opened.removeIf(path -> path.matches(OWN_FILES));
    assertEquals(Set.of(), opened, "opens its own files and the system's");
    assertEquals(Set.of(), listening, "listens nowhere");
    writable.removeAll(WRITABLE);
    assertEquals(Set.of(), writable, "has no place to write to");
  }

  /** What it opens from now on, where there is a strace. */
  private static Process strace(Path process, Set<String> opened) throws IOException {
    if (Stream.of(System.getenv("PATH").split(":", -1))
        .noneMatch(each -> Files.isExecutable(Path.of(each, "strace")))) {
      System.out.println("NOT TESTED: there is no strace here to see what the sidecar opens");
      return null;
    }
    Process strace =
        new ProcessBuilder(
                "strace",
                "-f",
                "-qq",
                "-e",
                "trace=open,openat,execve,creat",
                "-p",
                process.getFileName().toString())
            .redirectErrorStream(true)
            .start();
    Thread reader =
        new Thread(
            () -> {
              try (var lines = strace.inputReader()) {
                lines
                    .lines()
                    .filter(line -> line.contains("(") && line.contains("\""))
                    .forEach(line -> opened.add(line.replaceAll("^[^\"]*\"([^\"]*)\".*", "$1")));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    reader.start();
    return strace;
  }

  /** Descriptors and what is mapped. */
  private static List<String> openFiles(Path process) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      for (Path each : descriptors.toList()) {
        files.add(Files.readSymbolicLink(each).toString());
      }
    }
    for (String line : Files.readAllLines(process.resolve("maps"))) {
      files.add(line.replaceFirst("^(\\S+\\s+){5}", "").replace(" (deleted)", ""));
    }
    return files;
  }

  /** Its own alone: with the host's network all of the host's are listed. */
  private static List<String> listeningSockets(Path process) throws IOException {
    List<String> own = openFiles(process);
    List<String> listening = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
      for (String line : Files.readAllLines(process.resolve("net").resolve(table))) {
        String[] columns = line.strip().split("\\s+", -1);
        boolean isUnconnected = columns.length > 9 && columns[2].endsWith(":0000");
        if (isUnconnected && own.contains("socket:[" + columns[9] + "]")) {
          listening.add(table + " " + columns[1]);
        }
      }
    }
    return listening;
  }

  /** Mounted for writing, and with the right to for everybody. */
  private static List<String> writableMounts(Path process) throws IOException {
    List<String> writable = new ArrayList<>();
    for (String line : Files.readAllLines(process.resolve("mountinfo"))) {
      String[] columns = line.split(" ", -1);
      Path there = process.resolve("root").resolve(columns[4].substring(1));
      boolean isForWriting = columns[5].matches("(.*,)?rw(,.*)?");
      boolean isProc = columns[4].startsWith("/proc");
      if (isForWriting && !isProc && isWritableByAll(there)) {
        writable.add(columns[4]);
      }
    }
    return writable;
  }

  private static boolean isWritableByAll(Path path) throws IOException {
    boolean isOwn = ((Integer) Files.getAttribute(path, "unix:uid")) == 65532;
    boolean isForAll = (((Integer) Files.getAttribute(path, "unix:mode")) & 2) != 0;
    return isOwn || (isForAll && Files.isDirectory(path));
  }
}
