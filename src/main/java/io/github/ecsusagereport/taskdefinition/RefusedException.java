package io.github.ecsusagereport.taskdefinition;

/** What cannot be done, as a sentence for the user. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedException(String sentence) {
    super(sentence);
  }
}
