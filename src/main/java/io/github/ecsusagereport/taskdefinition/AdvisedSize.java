package io.github.ecsusagereport.taskdefinition;

import static java.util.stream.Collectors.joining;

import io.github.ecsusagereport.report.fleet.Size;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code report --format json} says of a family: {@code taskDefinitions[]}. */
final class AdvisedSize {
  private static final double UNITS_PER_VCPU = 1024;

  private final ObjectNode report;
  private final TaskDefinition definition;

  private AdvisedSize(ObjectNode report, TaskDefinition definition) {
    this.report = report;
    this.definition = definition;
  }

  /** Writes the size and the containers' limits, or a note why there are none. */
  static void take(ObjectNode report, String name, TaskDefinition definition, Notes notes)
      throws RefusedException {
    if (!report.path("taskDefinitions").isArray() || !report.path("tasks").isArray()) {
      throw new RefusedException(
          name + " is not what `ecs-usage-report report --format json` of this version writes");
    }
    new AdvisedSize(report, definition).take(name, notes);
  }

  private void take(String name, Notes notes) throws RefusedException {
    List<JsonNode> tasks = ofThisFamily("tasks");
    List<JsonNode> advices = ofThisFamily("taskDefinitions");
    if (tasks.isEmpty() && advices.isEmpty()) {
      throw new RefusedException(
          name + " has no run of " + definition.family() + "; it has: " + families());
    }
    if (advices.size() > 1) {
      throw new RefusedException(
          name
              + " has "
              + definition.family()
              + " of several accounts or regions: give what `aws ecs describe-task-definition`"
              + " prints, whose ARN says which");
    }
    if (advices.isEmpty()) {
      notes.add(
          "the report has no other size for "
              + definition.family()
              + ". "
              + tasks.stream()
                  .map(each -> each.path("text").asString(""))
                  .distinct()
                  .collect(joining(" ")));
      return;
    }
    write(advices.get(0));
  }

  private List<JsonNode> ofThisFamily(String list) {
    return report
        .path(list)
        .valueStream()
        .filter(each -> each.path("family").asString("").equals(definition.family()))
        .filter(each -> isOr(each.path("region"), definition.region()))
        .filter(each -> isOr(each.path("accountId"), definition.accountId()))
        .toList();
  }

  /** Where one of both does not say it does not count. */
  private static boolean isOr(JsonNode value, String text) {
    return !value.isString() || text == null || value.asString().equals(text);
  }

  private String families() {
    String families =
        report
            .path("tasks")
            .valueStream()
            .map(each -> each.path("family").asString(null))
            .filter(Objects::nonNull)
            .distinct()
            .collect(joining(", "));
    return families.isEmpty() ? "none" : families;
  }

  private void write(JsonNode advice) throws RefusedException {
    int cpuUnits = advice.path("cpu").asInt(0);
    int memoryMiB = advice.path("memory").asInt(0);
    if (cpuUnits <= 0 || memoryMiB <= 0) {
      throw new RefusedException("the report has no cpu and memory for " + definition.family());
    }
    Size size = new Size(cpuUnits / UNITS_PER_VCPU, memoryMiB);
    Bounds.checkSize(definition, size);
    definition.resize(size);
    for (JsonNode each : advice.path("containerDefinitions")) {
      ObjectNode container = definition.container(each.path("name").asString(""));
      container.set("memory", each.get("memory"));
    }
  }
}
