package dev.datamesh.cli.catalog;

import dev.datamesh.cli.ExitCode;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.catalog.CatalogEntry;
import dev.datamesh.core.catalog.CatalogJson;
import dev.datamesh.core.catalog.WriteResult;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Prints answers for people or for machines. */
final class Output {

  private final PrintWriter out;
  private final boolean isJson;

  Output(PrintWriter out, boolean isJson) {
    this.out = out;
    this.isJson = isJson;
  }

  boolean isJson() {
    return isJson;
  }

  void line(String text) {
    out.println(text);
  }

  void json(Node node) {
    out.println(DocumentWriter.json().write(node));
  }

  void entries(Collection<CatalogEntry> entries) {
    if (isJson) {
      json(list(entries, CatalogJson::node));
      return;
    }
    for (CatalogEntry entry : entries) {
      out.printf(
          "%-44s %-10s %-9s %s%n",
          entry.id(), entry.status().word(), entry.product().version(), entry.product().owner());
    }
  }

  /** Says what became of a write; the exit code. */
  int result(WriteResult<CatalogEntry> result, String done) {
    if (isJson) {
      Map<String, Node> keys = new LinkedHashMap<>();
      keys.put("done", new Node.Bool(result.isDone(), SourcePosition.UNKNOWN));
      keys.put("message", text(result.isDone() ? done : result.explain()));
      keys.put("reasons", list(result.reasons(), reason -> text(reason.reason().name())));
      if (result instanceof WriteResult.Done<CatalogEntry> written) {
        keys.put("product", CatalogJson.node(written.value()));
      }
      result.conflicting().ifPresent(current -> keys.put("current", CatalogJson.node(current)));
      json(mapping(keys));
    } else {
      out.println(result.isDone() ? done : result.explain());
    }
    return result.isDone() ? ExitCode.YES : ExitCode.NO;
  }

  static Node text(String text) {
    return new Node.Text(text, SourcePosition.UNKNOWN);
  }

  static Node number(long number) {
    return new Node.Num(java.math.BigDecimal.valueOf(number), SourcePosition.UNKNOWN);
  }

  static <T> Node list(Collection<T> values, Function<T, Node> each) {
    return new Node.Sequence(values.stream().map(each).toList(), SourcePosition.UNKNOWN);
  }

  static Node mapping(Map<String, Node> values) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    values.forEach((key, value) -> entries.put(key, new Node.Entry(SourcePosition.UNKNOWN, value)));
    return new Node.Mapping(entries, SourcePosition.UNKNOWN);
  }
}
