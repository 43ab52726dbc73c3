package dev.datamesh.contracts.openapi;

import dev.datamesh.contracts.Severity;
import dev.datamesh.contracts.jsonschema.Edit;
import dev.datamesh.contracts.jsonschema.JsonSchema;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/** oasdiff's ids and levels for differences of schemas, put together from place and keyword. */
final class OasdiffNames {

  /** An id and its level. */
  record Named(String id, Severity severity) {}

  /** oasdiff's words for bounds. */
  private static final Map<String, String> BOUNDS =
      Map.ofEntries(
          Map.entry("minimum", "min"),
          Map.entry("maximum", "max"),
          Map.entry("exclusiveMinimum", "exclusive-min"),
          Map.entry("exclusiveMaximum", "exclusive-max"),
          Map.entry("minLength", "min-length"),
          Map.entry("maxLength", "max-length"),
          Map.entry("minItems", "min-items"),
          Map.entry("maxItems", "max-items"),
          Map.entry("minContains", "min-contains"),
          Map.entry("maxContains", "max-contains"),
          Map.entry("multipleOf", "multiple-of"));

  /** Keywords that come and go; what comes narrows. */
  private static final Map<String, String> PARTS =
      Map.ofEntries(
          Map.entry("contains", "contains"),
          Map.entry("patternProperties", "pattern-property"),
          Map.entry("propertyNames", "property-names"),
          Map.entry("unevaluatedItems", "unevaluated-items"),
          Map.entry("unevaluatedProperties", "unevaluated-properties"),
          Map.entry("dependentRequired", "dependent-required"),
          Map.entry("dependentSchemas", "dependent-schema"),
          Map.entry("contentSchema", "content-schema"),
          Map.entry("contentMediaType", "content-media-type"),
          Map.entry("contentEncoding", "content-encoding"),
          Map.entry("if", "if"),
          Map.entry("then", "then"),
          Map.entry("else", "else"),
          Map.entry("not", "not"),
          Map.entry("const", "const"));

  private OasdiffNames() {}

  /** Empty where oasdiff says nothing. */
  static Optional<Named> of(Edit edit, Spot spot, LocalDate today) {
    boolean request = spot.isRequest();
    String keyword = edit.keyword();
    if (keyword.equals("field")) {
      return spot.kind() == Spot.Kind.PARAMETER || spot.kind() == Spot.Kind.RESPONSE_HEADER
          ? headerField(edit, spot)
          : field(edit, request);
    }
    String prefix = prefix(edit, spot);
    if (BOUNDS.containsKey(keyword)) {
      return bound(prefix + BOUNDS.get(keyword), edit, request);
    }
    if (PARTS.containsKey(keyword)) {
      return part(prefix, keyword, edit, request);
    }
    return switch (keyword) {
      case "type", "format" -> type(prefix, edit, spot);
      case "enum" -> enumeration(prefix, edit, spot);
      case "pattern" -> pattern(prefix, edit, request);
      case "default" ->
          named(
              prefix + "default-value-" + edit.action(),
              spot.kind() == Spot.Kind.PARAMETER ? "ERR" : "INFO");
      case "allOf", "anyOf", "oneOf" -> member(prefix, keyword, edit, request);
      case "prefixItems" ->
          named(
              prefix + "prefix-items-" + edit.action(),
              edit.action().equals("added") == request ? "INFO" : "ERR");
      case "schema" ->
          edit.action().equals("wrapped")
              ? named(prefix + "wrapped-in-one-of", "ERR")
              : Optional.empty();
      case "types" ->
          named(
              prefix + "list-of-types-" + edit.action(),
              edit.action().equals("widened") == request ? "INFO" : "ERR");
      case "deprecated" ->
          spot.kind() == Spot.Kind.PARAMETER || edit.path().isEmpty()
              ? Optional.empty()
              : deprecation(prefix, edit, today);
      case "x-extensible-enum" ->
          request && !isHidden(edit, true)
              ? named(prefix + "x-extensible-enum-value-removed", "ERR")
              : Optional.empty();
      case "x-stability-level" ->
          named(
              prefix + "stability-" + edit.action(),
              edit.action().equals("decreased") ? "ERR" : "INFO");
      case "readOnly", "writeOnly" -> access(edit, request);
      default -> Optional.empty();
    };
  }

  private static Optional<Named> deprecation(String prefix, Edit edit, LocalDate today) {
    if (!edit.action().equals("added") || edit.newSchema() == null) {
      return named(prefix + "reactivated", "INFO");
    }
    Sunset sunset = Sunset.of(edit.newSchema().node());
    if (sunset.isUnreadable()) {
      return named(prefix + "deprecated-sunset-invalid", "ERR");
    }
    if (sunset.hasPassed(today)) {
      return named(prefix + "sunset-date-too-small", "ERR");
    }
    return named(prefix + "deprecated" + (sunset.stated() ? "-with-sunset" : ""), "INFO");
  }

