package dev.datamesh.contracts.odcs;

import dev.datamesh.core.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * A table, topic or other set of records. Immutable.
 *
 * @param columns in the contract's order
 * @param quality rules on the whole table
 * @param pointer JSON Pointer of the table in its contract
 */
public record OdcsTable(
    String name,
    List<OdcsColumn> columns,
    List<OdcsRule> quality,
    String pointer,
    SourcePosition position) {

  public OdcsTable {
    columns = List.copyOf(columns);
    quality = List.copyOf(quality);
  }

  public Optional<OdcsColumn> find(String column) {
    return columns.stream().filter(found -> found.name().equals(column)).findFirst();
  }

  /** The names of the primary key's columns, in the order of their positions. */
  public List<String> primaryKey() {
    return columns.stream()
        .filter(OdcsColumn::primaryKey)
        .sorted(java.util.Comparator.comparing(OdcsColumn::primaryKeyPosition))
        .map(OdcsColumn::name)
        .toList();
  }
}
