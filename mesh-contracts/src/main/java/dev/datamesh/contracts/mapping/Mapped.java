package dev.datamesh.contracts.mapping;

import java.util.List;

/**
 * A value in another format and what was lost on the way. Immutable.
 *
 * @param losses in the order of the source
 */
public record Mapped<T>(T value, List<Loss> losses) {

  public Mapped {
    losses = List.copyOf(losses);
  }

  /** Whether the meaning is kept whole. */
  public boolean isExact() {
    return losses.isEmpty();
  }
}
