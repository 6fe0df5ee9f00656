package io.github.ecsusagereport.report.lines;

import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The {@code record} of a report line, field by field, in any order. Fields that are not known are
 * skipped, so later versions of the schema can be read as far as they are understood.
 */
final class RunParser {
  private final JsonParser json;
  private final RunBuilder run;
  private final boolean withCurves;

  private RunParser(JsonParser json, RunBuilder run, boolean withCurves) {
    this.json = json;
    this.run = run;
    this.withCurves = withCurves;
  }

  /** Reads {@code record}; the parser stands at its START_OBJECT. */
  static void record(JsonParser json, RunBuilder run, boolean withCurves) {
    run.record();
    new RunParser(json, run, withCurves).members();
  }

  private void members() {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      Set<String> numbers = RunBuilder.numbersOf(name);
      if (numbers != null) {
        numbers(token, name, numbers);
      } else if (name.equals(RunBuilder.EXIT_CODE)) {
        exitCode(token);
      } else if (withCurves && name.equals(RunBuilder.CURVE) && token == JsonToken.START_OBJECT) {
        curve();
      } else if (!RunBuilder.TEXTS.contains(name)) {
        json.skipChildren();
      } else if (token == JsonToken.VALUE_STRING || isRevision(name, token)) {
        run.text(name, json.getString());
      } else {
        refuse(token, name, "a text");
      }
    }
  }

  /** It decides little: one that is no number is no reason to lose the line. */
  private void exitCode(JsonToken token) {
    if (token.isNumeric()) {
      run.exitCode(json.getDoubleValue());
    } else {
      json.skipChildren();
    }
  }

  private void curve() {
    double stepMs = Double.NaN;
    String cpuPercent = null;
    String memoryMib = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (token.isNumeric() && name.equals("stepMs")) {
        stepMs = json.getDoubleValue();
      } else if (token == JsonToken.VALUE_STRING && name.equals("cpuPercent")) {
        cpuPercent = json.getString();
      } else if (token == JsonToken.VALUE_STRING && name.equals("memoryMiB")) {
        memoryMib = json.getString();
      } else {
        json.skipChildren();
      }
    }
    run.curve(stepMs, cpuPercent, memoryMib);
  }

  /** Some log systems make a number of it, which it is. */
  private static boolean isRevision(String name, JsonToken token) {
    return token == JsonToken.VALUE_NUMBER_INT && name.equals("revision");
  }

  private void numbers(JsonToken start, String object, Set<String> wanted) {
    if (start != JsonToken.START_OBJECT) {
      refuse(start, object, "an object");
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (wanted.contains(name)) {
        double value = number(token, object + "." + name);
        if (!Double.isNaN(value)) {
          run.number(object, name, value);
        }
      } else if (name.equals("durationAtVcpu") && token == JsonToken.START_ARRAY) {
        durations();
      } else {
        json.skipChildren();
      }
    }
  }

  private void durations() {
    for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
      if (next == JsonToken.START_OBJECT) {
        duration();
      } else {
        json.skipChildren();
      }
    }
  }

  private void duration() {
    double vcpu = Double.NaN;
    double durationMs = Double.NaN;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      switch (name) {
        case "vcpu" -> vcpu = number(token, "durationAtVcpu.vcpu");
        case "durationMs" -> durationMs = number(token, "durationAtVcpu.durationMs");
        default -> json.skipChildren();
      }
    }
    run.durationAtVcpu(vcpu, durationMs);
  }

  private double number(JsonToken token, String path) {
    if (token != null && token.isNumeric()) {
      return json.getDoubleValue();
    }
    refuse(token, path, "a number");
    return Double.NaN;
  }

  /** A null is as good as absent: some indexers write it. */
  private void refuse(JsonToken token, String path, String wanted) {
    json.skipChildren();
    if (token != JsonToken.VALUE_NULL) {
      run.problem("record." + path + " is not " + wanted);
    }
  }
}
