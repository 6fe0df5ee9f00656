package io.github.ecsusagereport.docker;

import tools.jackson.databind.JsonNode;

/**
 * An entry of a container's {@code dependsOn}, and when it lets the container start (<a
 * href="https://github.com/aws/amazon-ecs-agent/blob/8dfceca6cf380a83c3007349317566f2862f0673/agent/engine/dependencygraph/graph.go#L266-L316">graph.go</a>).
 */
record Dependency(String containerName, Condition condition) {
  enum Condition {
    START,
    COMPLETE,
    SUCCESS
  }

  static Dependency of(JsonNode json) {
    String condition = json.get("condition").asString();
    return new Dependency(json.get("containerName").asString(), Condition.valueOf(condition));
  }

  /** What it depends on has come to where it has to be. */
  boolean isMetBy(AgentContainer other) {
    return switch (condition) {
      case START -> other.isRunning() || other.isStopped();
      case COMPLETE -> other.exitCode() != null;
      case SUCCESS -> hasSucceeded(other);
    };
  }

  /** It never will: it has failed, or is stopped and has never run. */
  boolean isHopelessWith(AgentContainer other) {
    boolean hasFailed = other.exitCode() != null && !hasSucceeded(other);
    return (condition == Condition.SUCCESS && hasFailed)
        || (other.isStopped() && !other.hasStarted());
  }

  private static boolean hasSucceeded(AgentContainer other) {
    return Integer.valueOf(0).equals(other.exitCode());
  }
}
