package dev.datamesh.contracts;

/** Workflow commands, a line each. */
final class GithubReport {

  private GithubReport() {}

  static String of(ContractDiff diff) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : diff.findings()) {
      Place place = finding.place();
      text.append("::").append(level(finding.severity())).append(' ');
      if (place.position().isKnown()) {
        text.append("file=")
            .append(property(place.position().source()))
            .append(",line=")
            .append(place.position().line())
            .append(",col=")
            .append(Math.max(1, place.position().column()))
            .append(',');
      }
      text.append("title=")
          .append(property(finding.rule()))
          .append("::")
          .append(
              data((finding.path().isEmpty() ? "" : finding.path() + ": ") + finding.sentence()))
          .append('\n');
    }
    String level = diff.isCompatible() ? "notice" : "error";
    return text.append("::")
        .append(level)
        .append(" title=contract::")
        .append(data(diff.summary()))
        .append('\n')
        .toString();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case BREAKING -> "error";
      case WARNING -> "warning";
      case INFO -> "notice";
    };
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
