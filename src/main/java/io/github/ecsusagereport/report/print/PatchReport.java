package io.github.ecsusagereport.report.print;

import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.sizing.Advice;
import io.github.ecsusagereport.report.sizing.FargateSizes;
import io.github.ecsusagereport.report.sizing.Verdict;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * theirs, and there is none as long as one of them has no advice.
 */
public final class PatchReport {
  private PatchReport() {}

  public static String of(List<Advice> advices) {
    Map<String, List<Advice>> families = new TreeMap<>();
    for (Advice advice : advices) {
      String family = advice.workload().key().family();
      if (family != null) {
        families.computeIfAbsent(family, key -> new ArrayList<>()).add(advice);
      }
    }
    StringWriter text = new StringWriter();
    families.forEach(
        (family, members) -> size(members).ifPresent(size -> write(text, family, size)));
    return text.toString();
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

  private static void write(StringWriter text, String family, Size size) {
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("family", family);
      json.writeStringProperty("cpu", Integer.toString(size.cpuUnits()));
      json.writeStringProperty("memory", Integer.toString(size.memoryMiB()));
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }
}
