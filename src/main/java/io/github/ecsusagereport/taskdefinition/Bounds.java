package io.github.ecsusagereport.taskdefinition;

import static io.github.ecsusagereport.taskdefinition.TaskDefinition.nameOf;
import static java.util.stream.Collectors.joining;

import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.report.sizing.FargateSizes;
import java.util.List;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What ECS would refuse: <a
 * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html">task
 * definition parameters</a>.
 */
final class Bounds {
  /**
   * <a
   * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html">Service
   * quotas</a>.
   */
  private static final int MAX_CONTAINERS = 10;

  private Bounds() {}

  static void check(TaskDefinition definition, Notes notes) throws RefusedException {
    List<ObjectNode> containers = definition.containers();
    if (containers.size() > MAX_CONTAINERS) {
      throw new RefusedException(
          definition.family()
              + " would have "
              + containers.size()
              + " containers, and ECS allows "
              + MAX_CONTAINERS);
    }
    for (ObjectNode each : containers) {
      checkReservation(each);
    }
    checkMemory(definition, containers);
    fitCpu(definition, containers, notes);
  }

  /** One of Fargate's own, unless the definition is for something else. */
  static void checkSize(TaskDefinition definition, Size size) throws RefusedException {
    if (!definition.isForFargate() || FargateSizes.all().contains(size)) {
      return;
    }
    String memory =
        FargateSizes.all().stream()
            .filter(each -> each.vcpu() == size.vcpu())
            .map(each -> Integer.toString(each.memoryMiB()))
            .collect(joining(", "));
    throw new RefusedException(
        memory.isEmpty()
            ? "Fargate has no size "
                + size
                + "; its vCPUs are "
                + FargateSizes.all().stream()
                    .map(each -> each.toString().replaceFirst("/.*", ""))
                    .distinct()
                    .collect(joining(", "))
            : "Fargate has no size " + size + "; beside those vCPUs it has " + memory + " MiB");
  }

  private static void checkReservation(ObjectNode container) throws RefusedException {
    int memory = container.path("memory").asInt(0);
    int reservation = container.path("memoryReservation").asInt(0);
    if (memory > 0 && reservation > memory) {
      throw new RefusedException(
          nameOf(container)
              + " reserves "
              + reservation
              + " MiB, more than its limit of "
              + memory
              + "; lower its memoryReservation first");
    }
  }

  private static void checkMemory(TaskDefinition definition, List<ObjectNode> containers)
      throws RefusedException {
    int size = definition.amount("memory");
    int sum = containers.stream().mapToInt(Bounds::memoryMiB).sum();
    if (size > 0 && sum > size) {
      throw new RefusedException(
          "the containers may have "
              + sum
              + " MiB together ("
              + each(containers, Bounds::memoryMiB)
              + "), and the task has "
              + size
              + "; lower a limit in the definition first, or take a larger size with --size");
    }
  }

  /** Its limit, or else what is reserved for it. */
  private static int memoryMiB(JsonNode container) {
    int memory = container.path("memory").asInt(0);
    return memory > 0 ? memory : container.path("memoryReservation").asInt(0);
  }

  /**
   * A container's cpu is a share in what the task has, so what the sums have too much is taken from
   * the largest.
   */
  private static void fitCpu(TaskDefinition definition, List<ObjectNode> containers, Notes notes)
      throws RefusedException {
    int size = definition.amount("cpu");
    int sum = containers.stream().mapToInt(Bounds::cpuUnits).sum();
    if (size == 0 || sum <= size) {
      return;
    }
    ObjectNode largest = containers.get(0);
    for (ObjectNode each : containers) {
      largest = cpuUnits(each) > cpuUnits(largest) ? each : largest;
    }
    int before = cpuUnits(largest);
    int after = before - (sum - size);
    if (after <= 0) {
      throw new RefusedException(
          "the containers have "
              + sum
              + " CPU units together ("
              + each(containers, Bounds::cpuUnits)
              + "), and the task has "
              + size
              + "; lower their cpu in the definition first");
    }
    largest.put("cpu", after);
    notes.add(
        nameOf(largest)
            + " has "
            + after
            + " CPU units now, "
            + (before - after)
            + " fewer, since those of the containers may not be more than the task's "
            + size);
  }

  private static int cpuUnits(JsonNode container) {
    return container.path("cpu").asInt(0);
  }

  private static String each(List<ObjectNode> containers, ToIntFunction<JsonNode> amount) {
    return containers.stream()
        .filter(each -> amount.applyAsInt(each) > 0)
        .map(each -> nameOf(each) + " " + amount.applyAsInt(each))
        .collect(joining(", "));
  }
}
