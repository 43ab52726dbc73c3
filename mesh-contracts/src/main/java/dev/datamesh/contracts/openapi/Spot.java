package dev.datamesh.contracts.openapi;

/**
 * Where in an operation a schema stands.
 *
 * @param kind what it describes
 * @param detail the place of a parameter (query, path, header, cookie), the media type of a body
 */
record Spot(Kind kind, String detail) {

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
