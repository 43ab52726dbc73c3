package dev.datamesh.core;

/**
 * A place in a text: its source's name, line and column.
 *
 * @param source the file's name as the caller gave it, empty if unknown
 * @param line from 1; 0 if unknown
 * @param column from 1, in characters; 0 if unknown
 */
public record SourcePosition(String source, int line, int column) {

  /** No known place. */
  public static final SourcePosition UNKNOWN = new SourcePosition("", 0, 0);

  public boolean isKnown() {
    return line > 0;
  }

  /** {@code file:line:column}, as compilers print it. */
  @Override
  public String toString() {
    if (!isKnown()) {
      return source.isEmpty() ? "(unknown place)" : source;
    }
    return (source.isEmpty()
        ? "line " + line + ", column " + column
        : source + ":" + line + ":" + column);
  }
}
