package dev.datamesh.contracts;

import java.util.stream.Collectors;

/** SARIF 2.1.0: one run, a rule per id, a result per finding at its place in the new version. */
final class SarifReport {

  private SarifReport() {}

  static String of(ContractDiff diff) {
    String rules =
        diff.findings().stream()
            .map(Finding::rule)
            .distinct()
            .sorted()
            .map(rule -> "{\"id\":" + JsonText.quote(rule) + "}")
            .collect(Collectors.joining(",", "[", "]"));
    String results =
        diff.findings().stream()
            .map(SarifReport::result)
            .collect(Collectors.joining(",", "[", "]"));
    return "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
        + "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"mesh contract\",\"rules\":"
        + rules
        + "}},\"properties\":{\"verdict\":"
        + JsonText.quote(diff.verdict().name())
        + ",\"bump\":"
        + JsonText.quote(diff.bump().name())
        + "},\"results\":"
        + results
        + "}]}\n";
  }

  private static String result(Finding finding) {
    StringBuilder json = new StringBuilder("{\"ruleId\":");
    json.append(JsonText.quote(finding.rule()))
        .append(",\"level\":\"")
        .append(level(finding.severity()))
        .append("\",\"message\":{\"text\":")
        .append(
            JsonText.quote(
                (finding.path().isEmpty() ? "" : finding.path() + ": ") + finding.sentence()))
        .append('}');
    Place place = finding.place();
    if (place.position().isKnown() && !place.position().source().isEmpty()) {
      json.append(",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":")
          .append(JsonText.quote(place.position().source().replace('\\', '/')))
          .append("},\"region\":{\"startLine\":")
          .append(place.position().line())
          .append(",\"startColumn\":")
          .append(Math.max(1, place.position().column()))
          .append("}}}]");
    }
    return json.append('}').toString();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case BREAKING -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }
}
