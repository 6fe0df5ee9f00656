package io.github.ecsusagereport.taskdefinition;

import static io.github.ecsusagereport.taskdefinition.TaskDefinition.nameOf;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sidecar's container: {@code sidecar.json}, and what depends on the task around it. Why each
 * setting is as it is stands in {@code docs/TASK-DEFINITION.md}.
 */
final class Sidecar {
  private static final String WATCHED = "USAGE_CONTAINER";

  /** They join lines that belong together, of which the sidecar's are none. */
  private static final List<String> MULTILINE =
      List.of("awslogs-multiline-pattern", "awslogs-datetime-format");

  private static final Pattern USER_AND_GROUP = Pattern.compile("[1-9]\\d*:\\d+");

  private final TaskDefinition definition;
  private final SidecarOptions options;
  private final Notes notes;
  private final ObjectNode fresh = Documents.resource("sidecar.json");
  private final ObjectNode old;

  private Sidecar(TaskDefinition definition, SidecarOptions options, Notes notes) {
    this.definition = definition;
    this.options = options;
    this.notes = notes;
    this.old = find(definition);
  }

  /** Puts it in, or renews what differs. */
  static void add(TaskDefinition definition, SidecarOptions options, Notes notes)
      throws RefusedException {
    new Sidecar(definition, options, notes).add();
  }

  /** By its name, or else by its image; null where there is none. */
  private static ObjectNode find(TaskDefinition definition) {
    String name = nameOf(Documents.resource("sidecar.json"));
    ObjectNode byImage = null;
    for (ObjectNode each : definition.containers()) {
      if (nameOf(each).equals(name)) {
        return each;
      }
      String repository = repository(each.path("image").asString(""));
      if (repository.substring(repository.lastIndexOf('/') + 1).equals("ecs-usage-report")) {
        byImage = each;
      }
    }
    return byImage;
  }

  private void add() throws RefusedException {
    List<ObjectNode> others = definition.containers();
    others.removeIf(each -> old != null && nameOf(each).equals(nameOf(old)));
    List<ObjectNode> watched = watched(others);
    logConfiguration(watched.get(0));
    dependsOn(others, watched);
    if (options.image() != null) {
      fresh.put("image", options.image());
    }
    if (options.isExact() || isExact()) {
      exact(watched);
    }
    if (old == null) {
      definition.containerArray().add(fresh);
    } else {
      renew();
    }
    if (others.size() > 1) {
      String names = String.join(",", watched.stream().map(TaskDefinition::nameOf).toList());
      environment(old == null ? fresh : old, names);
    }
  }

  /** Those named, else those that the sidecar was told, else the only one that does work. */
  private List<ObjectNode> watched(List<ObjectNode> others) throws RefusedException {
    List<String> names = options.containers().isEmpty() ? told() : options.containers();
    Set<ObjectNode> watched = new LinkedHashSet<>();
    for (String name : names) {
      watched.add(definition.container(name.strip()));
    }
    if (watched.isEmpty()) {
      others.stream().filter(each -> !each.has("firelensConfiguration")).forEach(watched::add);
      if (watched.size() > 1) {
        throw new RefusedException(
            "several containers: name those whose end is the end of the run with --container: "
                + String.join(",", watched.stream().map(TaskDefinition::nameOf).toList()));
      }
    }
    if (watched.isEmpty() || watched.contains(old)) {
      throw new RefusedException(definition.family() + " has no container to watch");
    }
    return List.copyOf(watched);
  }

  private List<String> told() {
    if (old == null) {
      return List.of();
    }
    for (JsonNode each : old.path("environment")) {
      if (each.path("name").asString("").equals(WATCHED)) {
        return List.of(each.path("value").asString("").split(",", -1));
      }
    }
    return List.of();
  }

  private void logConfiguration(ObjectNode batch) {
    if (batch.get("logConfiguration") instanceof ObjectNode log) {
      ObjectNode copy = log.deepCopy();
      if (copy.get("options") instanceof ObjectNode settings) {
        settings.remove(MULTILINE);
      }
      fresh.set("logConfiguration", copy);
    } else if (old == null) {
      notes.add(
          nameOf(batch)
              + " has no logConfiguration, so the sidecar gets none: on Fargate its line would go"
              + " nowhere");
    }
  }

