package dev.datamesh.featurestore.definition;

import dev.datamesh.core.schema.FieldType;

/**
 * One value that a view tells about its entity. Immutable.
 *
 * @param pick which of the rows in the window gives the value
 */
public record Feature(String name, FieldType type, String description, Pick pick) {

  /** Which of the rows in the window gives the value. */
  public enum Pick {
    /** The latest row, even where its value is null. */
    LATEST_ROW,
    /** The latest row whose value is not null. */
    LATEST_NON_NULL
  }

  public Feature {
    Names.checked("a feature", name);
  }

  public static Feature of(String name, FieldType type) {
    return new Feature(name, type, "", Pick.LATEST_ROW);
  }

  public Feature withDescription(String text) {
    return new Feature(name, type, text, pick);
  }

  public Feature withPick(Pick other) {
    return new Feature(name, type, description, other);
  }
}
