package io.github.ecsusagereport.docker;

/**
 * Whose agent is played: the open-source one on EC2, the same with {@code ECS_POLL_METRICS=true},
 * or Fargate's, as far as recordings show it.
 */
enum Platform {
  EC2,
  EC2_POLLING,
  FARGATE;

  String launchType() {
    return this == FARGATE ? "FARGATE" : "EC2";
  }
}
