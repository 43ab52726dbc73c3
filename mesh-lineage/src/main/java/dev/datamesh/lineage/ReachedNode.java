package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node that was reached, and in how many hops at least. Its name is made when asked for. Equal to
 * another of the same name and hops. Immutable.
 */
public final class ReachedNode {

  private final int hops;
  private final int number;
  private final @Nullable Names names;
  private final @Nullable AssetId told;
  private @Nullable AssetId made;

  public ReachedNode(AssetId id, int hops) {
    this.told = id;
    this.hops = hops;
    this.number = -1;
    this.names = null;
  }

  ReachedNode(Names names, int number, int hops) {
    this.told = null;
    this.names = names;
    this.number = number;
    this.hops = hops;
  }

  /** The node's name. */
  public AssetId id() {
    if (told != null) {
      return told;
    }
    // Two threads may both make it: the names are equal, and safe to share as all records are.
    AssetId known = made;
    if (known == null) {
      known = Objects.requireNonNull(names).of(number);
      made = known;
    }
    return known;
  }

  /** How many hops it is away. */
  public int hops() {
    return hops;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReachedNode node && hops == node.hops && id().equals(node.id());
  }

  @Override
  public int hashCode() {
    return 31 * id().hashCode() + hops;
  }

  @Override
  public String toString() {
    return id() + " at " + hops;
  }
}
