package dev.datamesh.core.validation;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Reads values from documents by way of drafts. Make one and keep it: the validator behind it is
 * loaded at the first use, which takes about a quarter of a second.
 *
 * <p>Safe for use by many threads.
 */
public final class Drafts {

  private static final Drafts SHARED = new Drafts();

  private final Constraints constraints = new Constraints();

  /** One that all can use who keep none of their own; its validator is loaded once. */
  public static Drafts shared() {
    return SHARED;
  }

  /** No validator is loaded yet. */
  public Drafts() {}

  /**
   * Reads a draft, checks it, and turns it into a value.
   *
   * @param draft takes the fields; what they do not hold is null
   * @param value makes the value of a draft without problems; what it refuses is one more problem
   * @throws InvalidInputException with all problems of fields and constraints, in the order of
   *     their places
   */
  public <D, V> V read(Node node, Function<DraftFields, D> draft, Function<D, V> value) {
    List<Problem> problems = new ArrayList<>();
    D read = draft.apply(DraftFields.of(node, problems));
    for (Problem violation : constraints.problems(read, node)) {
      boolean isKnown =
          problems.stream().anyMatch(problem -> problem.path().equals(violation.path()));
      if (!isKnown) {
        problems.add(violation);
      }
    }
    if (!problems.isEmpty()) {
      throw refusal(node, problems);
    }
    try {
      return value.apply(read);
    } catch (InvalidInputException e) {
      throw refusal(node, placed(node, e.problems()));
    }
  }

  /** The problems that a draft's constraints find, with their places in the node it came from. */
  public List<Problem> problems(Object draft, Node node) {
    return constraints.problems(draft, node);
  }

  private static List<Problem> placed(Node node, List<Problem> problems) {
    return problems.stream()
        .map(
            problem ->
                problem.position().isKnown()
                    ? problem
                    : new Problem(problem.path(), node.position(), problem.message()))
        .toList();
  }

  private static InvalidInputException refusal(Node node, List<Problem> problems) {
    List<Problem> inOrder = new ArrayList<>(problems);
    inOrder.sort(
        Comparator.comparingInt((Problem problem) -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column())
            .thenComparing(Problem::path)
            .thenComparing(Problem::message));
    String source = node.position().source();
    return new InvalidInputException(
        "Cannot accept %s, %s"
            .formatted(
                source.isEmpty() ? "the document" : source,
                inOrder.size() == 1 ? "there is a problem" : inOrder.size() + " problems"),
        inOrder);
  }
}
