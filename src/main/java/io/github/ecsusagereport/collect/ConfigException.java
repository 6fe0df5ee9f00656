package io.github.ecsusagereport.collect;

import java.util.List;

/** Settings that are wrong: one sentence for each. */
final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> sentences;

  ConfigException(List<String> sentences) {
    super(String.join("\n", sentences));
    this.sentences = List.copyOf(sentences);
  }

  List<String> sentences() {
    return sentences;
  }
}
