package dev.datamesh.core.domain;

import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the document of domains. */
final class DomainsWriter {

  private DomainsWriter() {}

  static Node document(Domains domains) {
    Map<String, Node> byName = new LinkedHashMap<>();
    domains.all().forEach(domain -> byName.put(domain.name(), node(domain)));
    return mapping(Map.of("domains", mapping(byName)));
  }

  private static Node node(Domain domain) {
    Map<String, Node> keys = new LinkedHashMap<>();
    keys.put("owner", text(domain.owner()));
    if (!domain.mission().isEmpty()) {
      keys.put("mission", text(domain.mission()));
    }
    keys.put("data_products", texts(domain.dataProducts()));
    if (!domain.slos().isEmpty()) {
      Map<String, Node> slos = new LinkedHashMap<>();
      domain.slos().all().forEach(slo -> slos.put(slo.name(), text(slo.text())));
      keys.put("slos", mapping(slos));
    }
    keys.put("dependencies", texts(domain.dependencies().stream().map(String::valueOf).toList()));
    domain.budgetMonthly().ifPresent(money -> keys.put("budget_monthly", text(money.toString())));
    if (!domain.compliance().isEmpty()) {
      keys.put("compliance", texts(domain.compliance()));
    }
    keys.putAll(domain.extensions());
    return mapping(keys);
  }

  private static Node texts(List<String> texts) {
    return new Node.Sequence(
        texts.stream().map(DomainsWriter::text).toList(), SourcePosition.UNKNOWN);
  }

  private static Node text(String text) {
    return new Node.Text(text, SourcePosition.UNKNOWN);
  }

  private static Node mapping(Map<String, Node> values) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    values.forEach((key, value) -> entries.put(key, new Node.Entry(SourcePosition.UNKNOWN, value)));
    return new Node.Mapping(entries, SourcePosition.UNKNOWN);
  }
}
