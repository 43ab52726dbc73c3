package dev.datamesh.contracts.openapi;

import dev.datamesh.contracts.jsonschema.JsonSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of an API, references followed.
 *
 * @param key path with its parameters numbered, and method: the same in both versions
 * @param parameters by place and name
 * @param security alternatives, each the schemes it needs with their scopes
 */
record Operation(
    String key,
    String method,
    String path,
    boolean webhook,
    Located at,
    Map<String, Parameter> parameters,
    Optional<RequestBody> body,
    Map<String, Response> responses,
    List<Map<String, List<String>>> security) {

  /** {@code GET /daily-revenue}. */
  String label() {
    return method.toUpperCase(java.util.Locale.ROOT) + " " + path;
  }

  /**
   * A parameter; its schema is that of its only media type where it has content.
   *
   * @param shared whether it stands with the path, for all its operations
   */
  record Parameter(
      String name,
      String in,
      boolean required,
      Located at,
      Optional<JsonSchema> schema,
      boolean shared) {}

  /** A request's body. */
  record RequestBody(boolean required, Located at, Map<String, Media> content) {}

  /** A response of one status. */
  record Response(
      String status, Located at, Map<String, Media> content, Map<String, Parameter> headers) {

    boolean isSuccess() {
      return status.startsWith("2");
    }
  }

  /** One media type. */
  record Media(String type, Located at, Optional<JsonSchema> schema) {}
}
