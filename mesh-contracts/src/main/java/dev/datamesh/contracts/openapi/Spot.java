package dev.datamesh.contracts.openapi;

/**
 * Where in an operation a schema stands.
 *
 * @param kind what it describes
 * @param detail the place of a parameter (query, path, header, cookie), the media type of a body
 * @param repeatable whether a list is written as one value after the other
 */
record Spot(Kind kind, String detail, boolean repeatable) {

  Spot(Kind kind, String detail) {
    this(kind, detail, false);
  }

  enum Kind {
    REQUEST_BODY,
    PARAMETER,
    RESPONSE_BODY,
    RESPONSE_HEADER
  }

  boolean isRequest() {
    return kind == Kind.REQUEST_BODY || kind == Kind.PARAMETER;
  }

  /** Texts on the wire that take any scalar. */
  boolean isLooselyTyped() {
    return kind == Kind.RESPONSE_HEADER
        || kind == Kind.PARAMETER
        || !detail.toLowerCase(java.util.Locale.ROOT).contains("json");
  }
}