  /** On what is watched and on the router of its lines; not on what waits for the sidecar. */
  private void dependsOn(List<ObjectNode> others, List<ObjectNode> watched) {
    ArrayNode dependsOn = (ArrayNode) fresh.get("dependsOn");
    String sidecar = nameOf(old == null ? fresh : old);
    boolean isRouted =
        (old == null ? fresh : old)
            .path("logConfiguration")
            .path("logDriver")
            .asString("")
            .equals("awsfirelens");
    for (ObjectNode each : others) {
      boolean isRouter = isRouted && each.has("firelensConfiguration");
      if ((watched.contains(each) || isRouter) && !waitsFor(each, sidecar)) {
        dependsOn.addObject().put("containerName", nameOf(each)).put("condition", "START");
      }
    }
    if (old != null) {
      keepOtherDependencies(dependsOn);
    }
    if (dependsOn.isEmpty()) {
      fresh.remove("dependsOn");
    }
  }

  private void keepOtherDependencies(ArrayNode dependsOn) {
    List<String> names =
        dependsOn.valueStream().map(each -> each.path("containerName").asString("")).toList();
    for (JsonNode each : old.path("dependsOn")) {
      if (!names.contains(each.path("containerName").asString(""))) {
        dependsOn.add(each);
      }
    }
  }

  private static boolean waitsFor(ObjectNode container, String name) {
    return container
        .path("dependsOn")
        .valueStream()
        .anyMatch(each -> each.path("containerName").asString("").equals(name));
  }

  private boolean isExact() {
    return old != null && definition.root().path("pidMode").asString("").equals("task");
  }

  /**
   * The kernel shows a container's counters to a process of the same user and group, or to root
   * with SYS_PTRACE, the one capability that Fargate lets a task <a
   * href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html">add</a>.
   * Which group a user has that is given without one, or by name, only the batch's own image knows.
   */
  private void exact(List<ObjectNode> watched) throws RefusedException {
    String pidMode = definition.root().path("pidMode").asString("task");
    if (!pidMode.equals("task")) {
      throw new RefusedException(
          "--exact needs \"pidMode\": \"task\", and " + definition.family() + " has " + pidMode);
    }
    definition.root().put("pidMode", "task");
    List<String> users =
        watched.stream().map(each -> each.path("user").asString("")).distinct().toList();
    String user = users.get(0);
    if (users.size() == 1 && USER_AND_GROUP.matcher(user).matches()) {
      fresh.put("user", user);
      return;
    }
    fresh.put("user", "0:0");
    ((ObjectNode) fresh.get("linuxParameters").get("capabilities"))
        .putArray("add")
        .add("SYS_PTRACE");
    if (!String.join("", users).isEmpty()) {
      notes.add(
          "the sidecar is root with SYS_PTRACE, since "
              + String.join(", ", users)
              + " is not a user and a group in numbers, such as 1000:1000, that it could share");
    }
  }

  /** An image of another repository and a log configuration stay as they are. */
  private void renew() {
    String image = old.path("image").asString("");
    if (options.image() == null
        && !repository(image).equals(repository(fresh.get("image").asString()))) {
      fresh.remove("image");
    }
    if (old.has("logConfiguration")) {
      fresh.remove("logConfiguration");
    }
    fresh.remove("name");
    JsonNode capabilities = fresh.remove("linuxParameters").get("capabilities");
    JsonNode linux = old.get("linuxParameters");
    ObjectNode parameters =
        linux instanceof ObjectNode object ? object : old.putObject("linuxParameters");
    if (!isSame(parameters.path("capabilities"), capabilities)) {
      parameters.set("capabilities", capabilities);
    }
    fresh.forEachEntry(
        (name, value) -> {
          if (!value.equals(old.get(name))) {
            old.set(name, value);
          }
        });
  }

  /** An empty list is none: `describe` may show one where none was registered. */
  private static boolean isSame(JsonNode old, JsonNode capabilities) {
    return List.of("add", "drop").stream()
        .allMatch(
            each ->
                old.path(each)
                    .valueStream()
                    .toList()
                    .equals(capabilities.path(each).valueStream().toList()));
  }

  private static void environment(ObjectNode sidecar, String names) {
    ArrayNode environment =
        sidecar.get("environment") instanceof ArrayNode array
            ? array
            : sidecar.putArray("environment");
    for (JsonNode each : environment) {
      if (each.path("name").asString("").equals(WATCHED)) {
        ((ObjectNode) each).put("value", names);
        return;
      }
    }
    environment.addObject().put("name", WATCHED).put("value", names);
  }

  /** Without its tag or digest. */
  private static String repository(String image) {
    return image.replaceFirst("@.*", "").replaceFirst(":[^/]*$", "");
  }
}
