package dev.datamesh.contracts.regex;

/** A pattern that the automata do not cover; the message says which part of it. */
final class UnsupportedPattern extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsupportedPattern(String message) {
    super(message, null, false, false);
  }
}
