package io.github.ecsusagereport.local;

import java.util.List;
import java.util.Optional;

/**
 * What {@code local} was asked for.
 *
 * @param size the size the task is to have, and no more; empty for all of this machine
 * @param format {@code json}, {@code emf} or {@code text}; empty for what the environment says
 * @param endpointOnly serve the endpoint, and leave the collecting to others
 * @param command the command and its arguments
 */
public record LocalOptions(
    Optional<TaskSize> size, Optional<String> format, boolean endpointOnly, List<String> command) {
  /** Refuses to run nothing. */
  public LocalOptions {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("no COMMAND");
    }
  }
}