  /** Of objects outside bodies only those in request headers are looked into. */
  private static Optional<Named> headerField(Edit edit, Spot spot) {
    if (!spot.isRequest() || !spot.detail().equals("header") || isHidden(edit, true)) {
      return Optional.empty();
    }
    return switch (edit.action()) {
      case "required-added" -> named("new-required-request-header-property", "ERR");
      case "made-required" -> named("request-header-property-became-required", "ERR");
      default -> Optional.empty();
    };
  }

  /** Whether the value is none that a request or a response carries. */
  private static boolean isHidden(Edit edit, boolean request) {
    JsonSchema schema = edit.newSchema() != null ? edit.newSchema() : edit.oldSchema();
    return schema != null && schema.flag(request ? "readOnly" : "writeOnly");
  }

  private static Optional<Named> named(String id, String level) {
    return Optional.of(new Named(id, ApiFindings.level(level)));
  }

  private static String prefix(Edit edit, Spot spot) {
    boolean whole =
        edit.path().isEmpty()
            || (spot.kind() == Spot.Kind.PARAMETER && edit.path().replace("[]", "").isEmpty());
    return switch (spot.kind()) {
      case REQUEST_BODY -> whole ? "request-body-" : "request-property-";
      case RESPONSE_BODY -> whole ? "response-body-" : "response-property-";
      case RESPONSE_HEADER -> whole ? "response-header-" : "response-property-";
      case PARAMETER -> whole ? "request-parameter-" : "request-parameter-property-";
    };
  }

  private static Optional<Named> field(Edit edit, boolean request) {
    JsonSchema schema = edit.newSchema() != null ? edit.newSchema() : edit.oldSchema();
    boolean hidden = isHidden(edit, request);
    String write = hidden && !request ? "write-only-" : "";
    String filled =
        schema != null && schema.node().find("default").isPresent() ? "-with-default" : "";
    return switch (edit.action()) {
      case "required-added" ->
          request
              ? named("new-required-request-property" + filled, hidden ? "INFO" : "ERR")
              : named("response-required-" + write + "property-added", "INFO");
      case "added" ->
          named(
              request
                  ? "new-optional-request-property"
                  : "response-optional-" + write + "property-added",
              "INFO");
      case "removed" ->
          request
              ? named("request-property-removed", "WARN")
              : named("response-required-" + write + "property-removed", hidden ? "INFO" : "ERR");
      case "optional-removed" ->
          request
              ? named("request-property-removed", "WARN")
              : named("response-optional-" + write + "property-removed", hidden ? "INFO" : "WARN");
      case "made-required" ->
          request
              ? named("request-property-became-required" + filled, hidden ? "INFO" : "ERR")
              : named("response-" + write + "property-became-required", "INFO");
      case "made-optional" ->
          request
              ? named("request-property-became-optional", "INFO")
              : named("response-" + write + "property-became-optional", hidden ? "INFO" : "ERR");
      default -> Optional.empty();
    };
  }

  private static Optional<Named> bound(String id, Edit edit, boolean request) {
    boolean lower = edit.keyword().startsWith("min") || edit.keyword().endsWith("Minimum");
    boolean multiple = edit.keyword().equals("multipleOf");
    if (multiple) {
      return Optional.empty();
    }
    return switch (edit.action()) {
      case "added" -> request ? named(id + "-set", "WARN") : Optional.empty();
      case "removed" -> request ? Optional.empty() : named(id + "-unset", "ERR");
      case "raised" -> named(id + "-increased", lower == request ? "ERR" : "INFO");
      case "lowered" -> named(id + "-decreased", lower == request ? "INFO" : "ERR");
      default -> Optional.empty();
    };
  }

  private static Optional<Named> part(String prefix, String keyword, Edit edit, boolean request) {
    String id = prefix + PARTS.get(keyword) + "-" + edit.action();
    boolean breaks = edit.action().equals("changed") || edit.action().equals("added") == request;
    return named(id, breaks ? "ERR" : "INFO");
  }

