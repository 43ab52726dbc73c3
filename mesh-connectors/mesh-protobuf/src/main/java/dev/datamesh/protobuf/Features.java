package dev.datamesh.protobuf;

import java.util.Map;

/** What files, messages and fields inherit: the features of editions, and what syntax stood for. */
final class Features {

  private Features() {}

  /** The features of a file as option texts. */
  static Map<String, String> of(Proto.File file) {
    return switch (file.syntax()) {
      case "proto2" ->
          Map.of(
              "features.field_presence", "EXPLICIT",
              "features.enum_type", "CLOSED",
              "features.utf8_validation", "NONE",
              "features.message_encoding", "LENGTH_PREFIXED",
              "features.json_format", "LEGACY_BEST_EFFORT");
      case "proto3" ->
          Map.of(
              "features.field_presence", "IMPLICIT",
              "features.enum_type", "OPEN",
              "features.utf8_validation", "VERIFY",
              "features.message_encoding", "LENGTH_PREFIXED",
              "features.json_format", "ALLOW");
      default ->
          Map.of(
              "features.field_presence", "EXPLICIT",
              "features.enum_type", "OPEN",
              "features.utf8_validation", "VERIFY",
              "features.message_encoding", "LENGTH_PREFIXED",
              "features.json_format", "ALLOW");
    };
  }

  /** The features of something inside: what it states goes before what it inherits. */
  static Map<String, String> within(Map<String, String> inherited, Map<String, String> options) {
    Map<String, String> features = new java.util.LinkedHashMap<>(inherited);
    options.forEach(
        (name, value) -> {
          if (name.startsWith("features.")) {
            features.put(name, value);
          }
        });
    return features;
  }
}
