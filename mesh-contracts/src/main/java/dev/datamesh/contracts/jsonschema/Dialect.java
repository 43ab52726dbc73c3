package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import java.util.Optional;
import java.util.Set;

/** A draft of JSON Schema, or OpenAPI's variant of one. */
public enum Dialect {
  DRAFT4,
  DRAFT6,
  DRAFT7,
  DRAFT2019,
  DRAFT2020,
  /** Draft 5's vocabulary with {@code nullable}. */
  OPENAPI30,
  /** Draft 2020-12, with formats that count. */
  OPENAPI31;

  private static final Set<String> NEWER_WORDS =
      Set.of(
          "prefixItems",
          "unevaluatedProperties",
          "unevaluatedItems",
          "dependentSchemas",
          "dependentRequired",
          "minContains",
          "maxContains",
          "$dynamicRef",
          "$dynamicAnchor",
          "$recursiveRef",
          "$recursiveAnchor",
          "$anchor");

  /** The dialect that a document states, or whose words it uses; draft 7 where nothing tells. */
  public static Dialect of(Node root) {
    Optional<String> stated = root.find("$schema").flatMap(Node::text);
    if (stated.isPresent()) {
      Optional<Dialect> known = named(stated.get());
      if (known.isPresent()) {
        return known.get();
      }
    }
    Dialect[] told = {DRAFT7};
    SchemaWalk.each(
        root,
        schema -> {
          for (String key : schema.keys()) {
            if (NEWER_WORDS.contains(key)) {
              told[0] = key.startsWith("$recursive") ? DRAFT2019 : told[0].newer();
            } else if (key.startsWith("exclusive")
                && schema.find(key).orElse(null) instanceof Node.Bool
                && told[0] == DRAFT7) {
              told[0] = DRAFT4;
            }
          }
        });
    return told[0];
  }

  private Dialect newer() {
    return this == DRAFT2019 ? DRAFT2019 : DRAFT2020;
  }

  static Optional<Dialect> named(String uri) {
    if (uri.contains("spec.openapis.org/oas/3.1")) {
      return Optional.of(DRAFT2020);
    }
    if (!uri.contains("json-schema.org")) {
      return Optional.empty();
    }
    if (uri.contains("draft-04") || uri.contains("draft-05")) {
      return Optional.of(DRAFT4);
    }
    if (uri.contains("draft-06")) {
      return Optional.of(DRAFT6);
    }
    if (uri.contains("draft-07")) {
      return Optional.of(DRAFT7);
    }
    if (uri.contains("2019-09")) {
      return Optional.of(DRAFT2019);
    }
    if (uri.contains("2020-12") || uri.contains("json-schema.org/schema")) {
      return Optional.of(DRAFT2020);
    }
    return Optional.empty();
  }

  /** Whether a document states a metaschema that is none of the drafts'. */
  static boolean isForeign(Node root) {
    String stated = root.find("$schema").flatMap(Node::text).orElse("");
    return stated.contains(":") && named(stated).isEmpty();
  }

  boolean refAlone() {
    return this == DRAFT4 || this == DRAFT6 || this == DRAFT7 || this == OPENAPI30;
  }

  boolean flagsForExclusive() {
    return this == DRAFT4 || this == OPENAPI30;
  }

  boolean isNewer() {
    return this == DRAFT2019 || this == DRAFT2020 || this == OPENAPI31;
  }

  boolean hasPrefixItems() {
    return this == DRAFT2020 || this == OPENAPI31;
  }

  boolean has6() {
    return this != DRAFT4 && this != OPENAPI30;
  }

  boolean has7() {
    return this == DRAFT7 || isNewer();
  }

  boolean isOpenApi() {
    return this == OPENAPI30 || this == OPENAPI31;
  }

  /** Whether a format is a rule; in bare 2019-09 and 2020-12 it only annotates. */
  boolean assertsFormats() {
    return this != DRAFT2019 && this != DRAFT2020;
  }

  String idKeyword() {
    return this == DRAFT4 ? "id" : "$id";
  }
}
