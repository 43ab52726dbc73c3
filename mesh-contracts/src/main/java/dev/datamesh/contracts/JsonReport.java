package dev.datamesh.contracts;

import java.util.List;
import java.util.stream.Collectors;

/** The report as one JSON object. */
final class JsonReport {

  private JsonReport() {}

  static String of(ContractDiff diff) {
    StringBuilder json = new StringBuilder("{");
    field(json, "old", diff.older().name()).append(',');
    field(json, "new", diff.newer().name()).append(',');
    diff.older().version().ifPresent(v -> field(json, "oldVersion", v.toString()).append(','));
    diff.newer().version().ifPresent(v -> field(json, "newVersion", v.toString()).append(','));
    field(json, "format", diff.older().format()).append(',');
    field(json, "mode", diff.mode().word()).append(',');
    field(json, "profile", diff.profile().name()).append(',');
    field(json, "verdict", diff.verdict().name()).append(',');
    if (!diff.reason().isEmpty()) {
      field(json, "reason", diff.reason()).append(',');
    }
    field(json, "bump", diff.bump().name()).append(',');
    diff.advisedVersion()
        .ifPresent(version -> field(json, "advisedVersion", version.toString()).append(','));
    json.append("\"versionSufficient\":").append(diff.isVersionSufficient()).append(',');
    json.append("\"findings\":").append(findings(diff.findings()));
    diff.witness().ifPresent(witness -> json.append(',').append(witness(witness)));
    return json.append("}\n").toString();
  }

  static String findings(List<Finding> findings) {
    return findings.stream().map(JsonReport::finding).collect(Collectors.joining(",", "[", "]"));
  }

  private static String finding(Finding finding) {
    StringBuilder json = new StringBuilder("{");
    field(json, "rule", finding.rule()).append(',');
    field(json, "severity", finding.severity().name()).append(',');
    field(json, "change", finding.change().name()).append(',');
    field(json, "path", finding.path()).append(',');
    json.append("\"old\":").append(place(finding.older(), finding.oldValue())).append(',');
    json.append("\"new\":").append(place(finding.newer(), finding.newValue())).append(',');
    json.append("\"breaks\":")
        .append(
            finding.breaks().stream()
                .map(party -> JsonText.quote(party.words()))
                .collect(Collectors.joining(",", "[", "]")))
        .append(',');
    field(json, "sentence", finding.sentence()).append(',');
    field(json, "remedy", finding.remedy());
    return json.append('}').toString();
  }

  private static String place(Place place, String value) {
    StringBuilder json = new StringBuilder("{");
    field(json, "pointer", place.pointer()).append(',');
    if (place.position().isKnown()) {
      json.append("\"line\":").append(place.position().line()).append(',');
      json.append("\"column\":").append(place.position().column()).append(',');
    }
    return field(json, "value", value).append('}').toString();
  }

  static String witness(Witness witness) {
    StringBuilder json = new StringBuilder("\"witness\":");
    json.append(witness.json()).append(',');
    field(json, "witnessOf", witness.where()).append(',');
    field(json, "witnessValidUnder", witness.validUnder().name().toLowerCase(java.util.Locale.ROOT))
        .append(',');
    return field(json, "witnessCheck", witness.check().name()).toString();
  }

  private static StringBuilder field(StringBuilder json, String name, String value) {
    return json.append('"').append(name).append("\":").append(JsonText.quote(value));
  }
}
