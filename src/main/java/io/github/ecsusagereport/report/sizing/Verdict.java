package io.github.ecsusagereport.report.sizing;

/** What comes of the sizing. */
public enum Verdict {
  CHANGE("change"),
  KEEP("keep"),
  NOT_ENOUGH_RUNS("notEnoughRuns"),
  NO_READINGS("noReadings"),
  NOT_FARGATE("notFargate"),
  TOO_LARGE("tooLarge");

  private final String jsonName;

  Verdict(String jsonName) {
    this.jsonName = jsonName;
  }

  public String jsonName() {
    return jsonName;
  }
}
