package dev.datamesh.featurestore.offline;

import java.util.List;

/**
 * What an erasure did. Immutable.
 *
 * @param rows how many rows were taken out of all tables
 * @param rewritten how many segments had them
 * @param filesLeft files that a reader still holds open where the system does not let them go; they
 *     are deleted when it closes them
 */
public record Erasure(long rows, int rewritten, List<String> filesLeft) {

  public Erasure {
    filesLeft = List.copyOf(filesLeft);
  }
}
