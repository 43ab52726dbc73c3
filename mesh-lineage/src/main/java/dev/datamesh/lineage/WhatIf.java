package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;

/**
 * A change to think through before it is made. Nothing of it touches the graph.
 *
 * @param target what would change
 */
public record WhatIf(Kind kind, AssetId target) {

  /** What would be done. */
  public enum Kind {
    /** The target goes, with what it holds. */
    REMOVE,
    /** The target gets another name: who reads it by the old one breaks. */
    RENAME,
    /** The target gets another type: who takes, joins or filters by its values is hit. */
    RETYPE
  }

  /** A column, a dataset or a product goes. */
  public static WhatIf remove(AssetId target) {
    return new WhatIf(Kind.REMOVE, target);
  }

  public static WhatIf rename(AssetId target) {
    return new WhatIf(Kind.RENAME, target);
  }

  public static WhatIf retype(AssetId target) {
    return new WhatIf(Kind.RETYPE, target);
  }
}
