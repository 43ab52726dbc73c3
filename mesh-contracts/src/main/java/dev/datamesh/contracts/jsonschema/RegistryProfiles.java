package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Profile;
import dev.datamesh.contracts.Severity;
import java.util.List;
import java.util.Set;

/** What schema registries call compatible: they skip keywords, and differ about new properties. */
final class RegistryProfiles {

  /** Keywords that neither registry compares. */
  private static final Set<String> SKIPPED =
      Set.of(
          "format",
          "propertyNames",
          "contains",
          "minContains",
          "maxContains",
          "if",
          "then",
          "else",
          "dependentRequired",
          "dependentSchemas",
          "unevaluatedProperties",
          "unevaluatedItems",
          "contentEncoding",
          "contentMediaType");

  private static final List<Profile.Deviation> SKIPS =
      List.of(
          new Profile.Deviation(
              "the registry does not compare this keyword",
              finding -> SKIPPED.contains(keyword(finding.rule())),
              Severity.INFO));

  /** Confluent's strict policy: a new property of an open object is incompatible. */
  static final Profile CONFLUENT_STRICT =
      new Profile("confluent-strict", Profile.Basis.FINDINGS, SKIPS);

  /** Confluent's lenient policy: a new optional property of an open object is compatible. */
  static final Profile CONFLUENT_LENIENT =
      new Profile("confluent-lenient", Profile.Basis.FINDINGS, SKIPS);

  /** Apicurio: as Confluent's lenient policy. */
  static final Profile APICURIO = new Profile("apicurio", Profile.Basis.FINDINGS, SKIPS);

  static final List<Profile> ALL = List.of(CONFLUENT_STRICT, CONFLUENT_LENIENT, APICURIO);

  private RegistryProfiles() {}

  /** Whether documents may hold names that their version does not declare. */
  static boolean isStrict(Profile profile) {
    return profile.equals(Profile.STRICT) || profile.equals(CONFLUENT_STRICT);
  }

  private static String keyword(String rule) {
    int dash = rule.indexOf('-');
    return dash < 0 ? rule : rule.substring(0, dash);
  }
}
