package io.github.ecsusagereport.taskdefinition;

import java.util.ArrayList;
import java.util.List;

/** What the diff alone would not tell. */
final class Notes {
  private final List<String> sentences = new ArrayList<>();

  void add(String sentence) {
    sentences.add(sentence);
  }

  List<String> sentences() {
    return List.copyOf(sentences);
  }
}
