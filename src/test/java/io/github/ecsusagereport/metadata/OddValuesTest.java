package io.github.ecsusagereport.metadata;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ecsusagereport.usage.ContainerSample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single values at the edges of what is taken, in bodies made for them. */
class OddValuesTest {
  private static final String READ = "'read':'2026-01-05T03:00:00Z'";

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }

  /** The sample of an entry with these fields; null when it is unusable. */
  private static ContainerSample sample(String fields) throws MetadataException {
    TaskStats stats = Bodies.stats(json("{'a':{" + fields + "}}"));
    assertEquals(stats.samples().isEmpty() ? 1 : 0, stats.unusable());
    return stats.samples().get("a");
  }

  private static ContainerSample memory(String fields) throws MetadataException {
    return sample(READ + ",'memory_stats':{" + fields + "}");
  }

  private static TaskMetadata task(String fields) throws MetadataException {
    return Bodies.task(json("{" + fields + "}"));
  }

  private static ContainerMetadata container(String fields) throws MetadataException {
    return task("'Containers':[{'Name':'batch'," + fields + "}]").containers().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "0,                      0",
    "9223372036854775807,    9223372036854775807",
    "9223372036854775808,    -1",
    "18446744073709551615,   -1",
    "-7,                     -1",
    "0.0,                    0",
    "1.5e3,                  1500",
    "-0.5,                   -1",
    "9223372036854775808.0,  -1",
    "true,                   -1",
    "'\"7\"',                -1",
    "'{\"usage\":7}',        -1",
    "'[7]',                  -1",
  })
  void counts_thatFitIntoALong_areTaken(String value, long expected) throws Exception {
    ContainerSample sample = memory("'usage':1,'max_usage':" + value + ",'failcnt':3");
    assertEquals(expected, sample.memoryHighWaterBytes());
    assertEquals(3, sample.memoryLimitHits());
  }

  @ParameterizedTest
  @CsvSource({
    "'usage':100, 100",
    "'usage':100;'stats':{'cache':99}, 1",
    "'usage':100;'stats':{'cache':100}, 100",
    "'usage':100;'stats':{'cache':0;'inactive_file':50}, 100",
    "'usage':100;'stats':{'inactive_file':50}, 50",
    "'usage':100;'privateworkingset':30, 30",
    "'stats':{'cache':5}, -1",
  })
  void memoryInUse_isWithoutWhatCanBeGivenBack(String fields, long expected) throws Exception {
    String body = READ + ",'cpu_stats':{'cpu_usage':{'total_usage':1}},'memory_stats':{";
    assertEquals(expected, sample(body + fields.replace(';', ',') + "}").memoryUsedBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "0,                   7, -1",
    "1,                   7, 1",
    "7,                   7, 7",
    "8,                   7, -1",
    "8,                   null, 8",
    "1152921504606846975, null, 1152921504606846975",
    "1152921504606846976, null, -1",
  })
  void limitOfTheKernel_isOne_belowTheHostsMemory(String own, String host, long expected)
      throws Exception {
    String fields = "'usage':1,'limit':" + host + ",'stats':{'hierarchical_memory_limit':" + own;
    assertEquals(expected, memory(fields + "}").memoryLimitBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "'privateworkingset':1,           92233720368547758, 9223372036854775800",
    "'privateworkingset':1,           92233720368547759, 92233720368547759",
    "'privateworkingset':1,           0, 0",
    "'privateworkingset':1,           -1, -1",
    "'privateworkingset':1;'usage':1, 5, 5",
    "'usage':1,                       5, 5",
  })
  void cpuOfDockerOnWindows_isInHundredsOfNanoseconds(String memory, long counter, long expected)
      throws Exception {
    String cpu = "{'cpu_usage':{'total_usage':" + counter + "}}";
    String body = READ + ",'cpu_stats':" + cpu + ",'precpu_stats':" + cpu + ",'memory_stats':{";
    ContainerSample sample = sample(body + memory.replace(';', ',') + "}");
    assertEquals(expected, sample.cpuTimeNanos());
    assertEquals(expected, sample.precpuTimeNanos());
  }

  @Test
  void entry_needsATime_andCpuOrMemory() throws Exception {
    assertNull(sample(READ));
    assertNull(sample("'read':5,'memory_stats':{'usage':1}"));
    assertNull(sample("'memory_stats':{'usage':1}"));
    assertEquals(UNKNOWN, memory("'usage':1").cpuTimeNanos());
    assertEquals(
        UNKNOWN, sample(READ + ",'cpu_stats':{'cpu_usage':{'total_usage':1}}").memoryUsedBytes());
  }

  @Test
  void valueInPlaceOfAnObject_isPassedOver() throws Exception {
    String odd = READ + ",'memory_stats':5,'usage':7,'networks':[1],'blkio_stats':'x','preread':5";
    assertEquals(
        new ContainerSample(
            sample(READ + ",'cpu_stats':{'cpu_usage':{'total_usage':1}}").readEpochNanos(),
            UNKNOWN,
            1,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN),
        sample(odd + ",'cpu_stats':{'cpu_usage':{'total_usage':1}}"));
  }

  @Test
  void networkCounters_areAddedUp_unlessTheyAreUnknown() throws Exception {
    String fields = "'usage':1},'networks':{'eth0':{'rx_bytes':5,'tx_bytes':-1},'eth1':";
    ContainerSample sample = memory(fields + "{'rx_bytes':9223372036854775807,'tx_bytes':'x'}");
    assertEquals(Long.MAX_VALUE, sample.networkRxBytes());
    assertEquals(UNKNOWN, sample.networkTxBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "-2147483648, -2147483648",
    "-2147483649, ",
    "4294967295,  -1",
    "4294967296,  ",
    "18446744073709551616, ",
    "'\"7\"',     ",
    "1.5,         ",
  })
  void exitCode_has32Bits(String value, Integer expected) throws Exception {
    assertEquals(expected, container("'ExitCode':" + value).exitCode());
  }

  @Test
  void otherFieldsOfAContainer_areUnknownWhenOdd() throws Exception {
    assertEquals(Integer.MAX_VALUE, container("'RestartCount':2147483647").restartCount());
    assertNull(container("'RestartCount':2147483648").restartCount());
    assertEquals(0, container("'RestartCount':0").restartCount());
    assertNull(container("'DockerId':7,'Image':''").id());
    assertNull(container("'DockerId':7,'Image':''").image());
    assertEquals(UNKNOWN, container("'StartedAt':7").startedAtEpochNanos());
    assertEquals(UNKNOWN, container("'Limits':{'Memory':0}").memoryLimitMiB());
    assertEquals(Double.NaN, task("'Limits':{'CPU':'x','Memory':5}").limits().cpuVcpu());
    assertEquals(Double.NaN, task("'Limits':{'CPU':1e999}").limits().cpuVcpu());
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, RUNNING, true",
    "CREATED, RUNNING, true",
    "CREATED, STOPPED, false",
    "RUNNING, RUNNING, false",
  })
  void task_isStarting_beforeItRuns(String known, String desired, boolean expected)
      throws Exception {
    String fields = "'KnownStatus':'" + known + "','DesiredStatus':'" + desired + "'";
    assertEquals(expected, task(fields).isStarting());
    assertEquals(false, task(fields).isFargate());
    assertEquals(false, task(fields).hasEssentialStopped());
    assertEquals(true, task("'ExecutionStoppedAt':'2026-01-05T03:00:00Z'").hasEssentialStopped());
  }

  @ParameterizedTest
  @CsvSource({
    "batch, NORMAL,                true,  false",
    "batch, ,                      true,  false",
    "batch, CNI_PAUSE,             false, true",
    "batch, namespace_pause,       false, true",
    "batch, APPMESH,               false, false",
    "~internal~ecs~pause, NORMAL,  true,  true",
  })
  void kindOfContainer_isToldByItsTypeAndName(
      String name, String type, boolean isNormal, boolean isPause) throws Exception {
    String fields = "'Name':'" + name + "'" + (type == null ? "" : ",'Type':'" + type + "'");
    ContainerMetadata container = task("'Containers':[{" + fields + "}]").containers().get(0);
    assertEquals(List.of(isNormal, isPause), List.of(container.isNormal(), container.isPause()));
  }

  @Test
  void containersThatAreNoLongerListed_areKept() throws Exception {
    TaskMetadata before =
        task(
            "'Containers':[{'Name':'a','KnownStatus':'RUNNING'},{'Name':'b','KnownStatus':'STOPPED'},"
                + "{'Name':'c','KnownStatus':'RUNNING'}]");
    TaskMetadata now = task("'Containers':[{'Name':'c','KnownStatus':'STOPPED'}]").after(before);

    assertEquals(
        List.of("c", "a", "b"), now.containers().stream().map(ContainerMetadata::name).toList());
    assertEquals(List.of(false, false, false), alive(now));
    assertEquals(List.of(true, false, true), alive(before));
    assertEquals(List.of(true, false, true), stopped(now));
  }

  @Test
  void laterStart_leavesTheFirst() throws Exception {
    TaskMetadata created = task("'Containers':[{'Name':'a','KnownStatus':'CREATED'}]");
    TaskMetadata first = task("'Containers':[{'Name':'a','StartedAt':'2026-01-05T03:00:00Z'}]");
    TaskMetadata second = task("'Containers':[{'Name':'a','StartedAt':'2026-01-05T03:07:00Z'}]");

    long start = first.containers().get(0).startedAtEpochNanos();
    TaskMetadata now = second.after(first.after(created));
    assertEquals(start, now.containers().get(0).startedAtEpochNanos());
    assertEquals(start, created.after(now).containers().get(0).startedAtEpochNanos());
  }

  private static List<Boolean> alive(TaskMetadata task) {
    return task.containers().stream().map(ContainerMetadata::isAlive).toList();
  }

  private static List<Boolean> stopped(TaskMetadata task) {
    return task.containers().stream().map(ContainerMetadata::isStopped).toList();
  }
}
