package dev.datamesh.contracts;

/** JUnit's XML: one suite, a case per finding; the verdict is a case of its own. */
final class JunitReport {

  private JunitReport() {}

  static String of(ContractDiff diff) {
    int failures = diff.breaking().size() + (diff.isCompatible() ? 0 : 1);
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuite name=\"")
        .append(escape(diff.newer().name()))
        .append("\" tests=\"")
        .append(diff.findings().size() + 1)
        .append("\" failures=\"")
        .append(failures)
        .append("\" errors=\"0\" skipped=\"0\">\n");
    begin(xml, "verdict");
    if (diff.isCompatible()) {
      xml.append("/>\n");
    } else {
      failure(xml, diff.verdict().name(), diff.summary(), diff.reason());
    }
    for (Finding finding : diff.findings()) {
      begin(xml, (finding.path() + " " + finding.rule()).strip());
      if (finding.isBreaking()) {
        failure(
            xml,
            finding.rule(),
            finding.sentence(),
            finding.remedy() + "\n" + finding.place().position());
      } else {
        xml.append(">\n    <system-out>")
            .append(escape(finding.severity() + ": " + finding.sentence()))
            .append("</system-out>\n  </testcase>\n");
      }
    }
    return xml.append("</testsuite>\n").toString();
  }

  private static void begin(StringBuilder xml, String name) {
    xml.append("  <testcase classname=\"contract\" name=\"").append(escape(name)).append('"');
  }

  private static void failure(StringBuilder xml, String type, String message, String body) {
    xml.append(">\n    <failure type=\"")
        .append(escape(type))
        .append("\" message=\"")
        .append(escape(message))
        .append("\">")
        .append(escape(body))
        .append("</failure>\n  </testcase>\n");
  }

  /** XML 1.0: what it cannot hold becomes a question mark. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;");
                case '\t' -> escaped.append("&#9;");
                default -> {
                  boolean allowed =
                      (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c >= 0x10000;
                  escaped.appendCodePoint(allowed ? c : '?');
                }
              }
            });
    return escaped.toString();
  }
}
