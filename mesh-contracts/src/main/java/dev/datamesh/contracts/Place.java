package dev.datamesh.contracts;

import dev.datamesh.core.SourcePosition;

/**
 * A place in one version of a contract.
 *
 * @param pointer JSON Pointer (RFC 6901) where the format is a document tree, else the format's own
 *     path; empty for the whole contract
 * @param position line and column, or {@link SourcePosition#UNKNOWN}
 */
public record Place(String pointer, SourcePosition position) {

  /** The contract as a whole, where it is not known any better. */
  public static final Place NOWHERE = new Place("", SourcePosition.UNKNOWN);
}
