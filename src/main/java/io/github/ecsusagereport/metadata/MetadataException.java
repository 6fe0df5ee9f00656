package io.github.ecsusagereport.metadata;

/** No usable answer from the endpoint: expected trouble, counted and survived. */
public final class MetadataException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** No connection, no answer, or not all of it, in time. */
    UNAVAILABLE,
    /** An answer with another status than 200. */
    REFUSED,
    /** Status 200 and a body that is not what was asked for. */
    MALFORMED
  }

  private final Kind kind;

  MetadataException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
