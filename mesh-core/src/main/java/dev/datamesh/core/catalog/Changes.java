package dev.datamesh.core.catalog;

import java.util.List;

/** What happened since a revision. Immutable. */
public sealed interface Changes {

  /**
   * Changes in the order of their commits, without gaps.
   *
   * @param last the revision to ask from next: that of the last change, or the one asked from
   * @param head the catalog's revision; more changes lie behind the last where it is greater
   */
  record Since(List<CatalogChange> changes, long last, long head) implements Changes {

    public Since {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Some of them were given up.
   *
   * @param oldest the first revision that is kept
   */
  record Compacted(long oldest) implements Changes {}
}
