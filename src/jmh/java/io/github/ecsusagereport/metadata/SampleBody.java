package io.github.ecsusagereport.metadata;

/** {@code /task/stats} in the shape of control groups v1, about 5 KB for each container. */
final class SampleBody {
  private static final String[] OPERATIONS = {"Read", "Write", "Sync", "Async", "Total"};
  private static final String[] MEMORY = {
    "active_anon",
    "active_file",
    "dirty",
    "inactive_anon",
    "mapped_file",
    "pgfault",
    "pgmajfault",
    "pgpgin",
    "pgpgout",
    "rss",
    "rss_huge",
    "unevictable",
    "writeback"
  };

  private SampleBody() {}

  static String of(int containers) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < containers; i++) {
      json.append(i == 0 ? "" : ",");
      entry(json, "5f0c6c1de8b64d2f9d1a7b3c2e4f6a80-" + (1_271_923_487 + i));
    }
    return json.append('}').toString();
  }

  private static void entry(StringBuilder json, String id) {
    json.append('"').append(id).append("\":{\"read\":\"2026-01-05T03:00:01.123456789Z\",");
    json.append("\"preread\":\"2026-01-05T03:00:00.120456789Z\",\"pids_stats\":{\"current\":7},");
    json.append("\"blkio_stats\":{\"io_service_bytes_recursive\":[");
    devices(json);
    json.append("],\"io_serviced_recursive\":[");
    devices(json);
    json.append("],\"sectors_recursive\":[]},\"num_procs\":0,\"storage_stats\":{},");
    cpu(json, "cpu_stats", 93_000_000_000L);
    cpu(json, "precpu_stats", 92_750_000_000L);
    json.append("\"memory_stats\":{\"usage\":524288000,\"max_usage\":734003200,\"stats\":{");
    json.append("\"cache\":41943040,\"inactive_file\":23068672,");
    for (String name : MEMORY) {
      json.append('"').append(name).append("\":419430400,");
      json.append("\"total_").append(name).append("\":419430400,");
    }
    json.append("\"hierarchical_memory_limit\":805306368},\"limit\":9223372036854771712},");
    json.append("\"name\":\"batch\",\"id\":\"").append(id).append("\",\"networks\":{\"eth1\":{");
    json.append("\"rx_bytes\":83001234,\"rx_packets\":61000,\"rx_errors\":0,\"rx_dropped\":0,");
    json.append("\"tx_bytes\":1900456,\"tx_packets\":21000,\"tx_errors\":0,\"tx_dropped\":0}},");
    json.append("\"network_rate_stats\":{\"rx_bytes_per_sec\":15275.2}}");
  }

  private static void devices(StringBuilder json) {
    for (int minor = 0; minor < 6; minor++) {
      for (String operation : OPERATIONS) {
        json.append(minor == 0 && operation.equals("Read") ? "" : ",");
        json.append("{\"major\":259,\"minor\":").append(minor).append(",\"op\":\"");
        json.append(operation).append("\",\"value\":").append(4096 * 40 * (minor + 1)).append('}');
      }
    }
  }

  private static void cpu(StringBuilder json, String name, long total) {
    json.append('"').append(name).append("\":{\"cpu_usage\":{\"total_usage\":").append(total);
    json.append(",\"percpu_usage\":[46000000000,46000000000],\"usage_in_kernelmode\":18000000000,");
    json.append("\"usage_in_usermode\":74000000000},\"system_cpu_usage\":1971000000000,");
    json.append("\"online_cpus\":2,\"throttling_data\":{\"periods\":0,\"throttled_periods\":0,");
    json.append("\"throttled_time\":0}},");
  }
}
