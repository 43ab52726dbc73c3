package dev.datamesh.lineage.model;

import dev.datamesh.core.AssetId;
import java.util.List;

/**
 * One edge with everybody who states it. Edges are told apart by their ends, their job, and whether
 * they carry values or only influence them.
 *
 * @param type of its evidences the strongest
 * @param masking whether all evidences mask
 * @param confidence of its evidences together, by noisy-or
 * @param transformation the words of the first evidence that has some, empty if none has
 * @param job empty if not told
 * @param evidences not empty
 */
public record LineageEdge(
    AssetId source,
    AssetId target,
    LineageType type,
    boolean masking,
    double confidence,
    String transformation,
    String job,
    List<Evidence> evidences) {

  public LineageEdge {
    evidences = List.copyOf(evidences);
  }

  /** The edge that these evidences make together. */
  public static LineageEdge of(
      AssetId source, AssetId target, String job, List<Evidence> evidences) {
    LineageType type = evidences.get(0).type();
    boolean masking = true;
    double doubt = 1;
    String transformation = "";
    for (Evidence evidence : evidences) {
      if (evidence.type().compareTo(type) > 0) {
        type = evidence.type();
      }
      masking &= evidence.masking();
      doubt *= 1 - evidence.confidence();
      transformation = transformation.isEmpty() ? evidence.transformation() : transformation;
    }
    double confidence = evidences.size() == 1 ? evidences.get(0).confidence() : 1 - doubt;
    return new LineageEdge(
        source, target, type, masking, confidence, transformation, job, evidences);
  }
}
