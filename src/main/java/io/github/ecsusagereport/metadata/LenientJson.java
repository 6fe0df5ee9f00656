package io.github.ecsusagereport.metadata;

import static io.github.ecsusagereport.summary.Metrics.UNKNOWN;

import io.github.ecsusagereport.metadata.EndpointHttp.Body;
import io.github.ecsusagereport.metadata.MetadataException.Kind;
import io.github.ecsusagereport.summary.Timestamps;
import java.nio.CharBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Values as they come: what is missing, null, of another type or beyond a long is unknown, never an
 * error. Only a document that is not JSON, or not an object, is.
 */
final class LenientJson {
  private static final int SHOWN_BODY_CHARS = 200;

  private final JsonFactory factory = new JsonFactory();

  /** Reads one document, which must be an object. */
  interface DocumentReader<T> {
    /** Called at the opening brace; to return at the closing one. */
    T read(JsonParser json);
  }

  <T> T read(Body body, DocumentReader<T> reader) throws MetadataException {
    try (JsonParser json =
        factory.createParser(ObjectReadContext.empty(), body.bytes(), 0, body.length())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw malformed(body, "not an object", null);
      }
      T document = reader.read(json);
      if (json.nextToken() != null) {
        throw malformed(body, "more than one document", null);
      }
      return document;
    } catch (JacksonException e) {
      throw malformed(body, e.getOriginalMessage(), e);
    }
  }

  private static MetadataException malformed(Body body, String what, Exception cause) {
    String message = "GET " + body.uri() + ": " + what + ": " + body.start(SHOWN_BODY_CHARS);
    return new MetadataException(Kind.MALFORMED, message, cause);
  }

  /** Moves to the value of the next field; false at the end of the object. */
  static boolean nextField(JsonParser json) {
    if (json.nextToken() != JsonToken.PROPERTY_NAME) {
      return false;
    }
    json.nextToken();
    return true;
  }

  /** True at an object, to be read field by field; anything else is passed over. */
  static boolean entersObject(JsonParser json) {
    return enters(json, JsonToken.START_OBJECT);
  }

  /** True at an array; anything else is passed over. */
  static boolean entersArray(JsonParser json) {
    return enters(json, JsonToken.START_ARRAY);
  }

  private static boolean enters(JsonParser json, JsonToken start) {
    if (json.currentToken() == start) {
      return true;
    }
    json.skipChildren();
    return false;
  }

  /**
   * A count, or UNKNOWN. Go's counters are unsigned: what does not fit into a long is a limit that
   * is none (2^64-1) or an underflow.
   */
  static long count(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return Math.max(json.getLongValue(), UNKNOWN);
    }
    if (json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = json.getDoubleValue();
      return value >= 0 && value < Long.MAX_VALUE ? (long) value : UNKNOWN;
    }
    json.skipChildren();
    return UNKNOWN;
  }

  /** A number, or NaN. */
  static double decimal(JsonParser json) {
    if (json.currentToken().isNumeric()) {
      return json.getDoubleValue();
    }
    json.skipChildren();
    return Double.NaN;
  }

  /** Nanoseconds since 1970, or UNKNOWN; without making a string. */
  static long timestamp(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return Timestamps.parse(
          CharBuffer.wrap(
              json.getStringCharacters(), json.getStringOffset(), json.getStringLength()));
    }
    json.skipChildren();
    return UNKNOWN;
  }

  /**
   * Whether it is this text, in any letter case; without making a string, since there are dozens of
   * them in each answer.
   *
   * @param lowerCase of ASCII letters
   */
  static boolean isText(JsonParser json, String lowerCase) {
    if (json.currentToken() != JsonToken.VALUE_STRING
        || json.getStringLength() != lowerCase.length()) {
      json.skipChildren();
      return false;
    }
    char[] characters = json.getStringCharacters();
    int offset = json.getStringOffset();
    for (int i = 0; i < lowerCase.length(); i++) {
      if ((characters[offset + i] | ' ') != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A text that is not empty, or null. */
  static String text(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      String value = json.getString();
      return value.isEmpty() ? null : value;
    }
    json.skipChildren();
    return null;
  }
}
