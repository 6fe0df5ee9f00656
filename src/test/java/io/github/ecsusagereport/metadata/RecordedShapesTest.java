package io.github.ecsusagereport.metadata;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ecsusagereport.summary.Timestamps;
import io.github.ecsusagereport.usage.ContainerSample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies in the shapes of each platform; the expected values are computed by hand. */
class RecordedShapesTest {
  private static final String APP = "a1f0".repeat(16);
  private static final String PAUSE = "9a5e".repeat(16);
  private static final String FARGATE = "0fa26a7e".repeat(4);

  private static long time(String text) {
    return Timestamps.parse(text);
  }

  private static String id(String name) {
    return switch (name) {
      case "app" -> APP;
      case "pause" -> PAUSE;
      default -> FARGATE + name;
    };
  }

  /** CPU in nanoseconds; the percentage is (cpu - precpu) / (read - preread), checked as well. */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # file           | container   | read - preread ns | cpu         | precpu      | CPU %   | memory used
          ec2-cgroup-v1    | app         | 1000000000        | 4250000000  | 4000000000  | 25.0    | 62914560
          ec2-cgroup-v1    | pause       | 1005000000        | 31000000    | 31000000    | 0.0     | 536576
          ec2-cgroup-v2    | app         | 1003000001        | 900750000   | 650000000   | 25.0    | 157286400
          fargate-1.4      | -3316220001 | 10001000000       | 61000500000 | 58000200000 | 30.0    | 524288000
          fargate-1.3      | app         | 1005000000        | 612069547   | 602019547   | 1.0     | 13602816
          fargate-1.3      | pause       | 1005000000        | 62000000    | 62000000    | 0.0     | 6291456
          pause-only       | pause       | 1047000000        | 34818000    | 34818000    | 0.0     | 303104
          windows-docker   | app         | 1010000000        | 14062500000 | 13860000000 | 20.0495 | 62914560
          windows-fargate  | -1187654321 | 9950000000        | 7484375000  | 7285375000  | 2.0     | 62914560
          managed-instances| -9920000555 | 10000000000       | 5500000000  | 5000000000  | 5.0     | 209715200
          """)
  void cpuAndMemory_areAsOnThePlatform(
      String file,
      String container,
      long nanos,
      long cpu,
      long precpu,
      double percent,
      long memoryUsed)
      throws Exception {
    ContainerSample sample =
        Bodies.stats(Bodies.resource(file + ".json")).samples().get(id(container));
    assertEquals(nanos, sample.readEpochNanos() - sample.prereadEpochNanos());
    assertEquals(cpu, sample.cpuTimeNanos());
    assertEquals(precpu, sample.precpuTimeNanos());
    assertEquals(percent, 100.0 * (cpu - precpu) / nanos, 0.001);
    assertEquals(memoryUsed, sample.memoryUsedBytes());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # file           | container   | peak      | hits | limit      | received  | sent   | read     | written
          ec2-cgroup-v1    | app         | 94371840  | 2    | 134217728  | 510200    | 88400  | 7364608  | 1048576
          ec2-cgroup-v1    | pause       | 6291456   | -1   | -1         | 510200    | 88400  | -1       | -1
          ec2-cgroup-v2    | app         | -1        | -1   | -1         | 101870    | 43960  | 60555264 | 57344
          fargate-1.4      | -3316220001 | 740294656 | -1   | 1073741824 | 129000374 | 347800 | 16384    | 10240
          fargate-1.3      | app         | 18898944  | -1   | 268435456  | -1        | -1     | -1       | -1
          fargate-1.3      | pause       | 12500992  | -1   | -1         | -1        | -1     | 5955584  | 0
          pause-only       | pause       | -1        | -1   | -1         | 14        | 21     | -1       | -1
          windows-docker   | app         | -1        | -1   | -1         | 2048      | 1024   | -1       | -1
          windows-fargate  | -1187654321 | 97517568  | -1   | -1         | 4096      | 512    | -1       | -1
          managed-instances| -9920000555 | -1        | -1   | -1         | 900       | 800    | 0        | 16384
          """)
  void otherNumbers_areAsOnThePlatform(
      String file,
      String container,
      long peak,
      long hits,
      long limit,
      long received,
      long sent,
      long read,
      long written)
      throws Exception {
    ContainerSample sample =
        Bodies.stats(Bodies.resource(file + ".json")).samples().get(id(container));
    List<Long> numbers =
        List.of(
            sample.memoryHighWaterBytes(),
            sample.memoryLimitHits(),
            sample.memoryLimitBytes(),
            sample.networkRxBytes(),
            sample.networkTxBytes(),
            sample.diskReadBytes(),
            sample.diskWriteBytes());
    assertEquals(List.of(peak, hits, limit, received, sent, read, written), numbers);
  }

  @Test
  void firstSample_hasNoReadingBefore() throws Exception {
    ContainerSample expected =
        new ContainerSample(
            time("2026-03-06T06:00:01.125Z"),
            UNKNOWN,
            331_125_000,
            0,
            331_125_000,
            0,
            UNKNOWN,
            UNKNOWN,
            65_249_280 - 17_641_472,
            65_249_280,
            17_649_664,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            1000,
            500,
            4096,
            UNKNOWN);
    assertEquals(
        new TaskStats(Map.of(APP, expected), 0),
        Bodies.stats(Bodies.resource("first-sample.json")));
  }

  @ParameterizedTest
  @CsvSource({"zero-read, 1", "all-null, 0", "all-empty, 0"})
  void bodyWithoutAReading_hasNoSamples(String file, int unusable) throws Exception {
    assertEquals(new TaskStats(Map.of(), unusable), Bodies.stats(Bodies.resource(file + ".json")));
  }

  @ParameterizedTest
  @CsvSource({"ec2-cgroup-v2, 1", "fargate-1.4, 1", "ec2-cgroup-v1, 2", "fargate-1.3, 2"})
  void stoppedContainers_haveNoSample(String file, int samples) throws Exception {
    TaskStats stats = Bodies.stats(Bodies.resource(file + ".json"));
    assertEquals(samples, stats.samples().size());
    assertEquals(0, stats.unusable());
  }
}
