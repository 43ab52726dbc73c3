package dev.datamesh.core.journal;

import dev.datamesh.core.OutcomeUnknownException;
import java.time.Instant;

/**
 * What became of a write.
 *
 * @param <R> the reason of a refusal
 */
public sealed interface Outcome<R> {

  /**
   * The commit is kept as the journal's {@link Durability} says.
   *
   * @param time the commit's time, in microseconds
   */
  record Durable<R>(long revision, Instant time) implements Outcome<R> {}

  /** The admission refused; nothing was written. */
  record Refused<R>(R reason) implements Outcome<R> {}

  /** Writing failed midway: after reopening, the commit is there whole or not at all. */
  record Unknown<R>(OutcomeUnknownException error) implements Outcome<R> {}

  /** Whether the commit is durable. */
  default boolean isDurable() {
    return this instanceof Durable;
  }
}
