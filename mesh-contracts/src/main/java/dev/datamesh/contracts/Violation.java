package dev.datamesh.contracts;

import dev.datamesh.core.SourcePosition;

/**
 * One rule of a contract that a record does not keep. Immutable.
 *
 * @param path JSON Pointer (RFC 6901) into the record; empty for the whole record
 * @param rule the keyword or rule that refused, such as {@code enum} or {@code minimum}
 * @param message what is wrong and what was expected
 * @param position of the rule in the contract
 */
public record Violation(String path, String rule, String message, SourcePosition position) {

  @Override
  public String toString() {
    return (path.isEmpty() ? "(record)" : path) + " " + rule + ": " + message;
  }
}
