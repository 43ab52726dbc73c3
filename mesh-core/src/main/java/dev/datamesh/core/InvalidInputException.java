package dev.datamesh.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Input that cannot be accepted, with every problem found in it and not only the first. */
public final class InvalidInputException extends MeshException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** One problem, whose message becomes the message of the exception. */
  public InvalidInputException(Problem problem) {
    this(problem.toString(), List.of(problem), null);
  }

  /** One problem without a place, for values that a program passed rather than a document. */
  public InvalidInputException(String message) {
    this(message, List.of(new Problem("", SourcePosition.UNKNOWN, message)), null);
  }

  /** The sentence says what could not be done; the problems follow it, one a line. */
  public InvalidInputException(String sentence, List<Problem> problems) {
    this(withLines(sentence, problems), problems, null);
  }

  public InvalidInputException(String message, List<Problem> problems, @Nullable Throwable cause) {
    super(message, cause);
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order of their places. */
  public List<Problem> problems() {
    return problems;
  }

  private static String withLines(String sentence, List<Problem> problems) {
    StringBuilder text = new StringBuilder(sentence);
    for (Problem problem : problems) {
      text.append("\n  ").append(problem);
    }
    return text.toString();
  }
}
