package dev.datamesh.lineage;

import dev.datamesh.core.AssetId;
import java.util.List;

/**
 * What a change would do.
 *
 * @param impact who would be hit
 * @param cutOff of those hit the nodes to which, without the target, no data would come any more;
 *     empty where the target stays
 * @param degraded of those hit the nodes that would still be fed from elsewhere
 */
public record WhatIfResult(
    WhatIf change, Impact impact, List<AssetId> cutOff, List<AssetId> degraded) {

  public WhatIfResult {
    cutOff = List.copyOf(cutOff);
    degraded = List.copyOf(degraded);
  }
}
