package dev.datamesh.contracts.odcs;

import dev.datamesh.core.SourcePosition;

/**
 * A service level. Immutable.
 *
 * @param property such as {@code latency}
 * @param value as written
 * @param unit such as {@code d}; empty if none
 * @param element the table or column that it is about; empty for all
 * @param driver why it matters, such as {@code regulatory}; empty if not told
 */
public record OdcsLevel(
    String property,
    String value,
    String unit,
    String element,
    String driver,
    String pointer,
    SourcePosition position) {

  /** Value and unit: {@code 4 d}. */
  public String text() {
    return unit.isEmpty() ? value : value + " " + unit;
  }
}
