package io.github.ecsusagereport.report.print;

import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.lines.WorkloadKey;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.FargateSizes;
import io.github.ecsusagereport.report.sizing.OwnLimit;
import io.github.ecsusagereport.report.sizing.Verdict;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What to write into each task definition that should change, a line of JSON each:
 *
 * <pre>{"family":"import","cpu":"512","memory":"1024"}</pre>
 *
 * <p>A family has one size. Where it runs several jobs or containers, that is the largest of
 * theirs, and there is none as long as one of them has no advice. A container's own memory limit
 * that ECS would refuse beside that size, or that would be in its way, stands in the line.
 */
public final class PatchReport {
  private final Set<String> regions = new HashSet<>();
  private final Set<String> accounts = new HashSet<>();
  private final Map<WorkloadKey, List<Advice>> families = new TreeMap<>(WorkloadKey.ORDER);
  private final StringWriter text = new StringWriter();

  private PatchReport() {}

  /**
   * The lines.
   *
   * @param all the advices: a family's size takes all of its members
   * @param shown a family is left out when none of its members is among them
   */
  public static String of(List<Advice> all, List<Advice> shown) {
    PatchReport report = new PatchReport();
    for (Advice advice : all) {
      WorkloadKey key = advice.workload().key();
      if (key.family() != null) {
        report.add(new WorkloadKey(key.account(), key.region(), key.family(), null, null), advice);
      }
    }
    Set<WorkloadKey> wanted = new HashSet<>();
    shown.forEach(advice -> wanted.add(advice.workload().key()));
    report.families.forEach(
        (family, members) -> {
          if (members.stream().anyMatch(each -> wanted.contains(each.workload().key()))) {
            size(members).ifPresent(size -> report.write(family, size, members));
          }
        });
    return report.text.toString();
  }

  private void add(WorkloadKey family, Advice advice) {
    regions.add(family.region());
    accounts.add(family.account());
    families.computeIfAbsent(family, key -> new ArrayList<>()).add(advice);
  }

  private static Optional<Size> size(List<Advice> members) {
    boolean all = members.stream().map(Advice::take).allMatch(Objects::nonNull);
    boolean any = members.stream().anyMatch(each -> each.verdict() == Verdict.CHANGE);
    if (!all || !any) {
      return Optional.empty();
    }
    double vcpu = members.stream().mapToDouble(each -> each.take().size().vcpu()).max().orElse(0);
    int memoryMiB =
        members.stream().mapToInt(each -> each.take().size().memoryMiB()).max().orElse(0);
    return FargateSizes.all().stream()
        .filter(size -> size.vcpu() >= vcpu && size.memoryMiB() >= memoryMiB)
        .findFirst()
        .filter(size -> members.stream().anyMatch(each -> !each.now().size().equals(size)));
  }

  private void write(WorkloadKey family, Size size, List<Advice> members) {
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("family", family.family());
      if (accounts.size() > 1 && family.account() != null) {
        json.writeStringProperty("accountId", family.account());
      }
      if (regions.size() > 1 && family.region() != null) {
        json.writeStringProperty("region", family.region());
      }
      json.writeStringProperty("cpu", Integer.toString(size.cpuUnits()));
      json.writeStringProperty("memory", Integer.toString(size.memoryMiB()));
      containers(json, size, members);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** Those whose own limit has to change with the size; several jobs have the same container. */
  private static void containers(JsonGenerator json, Size size, List<Advice> members) {
    Map<String, Integer> limits = new TreeMap<>();
    for (Advice advice : members) {
      OptionalInt limitMiB = OwnLimit.beside(advice.workload(), size);
      String container = advice.workload().key().container();
      if (limitMiB.isPresent() && container != null) {
        limits.merge(container, limitMiB.getAsInt(), Math::max);
      }
    }
    if (limits.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("containerDefinitions");
    limits.forEach(
        (container, limitMiB) -> {
          json.writeStartObject();
          json.writeStringProperty("name", container);
          json.writeNumberProperty("memory", limitMiB);
          json.writeEndObject();
        });
    json.writeEndArray();
  }
}
