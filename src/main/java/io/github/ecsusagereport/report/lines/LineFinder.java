package io.github.ecsusagereport.report.lines;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds the report lines in any JSON: the value itself, an object within it (an OpenSearch {@code
 * _source}), or a text that holds the line (a CloudWatch {@code message}, a FireLens {@code log}).
 */
final class LineFinder {
  /** What every report line has, and little else. */
  static final String MARK = '"' + RunBuilder.TYPE_PREFIX;

  /** A text within a text within a text; nothing real goes deeper. */
  private static final int DEEPEST_TEXT = 3;

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  /** Takes what is found. */
  interface Sink {
    void found(Run run);

    void broken(String what);
  }

  private final Sink sink;
  private final boolean withCurves;
  private final PlainLine plain;
  private int textDepth;

  LineFinder(Sink sink, boolean withCurves) {
    this.sink = sink;
    this.withCurves = withCurves;
    this.plain = new PlainLine(withCurves);
  }

  static JsonParser parser(InputStream in) {
    return JSON.createParser(ObjectReadContext.empty(), in);
  }

  static JsonParser parser(byte[] bytes, int offset, int length) {
    return JSON.createParser(ObjectReadContext.empty(), bytes, offset, length);
  }

  /** Reads one value: the parser stands before it, and after it then. */
  void value(JsonParser json) {
    JsonToken token = json.nextToken();
    if (token != null) {
      value(json, token);
    }
  }

  private void value(JsonParser json, JsonToken token) {
    switch (token) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> {
        for (JsonToken next = json.nextToken();
            next != JsonToken.END_ARRAY;
            next = json.nextToken()) {
          value(json, next);
        }
      }
      case VALUE_STRING -> text(json.getString());
      default -> {}
    }
  }

  private void object(JsonParser json) {
    RunBuilder run = new RunBuilder();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (token == JsonToken.VALUE_STRING && name.equals("type")) {
        run.type(json.getString());
      } else if (token.isScalarValue() && name.equals("time")) {
        run.time(json.getString());
      } else if (token == JsonToken.START_OBJECT && name.equals("record")) {
        RunParser.record(json, run, withCurves);
      } else {
        value(json, token);
      }
    }
    if (run.isLine()) {
      emit(run);
    }
  }

  void emit(RunBuilder run) {
    try {
      sink.found(run.run());
    } catch (BrokenLineException e) {
      sink.broken(e.getMessage());
    }
  }

  /** Goes over the plain line that begins here; how long it is, or 0 when there is none. */
  int plain(byte[] bytes, int from, int to) {
    RunBuilder run = plain.readWithin(bytes, from, to);
    if (run == null) {
      return 0;
    }
    emit(run);
    return plain.end() - from;
  }

  /** One value after the other: a text can hold several lines, with anything between them. */
  private void text(String text) {
    if (textDepth == DEEPEST_TEXT) {
      return;
    }
    textDepth++;
    int mark = text.indexOf(MARK);
    for (int start = text.indexOf('{'); start >= 0 && mark >= 0; start = text.indexOf('{', start)) {
      int length = valueOf(text.substring(start));
      if (length == 0) {
        break;
      }
      start += length;
      mark = text.indexOf(MARK, start);
    }
    textDepth--;
  }

  /** Reads the value that a text begins with; how long it is, or 0 when it is broken. */
  private int valueOf(String text) {
    // What is plain is ASCII, of which a character is a byte.
    byte[] bytes = text.getBytes(UTF_8);
    int length = plain(bytes, 0, bytes.length);
    if (length > 0) {
      return length;
    }
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      value(json);
      return Math.max(1, (int) json.currentLocation().getCharOffset());
    } catch (JacksonException e) {
      sink.broken(explain(e));
      return 0;
    }
  }

  static String explain(JacksonException e) {
    return "broken JSON at character " + e.getLocation().getColumnNr() + " of the line";
  }
}
