package io.github.ecsusagereport.local;

import io.github.ecsusagereport.kernel.Reading;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON of a frame, in the shape that Docker gives it and ECS hands on. A number that is zero or
 * not known is left out where the agent leaves it out.
 *
 * @see <a href="https://github.com/moby/moby/blob/v28.3.3/api/types/container/stats.go">Docker's
 *     types</a>
 */
final class StatsDocument {
  /** What Docker writes for "there was none". */
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private static final List<String> OTHER_DISK_LISTS =
      List.of(
          "io_serviced_recursive",
          "io_queue_recursive",
          "io_service_time_recursive",
          "io_wait_time_recursive",
          "io_merged_recursive",
          "io_time_recursive",
          "sectors_recursive");

  private final int onlineCpus;

  StatsDocument(int onlineCpus) {
    this.onlineCpus = onlineCpus;
  }

  /** All containers of a task, each under its id. */
  String ofTask(LocalTaskState task, EndpointVersion version) {
    return Json.write(
        json -> {
          json.writeStartObject();
          for (LocalContainer container : task.containers()) {
            json.writeName(container.identity().id());
            write(container, version, json);
          }
          json.writeEndObject();
        });
  }

  String ofContainer(LocalContainer container, EndpointVersion version) {
    return Json.write(json -> write(container, version, json));
  }

  private void write(LocalContainer container, EndpointVersion version, JsonGenerator json) {
    Optional<Frame> frame = container.frame();
    if (frame.isPresent()) {
      write(container.identity(), frame.get(), json);
    } else if (version == EndpointVersion.V4) {
      json.writeStartObject();
      json.writeEndObject();
    } else {
      json.writeNull();
    }
  }

  private void write(LocalContainer.Identity identity, Frame frame, JsonGenerator json) {
    Reading now = frame.now();
    json.writeStartObject();
    json.writeStringProperty("read", now.readAt().toString());
    json.writeStringProperty(
        "preread", frame.before().map(before -> before.readAt().toString()).orElse(NEVER));
    json.writeObjectPropertyStart("pids_stats");
    writeUnlessZero("current", now.processes(), json);
    json.writeEndObject();
    writeDisk(now, json);
    json.writeNumberProperty("num_procs", 0);
    json.writeObjectPropertyStart("storage_stats");
    json.writeEndObject();
    json.writeName("cpu_stats");
    writeCpu(Optional.of(now), json);
    json.writeName("precpu_stats");
    writeCpu(frame.before(), json);
    writeMemory(now.memory(), json);
    json.writeStringProperty("name", "/" + identity.name());
    json.writeStringProperty("id", identity.id());
    json.writeEndObject();
  }

  private static void writeDisk(Reading now, JsonGenerator json) {
    json.writeObjectPropertyStart("blkio_stats");
    json.writeName("io_service_bytes_recursive");
    if (now.disk().isEmpty()) {
      writeNoList(now, json);
    } else {
      json.writeStartArray();
      for (Reading.DiskBytes disk : now.disk()) {
        json.writeStartObject();
        json.writeNumberProperty("major", disk.major());
        json.writeNumberProperty("minor", disk.minor());
        json.writeStringProperty("op", disk.operation());
        json.writeNumberProperty("value", disk.bytes());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    for (String name : OTHER_DISK_LISTS) {
      json.writeName(name);
      writeNoList(now, json);
    }
    json.writeEndObject();
  }

  private static void writeNoList(Reading now, JsonGenerator json) {
    if (now.cgroupVersion() == 1) {
      json.writeStartArray();
      json.writeEndArray();
    } else {
      json.writeNull();
    }
  }

  private void writeCpu(Optional<Reading> reading, JsonGenerator json) {
    Optional<Reading.Cpu> cpu = reading.map(Reading::cpu);
    json.writeStartObject();
    json.writeObjectPropertyStart("cpu_usage");
    json.writeNumberProperty("total_usage", cpu.map(Reading.Cpu::totalNanos).orElse(0L));
    writePerCpu(cpu.map(Reading.Cpu::perCpuNanos).orElse(List.of()), json);
    json.writeNumberProperty("usage_in_kernelmode", cpu.map(Reading.Cpu::kernelNanos).orElse(0L));
    json.writeNumberProperty("usage_in_usermode", cpu.map(Reading.Cpu::userNanos).orElse(0L));
    json.writeEndObject();
    if (cpu.isPresent()) {
      writeUnlessZero("system_cpu_usage", cpu.get().hostNanos(), json);
      writeUnlessZero("online_cpus", onlineCpus, json);
    }
    Reading.Throttling throttling =
        cpu.map(Reading.Cpu::throttling).orElse(Reading.Throttling.NONE);
    json.writeObjectPropertyStart("throttling_data");
    json.writeNumberProperty("periods", throttling.periods());
    json.writeNumberProperty("throttled_periods", throttling.throttledPeriods());
    json.writeNumberProperty("throttled_time", throttling.throttledNanos());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writePerCpu(List<Long> perCpuNanos, JsonGenerator json) {
    if (!perCpuNanos.isEmpty()) {
      json.writeArrayPropertyStart("percpu_usage");
      perCpuNanos.forEach(json::writeNumber);
      json.writeEndArray();
    }
  }

  private static void writeMemory(Reading.Memory memory, JsonGenerator json) {
    json.writeObjectPropertyStart("memory_stats");
    writeUnlessZero("usage", memory.usageBytes(), json);
    writeUnlessZero("max_usage", memory.maxUsageBytes(), json);
    json.writeObjectPropertyStart("stats");
    memory.stats().forEach(json::writeNumberProperty);
    json.writeEndObject();
    writeUnlessZero("failcnt", memory.limitHits(), json);
    writeUnlessZero("limit", memory.limitBytes(), json);
    json.writeEndObject();
  }

  private static void writeUnlessZero(String name, long value, JsonGenerator json) {
    if (value != 0) {
      json.writeNumberProperty(name, value);
    }
  }
}