  private static Optional<Named> type(String prefix, Edit edit, Spot spot) {
    boolean request = spot.isRequest();

    if (edit.action().equals("made-nullable")) {
      return named(prefix + "became-nullable", request ? "INFO" : "ERR");
    }
    if (edit.action().equals("made-not-nullable")) {
      return named(prefix + "became-not-nullable", request ? "ERR" : "INFO");
    }
    if (edit.keyword().equals("format")
        && (edit.oldSchema() == null
            || edit.newSchema() == null
            || !edit.oldSchema().typeWords().equals(edit.newSchema().typeWords()))) {
      return Optional.empty();
    }
    boolean format = edit.keyword().equals("format");
    boolean toWider = format ? edit.action().equals("removed") : edit.action().equals("widened");
    boolean toNarrower = format ? edit.action().equals("added") : edit.action().equals("narrowed");
    if (toWider) {
      return named(prefix + "type-generalized", request ? "INFO" : "ERR");
    }
    if (toNarrower && !request) {
      return named(prefix + "type-specialized", "INFO");
    }
    if (toNarrower && prefix.equals("request-parameter-property-")) {
      return named(prefix + "type-specialized", "ERR");
    }
    if (spot.repeatable() && edit.path().isEmpty() && isListOfTheSame(edit)) {
      return named(prefix + "type-generalized", "INFO");
    }
    if (spot.isLooselyTyped() && !format && isPlainText(edit, request)) {
      return spot.kind() == Spot.Kind.PARAMETER
          ? (edit.path().isEmpty()
              ? named(prefix + "type-generalized", "INFO")
              : named(prefix + "type-changed", "WARN"))
          : named(prefix + "type-compatible", "INFO");
    }
    return named(prefix + "type-changed", "ERR");
  }

  private static boolean isListOfTheSame(Edit edit) {
    return edit.oldSchema() != null
        && edit.newSchema() != null
        && edit.newSchema().isListOf(edit.oldSchema());
  }

  /** Whether the wider side is text without a format, which any scalar fits on the wire. */
  private static boolean isPlainText(Edit edit, boolean request) {
    JsonSchema wider = request ? edit.newSchema() : edit.oldSchema();
    return wider != null
        && wider.typeWords().equals("string")
        && wider.node().find("format").isEmpty()
        && wider.node().find("pattern").isEmpty();
  }

  private static Optional<Named> enumeration(String prefix, Edit edit, Spot spot) {
    boolean request = spot.isRequest();
    boolean hidden =
        edit.newSchema() != null && edit.newSchema().flag(request ? "readOnly" : "writeOnly");
    boolean body = edit.path().isEmpty() && spot.kind() == Spot.Kind.RESPONSE_BODY;
    return switch (edit.action()) {
      case "added" ->
          request
              ? named(
                  (spot.kind() == Spot.Kind.PARAMETER
                              && spot.detail().equals("header")
                              && !edit.path().isEmpty()
                          ? "request-header-property-"
                          : prefix)
                      + "became-enum",
                  "ERR")
              : Optional.empty();
      case "value-added" ->
          request
              ? named(prefix + "enum-value-added", "INFO")
              : named(
                  hidden
                      ? "response-write-only-property-enum-value-added"
                      : "response-property-enum-value-added",
                  hidden ? "INFO" : "WARN");
      case "value-removed" ->
          request
              ? hidden
                  ? named("request-read-only-property-enum-value-removed", "INFO")
                  : named(prefix + "enum-value-removed", "ERR")
              : named(
                  body
                      ? "response-mediatype-enum-value-removed"
                      : "response-property-enum-value-removed",
                  "INFO");
      default -> Optional.empty();
    };
  }

  private static Optional<Named> pattern(String prefix, Edit edit, boolean request) {
    return switch (edit.action()) {
      case "added" -> named(prefix + "pattern-added", request ? "ERR" : "INFO");
      case "removed" -> named(prefix + "pattern-removed", "INFO");
      case "widened" ->
          request && edit.newValue().equals(".*")
              ? named(prefix + "pattern-generalized", "INFO")
              : named(prefix + "pattern-changed", request ? "WARN" : "INFO");
      default -> named(prefix + "pattern-changed", request ? "WARN" : "INFO");
    };
  }

  private static Optional<Named> member(String prefix, String keyword, Edit edit, boolean request) {
    String word = keyword.replace("Of", "-of-");
    boolean added = edit.action().equals("added");
    boolean annotation = edit.action().endsWith("-annotation-only");
    String id = prefix + word + edit.action();
    if (keyword.equals("allOf")) {
      boolean adds = edit.action().startsWith("added");
      return named(id, annotation || !request ? "INFO" : adds ? "ERR" : "WARN");
    }
    if (request) {
      return named(id, added ? "INFO" : "ERR");
    }
    return named(id, keyword.equals("oneOf") && added ? "ERR" : "INFO");
  }

  private static Optional<Named> access(Edit edit, boolean request) {
    JsonSchema schema = edit.newSchema();
    if (schema == null || edit.path().isEmpty()) {
      return Optional.empty();
    }
    String word = edit.keyword().equals("readOnly") ? "read-only" : "write-only";
    String not = edit.action().equals("added") ? "" : "not-";
    boolean required = schema.isRequiredProperty();
    boolean warns = !request && required && word.equals("write-only") && !not.isEmpty();
    return named(
        "%s-%s-property-became-%s%s"
            .formatted(
                request ? "request" : "response", required ? "required" : "optional", not, word),
        warns ? "WARN" : "INFO");
  }
}
