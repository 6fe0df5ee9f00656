package io.github.ecsusagereport.taskdefinition;

import io.github.ecsusagereport.report.fleet.Size;
import io.github.ecsusagereport.summary.Arn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A task definition as {@code aws ecs register-task-definition} takes it. What is not known here
 * stays as it is.
 */
final class TaskDefinition {
  /**
   * What <a
   * href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html">a task
   * definition</a> has and <a
   * href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html">its
   * registration</a> does not take.
   */
  static final List<String> ADDED_BY_DESCRIBE =
      List.of(
          "taskDefinitionArn",
          "revision",
          "status",
          "requiresAttributes",
          "compatibilities",
          "registeredAt",
          "deregisteredAt",
          "deleteRequestedAt",
          "registeredBy");

  /**
   * {@code 512} or {@code 0.5 vCPU}, {@code 1024} or {@code 1 GB}: <a
   * href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size">task
   * size</a>.
   */
  private static final Pattern AMOUNT =
      Pattern.compile("(\\d{0,6}\\.?\\d{1,6})\\s*(vcpu|gb|)", Pattern.CASE_INSENSITIVE);

  private static final int UNITS = 1024;

  private final ObjectNode root;
  private final String arn;
  private final String revision;

  private TaskDefinition(ObjectNode root, String arn, String revision) {
    this.root = root;
    this.arn = arn;
    this.revision = revision;
  }

  /**
   * From what {@code describe-task-definition} printed, or a file for {@code
   * register-task-definition}.
   */
  static TaskDefinition of(ObjectNode document) throws RefusedException {
    ObjectNode root = document;
    if (document.get("taskDefinition") instanceof ObjectNode described) {
      root = described;
      // They stand beside it where they were asked for with --include TAGS.
      if (document.get("tags") instanceof ArrayNode tags && !tags.isEmpty()) {
        root.set("tags", tags);
      }
    }
    JsonNode containers = root.get("containerDefinitions");
    if (!(containers instanceof ArrayNode)
        || !containers.valueStream().allMatch(each -> each.path("name").isString())) {
      throw new RefusedException(
          "standard input is no task definition: containerDefinitions, each with a name, are"
              + " missing; give it what `aws ecs describe-task-definition` prints");
    }
    if (root.path("family").asString("").isEmpty()) {
      throw new RefusedException("the task definition has no family");
    }
    String arn = root.path("taskDefinitionArn").asString(null);
    String revision = root.path("revision").asString(null);
    ADDED_BY_DESCRIBE.forEach(root::remove);
    return new TaskDefinition(root, arn, revision);
  }

  ObjectNode root() {
    return root;
  }

  String family() {
    return root.get("family").asString();
  }

  /** {@code import:3}, or the family alone where it is a file. */
  String name() {
    return revision == null ? family() : family() + ":" + revision;
  }

  /** Null without an ARN. */
  String region() {
    return Arn.region(arn);
  }

  /** Null without an ARN. */
  String accountId() {
    return Arn.accountId(arn);
  }

  ArrayNode containerArray() {
    return (ArrayNode) root.get("containerDefinitions");
  }

  List<ObjectNode> containers() {
    List<ObjectNode> containers = new ArrayList<>();
    containerArray().forEach(each -> containers.add((ObjectNode) each));
    return containers;
  }

  static String nameOf(JsonNode container) {
    return container.get("name").asString();
  }

  /** The container of that name. */
  ObjectNode container(String name) throws RefusedException {
    for (ObjectNode each : containers()) {
      if (nameOf(each).equals(name)) {
        return each;
      }
    }
    throw new RefusedException(
        family() + " has no container " + name + "; it has: " + String.join(", ", names()));
  }

  List<String> names() {
    return containers().stream().map(TaskDefinition::nameOf).toList();
  }

  boolean isWindows() {
    return root.path("runtimePlatform")
        .path("operatingSystemFamily")
        .asString("")
        .toUpperCase(Locale.ROOT)
        .startsWith("WINDOWS");
  }

  /** False only where it says that it is for something else. */
  boolean isForFargate() {
    JsonNode wanted = root.path("requiresCompatibilities");
    return wanted.isEmpty() || wanted.valueStream().anyMatch(each -> is(each, "FARGATE"));
  }

  private static boolean is(JsonNode node, String text) {
    return node.asString("").equals(text);
  }

  /** CPU units or MiB, 0 without. */
  int amount(String name) throws RefusedException {
    JsonNode value = root.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    Matcher matcher = AMOUNT.matcher(value.asString("").strip());
    if (!matcher.matches()) {
      throw new RefusedException(
          name + " of the task definition is no size: " + value + "; ECS writes it as \"1024\"");
    }
    double number = Double.parseDouble(matcher.group(1));
    return (int) Math.rint(matcher.group(2).isEmpty() ? number : number * UNITS);
  }

  /** As ECS writes it, unless it is that already. */
  void resize(Size size) throws RefusedException {
    resize("cpu", size.cpuUnits());
    resize("memory", size.memoryMiB());
  }

  private void resize(String name, int amount) throws RefusedException {
    if (amount(name) != amount) {
      root.put(name, Integer.toString(amount));
    }
  }
}
