package dev.datamesh.core.document;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.LimitExceededException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the readers of both formats say when they refuse, each with its place. */
record ReadingErrors(String source, DocumentLimits limits) {

  InvalidInputException invalid(SourcePosition at, String message) {
    return invalid(at, message, null);
  }

  InvalidInputException invalid(SourcePosition at, String message, @Nullable Throwable cause) {
    Problem problem = new Problem("", at, message);
    return new InvalidInputException(
        "Cannot read " + source + "\n  " + problem, List.of(problem), cause);
  }

  InvalidInputException duplicateKey(String key, SourcePosition at, SourcePosition first) {
    return invalid(at, "the key \"" + key + "\" stands here a second time, first at " + first);
  }

  InvalidInputException tagRefused(String tag, SourcePosition at) {
    return invalid(at, "the tag " + tag + " is not accepted: data names no classes");
  }

  LimitExceededException tooDeep(SourcePosition at) {
    return new LimitExceededException(
        "Cannot read %s, it is nested deeper than %d".formatted(at, limits.depth()),
        "document depth",
        limits.depth());
  }

  LimitExceededException tooManyNodes(SourcePosition at) {
    return new LimitExceededException(
        "Cannot read %s, it has more than %,d nodes".formatted(at, limits.nodes()),
        "document nodes",
        limits.nodes());
  }

  LimitExceededException tooManyDigits(int digits, SourcePosition at) {
    return new LimitExceededException(
        "Cannot read %s, a number has %,d digits and the limit is %,d"
            .formatted(at, digits, limits.digits()),
        "document digits",
        limits.digits());
  }

  LimitExceededException tooLarge(long size) {
    return new LimitExceededException(
        "Cannot read %s, it has %,d bytes and the limit is %,d"
            .formatted(source, size, limits.bytes()),
        "document bytes",
        limits.bytes());
  }

  /** The place of a code point of a text. */
  SourcePosition placeOf(String text, int codePoint) {
    int line = 1;
    int column = 1;
    int at = 0;
    for (int i = 0; i < codePoint && at < text.length(); i++) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      boolean ends = c == '\n' || (c == '\r' && (at == text.length() || text.charAt(at) != '\n'));
      line += ends ? 1 : 0;
      column = ends ? 1 : column + 1;
    }
    return new SourcePosition(source, line, column);
  }
}
