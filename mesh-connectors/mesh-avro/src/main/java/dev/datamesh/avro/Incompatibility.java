package dev.datamesh.avro;

/**
 * Why a reader cannot read what a writer wrote, in the Avro library's words. Immutable.
 *
 * @param location JSON Pointer into the reader's schema, as the library gives it
 */
public record Incompatibility(Type type, String location, String message) {

  /** The library's kinds of incompatibility. */
  public enum Type {
    NAME_MISMATCH,
    FIXED_SIZE_MISMATCH,
    MISSING_ENUM_SYMBOLS,
    READER_FIELD_MISSING_DEFAULT_VALUE,
    TYPE_MISMATCH,
    MISSING_UNION_BRANCH
  }
}
