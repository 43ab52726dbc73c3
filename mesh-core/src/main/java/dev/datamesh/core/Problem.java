package dev.datamesh.core;

/**
 * One thing wrong with an input: where, as a path and a position, and what.
 *
 * @param path JSON Pointer (RFC 6901) of the node, empty for the whole input
 * @param position where the node starts in its source, or {@link SourcePosition#UNKNOWN}
 * @param message what is wrong and what was expected, as a sentence
 */
public record Problem(String path, SourcePosition position, String message) {

  /** {@code domains.yml:12:5 /domains/ventas/owner: is missing}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (position.isKnown()) {
      text.append(position);
    }
    if (!path.isEmpty()) {
      text.append(text.isEmpty() ? "" : " ").append(path);
    }
    return text.append(text.isEmpty() ? "" : ": ").append(message).toString();
  }
}
