package io.github.ecsusagereport.docker;

/**
 * Whose agent is played: the open-source one on EC2, or Fargate's, as far as recordings show it.
 */
enum Platform {
  EC2,
  FARGATE
}
