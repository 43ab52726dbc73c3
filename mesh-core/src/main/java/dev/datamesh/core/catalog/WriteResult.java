package dev.datamesh.core.catalog;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * What became of a write: done, in conflict with a write that came first, or refused. Where it is
 * not done, nothing was changed. Immutable.
 */
public sealed interface WriteResult<T> {

  /** The value, where the write is done; otherwise throws what {@link #explain()} says. */
  T orThrow();

  /** The result as a sentence. */
  String explain();

  default boolean isDone() {
    return this instanceof Done<T>;
  }

  /** Why it was refused; empty unless it was. */
  default List<Refusal> reasons() {
    return List.of();
  }

  /** The state that a write before this one made, where this is a conflict. */
  default Optional<CatalogEntry> conflicting() {
    return Optional.empty();
  }

  /**
   * The write is durable and every reader sees it.
   *
   * @param revision the catalog's revision that holds it
   */
  record Done<T>(T value, long revision) implements WriteResult<T> {

    @Override
    public T orThrow() {
      return value;
    }

    @Override
    public String explain() {
      return "Done at revision " + revision;
    }
  }

  /**
   * Another write came first.
   *
   * @param current the state it made
   */
  record Conflict<T>(CatalogEntry current, String message) implements WriteResult<T> {

    @Override
    public T orThrow() {
      throw new InvalidInputException(explain());
    }

    @Override
    public Optional<CatalogEntry> conflicting() {
      return Optional.of(current);
    }

    @Override
    public String explain() {
      return message;
    }
  }

  /**
   * The write is not acceptable.
   *
   * @param reasons all of them, at least one
   */
  record Refused<T>(String sentence, List<Refusal> reasons) implements WriteResult<T> {

    public Refused {
      reasons = List.copyOf(reasons);
    }

    @Override
    public T orThrow() {
      throw new InvalidInputException(
          sentence,
          reasons.stream()
              .map(reason -> new Problem("", SourcePosition.UNKNOWN, reason.message()))
              .toList());
    }

    @Override
    public String explain() {
      return sentence + ": " + String.join("; ", reasons.stream().map(Refusal::message).toList());
    }
  }
}
