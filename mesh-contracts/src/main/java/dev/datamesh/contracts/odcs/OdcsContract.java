package dev.datamesh.contracts.odcs;

import dev.datamesh.contracts.odcs.Shape.Report;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.DocumentWriter;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data contract of the Open Data Contract Standard. What it says beyond tables and service levels
 * is kept in its {@link #document()} and written again. Immutable.
 */
public final class OdcsContract {

  private final Node.Mapping document;
  private final OdcsVersion standard;
  private final List<OdcsTable> tables;
  private final List<OdcsLevel> levels;

  private OdcsContract(Node.Mapping document, OdcsVersion standard) {
    this.document = document;
    this.standard = standard;
    this.tables = OdcsTables.read(document);
    this.levels = OdcsTables.levels(document);
  }

  /**
   * Reads a text. Variables {@code ${NAME}} stay as they are and may stand for values of any kind.
   *
   * @throws InvalidInputException with every problem and its place
   */
  public static OdcsContract read(String text, String name) {
    return of(DocumentReader.standard().read(text, name));
  }

  /**
   * Reads a text whose variables {@code ${NAME}} and {@code ${NAME:-default}} are replaced before
   * it is checked; a variable without value is a problem.
   */
  public static OdcsContract read(String text, String name, Map<String, String> variables) {
    List<Problem> problems = new ArrayList<>();
    Node document =
        new Variables(variables, problems)
            .replaceIn(DocumentReader.standard().read(text, name), "");
    if (!problems.isEmpty()) {
      throw new InvalidInputException("Cannot read the contract " + name, problems);
    }
    return of(document);
  }

  /** Takes a document that is read already. */
  public static OdcsContract of(Node document) {
    List<Problem> problems = problemsOf(document);
    if (!problems.isEmpty() || !(document instanceof Node.Mapping mapping)) {
      throw new InvalidInputException(
          "Cannot read the contract " + document.position().source(), problems);
    }
    return new OdcsContract(mapping, versionOf(document).orElseThrow());
  }

  /** Everything wrong with a document; empty if it is a valid contract. */
  public static List<Problem> problemsOf(Node document) {
    List<Problem> problems = new ArrayList<>();
    Optional<OdcsVersion> version = versionOf(document);
    if (version.isEmpty()) {
      String found = document.find("apiVersion").map(Node::toString).orElse("nothing");
      problems.add(
          new Problem(
              "/apiVersion",
              document.find("apiVersion").orElse(document).position(),
              "expected a version from v3.0.0 on, found " + found));
      return problems;
    }
    OdcsShapes.CONTRACT.check(document, "", new Report(version.get(), problems));
    return problems;
  }

  private static Optional<OdcsVersion> versionOf(Node document) {
    return document.find("apiVersion").flatMap(Node::text).map(OdcsVersion::find);
  }

  /** The version of the standard. */
  public OdcsVersion standard() {
    return standard;
  }

  public String id() {
    return text("id");
  }

  /** The contract's own version as written. */
  public String version() {
    return text("version");
  }

  /** Its name; empty if it has none. */
  public String name() {
    return text("name");
  }

  /** Its status in the standard's words, such as {@code active}; empty where 3.2 leaves it out. */
  public String status() {
    return text("status");
  }

  private String text(String key) {
    return document.find(key).flatMap(Node::text).orElse("");
  }

  /** The tables, in the contract's order. */
  public List<OdcsTable> tables() {
    return tables;
  }

  public Optional<OdcsTable> findTable(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /** The service levels, in the contract's order. */
  public List<OdcsLevel> levels() {
    return levels;
  }

  /** The whole document. */
  public Node.Mapping document() {
    return document;
  }

  /** The contract as YAML, which reads back equal. */
  public String toYaml() {
    return DocumentWriter.yaml().write(document);
  }

  /** The contract as JSON on several lines, which reads back equal. */
  public String toJson() {
    return DocumentWriter.prettyJson().write(document);
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof OdcsContract that && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return document.hashCode();
  }

  @Override
  public String toString() {
    return "ODCS %s %s %s"
        .formatted(id(), version(), tables.stream().map(OdcsTable::name).toList());
  }
}
