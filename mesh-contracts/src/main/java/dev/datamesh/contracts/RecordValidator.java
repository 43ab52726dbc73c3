package dev.datamesh.contracts;

import dev.datamesh.core.document.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks records against one schema of a contract. Safe for use by many threads. */
public interface RecordValidator {

  /** All rules that the record does not keep; empty if it is valid. */
  List<Violation> validate(Node record);

  /**
   * The same for a record of plain values: maps, lists, text, numbers, booleans, null, and dates
   * and times of java.time, which stand for their ISO texts.
   */
  default List<Violation> validate(Map<String, ? extends @Nullable Object> record) {
    return validate(PlainValues.toNode(record));
  }
}
