package dev.datamesh.contracts.mapping;

/**
 * Something that one format says and another cannot. Immutable.
 *
 * @param path the record and field, such as {@code orders/amount}
 * @param what what is lost, as a sentence
 */
public record Loss(String path, String what) {

  @Override
  public String toString() {
    return path + ": " + what;
  }
}
