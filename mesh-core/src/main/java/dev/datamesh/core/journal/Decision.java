package dev.datamesh.core.journal;

import java.util.List;
import java.util.function.Consumer;

/**
 * What an {@link Admission} decides.
 *
 * @param <R> the reason of a refusal
 */
public sealed interface Decision<R> {

  /** Writes these records as one commit, whole or not at all. */
  static <R> Decision<R> admit(List<byte[]> records) {
    return new Admit<>(records, durable -> {});
  }

  /**
   * Writes these records as one commit; the consumer publishes it once it is durable.
   *
   * @param whenDurable called in the order of commits, before the caller has its answer, one at a
   *     time, on the journal's thread or the caller's: quick, without a call on the journal
   */
  static <R> Decision<R> admit(List<byte[]> records, Consumer<Outcome.Durable<R>> whenDurable) {
    return new Admit<>(records, whenDurable);
  }

  /** Writes nothing. */
  static <R> Decision<R> refuse(R reason) {
    return new Refuse<>(reason);
  }

  /** The records of one commit; the arrays belong to the journal from here on. */
  record Admit<R>(List<byte[]> records, Consumer<Outcome.Durable<R>> whenDurable)
      implements Decision<R> {

    public Admit {
      records = List.copyOf(records);
    }
  }

  /** No commit, for this reason. */
  record Refuse<R>(R reason) implements Decision<R> {}
}
