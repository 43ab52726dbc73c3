package dev.datamesh.featurestore;

import dev.datamesh.core.DamagedDataException;
import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import dev.datamesh.core.journal.Journal;
import dev.datamesh.featurestore.definition.DefinitionReader;
import dev.datamesh.featurestore.definition.DefinitionWriter;
import dev.datamesh.featurestore.definition.Definitions;
import dev.datamesh.featurestore.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was applied, as records of a journal: one JSON document each, which says what to do, when
 * and by whom. Replaying them gives every registry there was. For one thread at a time.
 */
final class RegistryLog implements AutoCloseable {

  /** Keeps nothing. */
  static final RegistryLog NONE = new RegistryLog(null);

  private final @Nullable Journal journal;

  private RegistryLog(@Nullable Journal journal) {
    this.journal = journal;
  }

  /** A log in a journal, which it closes. */
  static RegistryLog in(Journal journal) {
    return new RegistryLog(journal);
  }

  /** Every registry there was, the empty one first. */
  List<Registry> replay() {
    List<Registry> registries = new ArrayList<>(List.of(Registry.EMPTY));
    if (journal != null) {
      journal.replay(
          1,
          commit ->
              commit
                  .records()
                  .forEach(
                      record ->
                          registries.add(
                              next(
                                  registries.get(registries.size() - 1),
                                  record,
                                  commit.revision()))));
    }
    return registries;
  }

  private static Registry next(Registry before, byte[] record, long revision) {
    String name = "record %d of the registry".formatted(revision);
    Node node = DocumentReader.standard().read(record, name);
    Instant at = Instant.parse(text(node, "at", name));
    String by = text(node, "by", name);
    String kind = text(node, "kind", name);
    if (kind.equals("apply")) {
      String definitions =
          DocumentWriter.json()
              .write(node.find("definitions").orElseThrow(() -> damaged(name, "definitions")));
      return before.apply(DefinitionReader.read(definitions, name, Path.of("")), at, by);
    }
    String view = text(node, "view", name);
    return switch (kind) {
      case "pin" -> before.pin(view, version(node, name), at, by);
      case "unpin" -> before.unpin(view, at, by);
      case "drop-view" -> before.dropView(view, at, by);
      case "drop" -> before.drop(view, version(node, name), at, by);
      default -> throw damaged(name, "kind");
    };
  }

  private static String text(Node node, String key, String name) {
    return node.find(key).flatMap(Node::text).orElseThrow(() -> damaged(name, key));
  }

  private static int version(Node node, String name) {
    if (node.find("version").orElse(null) instanceof Node.Num number) {
      return number.value().intValue();
    }
    throw damaged(name, "version");
  }

  private static DamagedDataException damaged(String name, String key) {
    return new DamagedDataException(
        "Cannot read %s, its \"%s\" is missing or unknown".formatted(name, key), name, 0);
  }

  /** Keeps that definitions were applied. */
  void applied(Definitions definitions, Instant at, String by) {
    append("apply", at, by, Map.of("definitions", DefinitionWriter.document(definitions)));
  }

  /**
   * Keeps that a version was pinned, let go ({@code unpin}) or dropped, or a view with all its
   * versions ({@code drop-view}).
   */
  void changed(String kind, String view, int version, Instant at, String by) {
    append(
        kind,
        at,
        by,
        Map.of(
            "view",
            text(view),
            "version",
            new Node.Num(java.math.BigDecimal.valueOf(version), SourcePosition.UNKNOWN)));
  }

  private void append(String kind, Instant at, String by, Map<String, Node> rest) {
    if (journal == null) {
      return;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    entries.put("kind", entry(text(kind)));
    entries.put("at", entry(text(at.toString())));
    entries.put("by", entry(text(by)));
    rest.forEach((key, value) -> entries.put(key, entry(value)));
    String document =
        DocumentWriter.json().write(new Node.Mapping(entries, SourcePosition.UNKNOWN));
    journal.append(List.of(document.getBytes(StandardCharsets.UTF_8)));
  }

  private static Node text(String value) {
    return new Node.Text(value, SourcePosition.UNKNOWN);
  }

  private static Node.Entry entry(Node value) {
    return new Node.Entry(SourcePosition.UNKNOWN, value);
  }

  @Override
  public void close() {
    if (journal != null) {
      journal.close();
    }
  }
}
