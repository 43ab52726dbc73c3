package dev.datamesh.featurestore;

/**
 * How many rows of a view that were known are no longer there, because somebody asked to be
 * forgotten. Immutable.
 */
public record ErasedRows(String view, long rows) {

  /** {@code spend: ERASED(3)}. */
  @Override
  public String toString() {
    return view + ": ERASED(" + rows + ")";
  }
}
