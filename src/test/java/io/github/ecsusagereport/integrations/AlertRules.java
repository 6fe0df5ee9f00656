package io.github.ecsusagereport.integrations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.event.ruler.Machine;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The EventBridge rules as they stand in the template, with EventBridge's own matcher. */
final class AlertRules {
  static final JsonNode TEMPLATE =
      new YAMLMapper().readTree(Path.of("integrations/cloudwatch/template.yaml"));

  private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");

  private final Map<String, JsonNode> rules = resources("AWS::Events::Rule");
  private final Machine machine = Machine.builder().build();

  AlertRules() {
    rules.forEach(
        (name, rule) -> {
          try {
            machine.addRule(name, rule.get("EventPattern").toString());
          } catch (IOException e) {
            throw new AssertionError(name, e);
          }
        });
  }

  /** The properties of each resource of a type, by its name in the template. */
  static Map<String, JsonNode> resources(String type) {
    Map<String, JsonNode> resources = new TreeMap<>();
    TEMPLATE
        .get("Resources")
        .forEachEntry(
            (name, resource) -> {
              if (resource.get("Type").asString().equals(type)) {
                resources.put(name, resource.get("Properties"));
              }
            });
    return resources;
  }

  /** The names of the rules that an event matches. */
  Set<String> matching(JsonNode event) {
    try {
      return new TreeSet<>(machine.rulesForJSONEvent(event.toString()));
    } catch (Exception e) {
      throw new AssertionError(event.toString(), e);
    }
  }

  /** What the input transformer of a rule makes of an event. Each path must lead to a value. */
  String message(String rule, JsonNode event) {
    JsonNode transformer = rules.get(rule).at("/Targets/0/InputTransformer");
    String message = transformer.get("InputTemplate").asString();
    for (var path : transformer.get("InputPathsMap").properties()) {
      Matcher indices = INDEX.matcher(path.getValue().asString().substring(1));
      JsonNode value = event.at(indices.replaceAll("/$1").replace('.', '/'));
      assertEquals(true, value.isString(), path + " in " + event);
      String escaped = value.toString();
      message =
          message.replace("<" + path.getKey() + ">", escaped.substring(1, escaped.length() - 1));
    }
    return message;
  }

  static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }
}
