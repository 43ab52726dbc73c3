package dev.datamesh.contracts.odcs;

import dev.datamesh.contracts.odcs.Shape.Report;
import dev.datamesh.core.document.Node;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What the standard says of a whole contract in prose. */
final class ContractChecks {

  private ContractChecks() {}

  static void check(Node root, Report report) {
    PropertyChecks.unique(PropertyChecks.items(root, "schema"), "name", "/schema", report);
    PropertyChecks.unique(PropertyChecks.items(root, "schema"), "id", "/schema", report);
    PropertyChecks.unique(PropertyChecks.items(root, "servers"), "server", "/servers", report);
    ends(PropertyChecks.items(root, "slaProperties"), report);
  }

  private static void ends(List<Node> levels, Report report) {
    LocalDate support = null;
    for (int i = 0; i < levels.size(); i++) {
      Node level = levels.get(i);
      String property = level.find("property").flatMap(Node::text).orElse("");
      Optional<Node> value = level.find("value");
      if (value.isEmpty() || !isEnd(property) || Shape.isPlaceholder(value.get())) {
        continue;
      }
      Optional<LocalDate> day = OdcsDates.find(value.get().text().orElse(""));
      if (day.isEmpty()) {
        report.add(
            "/slaProperties/" + i + "/value",
            value.get(),
            "expected a date such as 2030-12-31 for %s, found %s"
                .formatted(property, Shape.named(value.get())));
      } else if (property.equals("endOfSupport")) {
        support = day.get();
      } else if (property.equals("endOfLife") && support != null && day.get().isBefore(support)) {
        report.add(
            "/slaProperties/" + i + "/value",
            value.get(),
            "the end of life %s lies before the end of support %s".formatted(day.get(), support));
      }
    }
  }

  private static boolean isEnd(String property) {
    return property.equals("endOfSupport")
        || property.equals("endOfLife")
        || property.equals("generalAvailability");
  }
}
