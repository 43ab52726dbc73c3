package dev.datamesh.contracts.jsonschema;

import java.util.Set;

/** Words that stand in schemas without judging values. */
final class Keywords {

  private static final Set<String> ANNOTATIONS =
      Set.of(
          "$schema",
          "$id",
          "id",
          "$anchor",
          "$comment",
          "$defs",
          "definitions",
          "$ref",
          "$dynamicRef",
          "$dynamicAnchor",
          "$recursiveRef",
          "$recursiveAnchor",
          "$vocabulary",
          "title",
          "description",
          "default",
          "example",
          "examples",
          "deprecated",
          "readOnly",
          "writeOnly",
          "nullable",
          "discriminator",
          "xml",
          "externalDocs");

  private Keywords() {}

  static boolean isAnnotation(String key) {
    return ANNOTATIONS.contains(key) || key.startsWith("x-");
  }
}
