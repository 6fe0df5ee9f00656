package io.github.ecsusagereport.metadata;

import io.github.ecsusagereport.metadata.EndpointHttp.Body;
import io.github.ecsusagereport.summary.Metrics;
import io.github.ecsusagereport.usage.ContainerSample;
import io.github.ecsusagereport.usage.ContainerUsage;
import io.github.ecsusagereport.usage.Limits;
import io.github.ecsusagereport.usage.TaskUsage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What one poll allocates: {@code gc.alloc.rate.norm}, in bytes, with {@code -prof gc}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
// The compiler that the sidecar runs with: no escape analysis hides an object.
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
public class PollBenchmark {
  private static final long SECOND = 1_000_000_000L;
  private static final TypeReference<Map<String, Entry>> ENTRIES = new TypeReference<>() {};

  @Param({"3", "10"})
  int containers;

  private final LenientJson json = new LenientJson();
  private final StatsReader reader = new StatsReader();
  private final JsonMapper mapper =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private final TaskUsage usage = new TaskUsage(new Limits(0.5, 1024), 2, true);
  private Body body;
  private byte[] bytes;
  private long now = 1_700_000_000L * SECOND;

  @Setup
  public void setUp() {
    bytes = SampleBody.of(containers).getBytes(StandardCharsets.UTF_8);
    body = new Body(URI.create("http://169.254.170.2/v4/task/stats"), bytes, bytes.length);
    for (int i = 0; i < containers; i++) {
      ContainerUsage container = usage.describe(name(i), 512);
      container.startedAt(now);
      container.state(true, Metrics.UNKNOWN);
      usage.watch(container, i == 0, true);
    }
  }

  /** As the sidecar does it. */
  @Benchmark
  public TaskStats decode() throws MetadataException {
    return json.read(body, parser -> TaskStats.read(parser, reader));
  }

  /** For comparison: the same fields with Jackson's data binding. */
  @Benchmark
  public Map<String, Entry> decodeWithDataBinding() {
    return mapper.readValue(bytes, ENTRIES);
  }

  /** New readings of all containers; 112 bytes of each are the reading itself. */
  @Benchmark
  public TaskUsage add() {
    now += SECOND;
    for (int i = 0; i < containers; i++) {
      long cpu = now / (4 + i);
      long memory = (300L + now / SECOND % 17) << 20;
      usage.add(
          name(i),
          new ContainerSample(
              now,
              now - SECOND,
              cpu,
              cpu - 1000,
              UNKNOWN,
              UNKNOWN,
              UNKNOWN,
              UNKNOWN,
              memory,
              UNKNOWN,
              UNKNOWN,
              memory,
              0,
              -1,
              UNKNOWN,
              now,
              now,
              now,
              now),
          now);
    }
    usage.endPoll();
    return usage;
  }

  private static String name(int index) {
    return NAMES[index];
  }

  private static final String[] NAMES = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};

  /** The fields that the sidecar uses. */
  public record Entry(
      String read,
      String preread,
      Cpu cpu_stats,
      Cpu precpu_stats,
      Memory memory_stats,
      Map<String, Network> networks,
      Disk blkio_stats) {}

  /** CPU. */
  public record Cpu(CpuUsage cpu_usage) {}

  /** CPU time. */
  public record CpuUsage(long total_usage) {}

  /** Memory. */
  public record Memory(long usage, long max_usage, long failcnt, long limit, Details stats) {}

  /** Of memory. */
  public record Details(long cache, long inactive_file, long hierarchical_memory_limit) {}

  /** One interface. */
  public record Network(long rx_bytes, long tx_bytes) {}

  /** All devices. */
  public record Disk(List<Operation> io_service_bytes_recursive) {}

  /** One device, one operation. */
  public record Operation(String op, long value) {}
}
