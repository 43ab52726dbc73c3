package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import java.util.List;

/** Whether an answer is all there is. */
public sealed interface Completeness {

  /** It is all. */
  record Complete() implements Completeness {}

  /**
   * It was cut.
   *
   * @param reason why
   * @param frontier the nodes that were reached but not gone beyond; a query from these goes on
   */
  record Truncated(String reason, List<AssetId> frontier) implements Completeness {

    public Truncated {
      frontier = List.copyOf(frontier);
    }
  }

  default boolean isComplete() {
    return this instanceof Complete;
  }
}
