package dev.datamesh.core.schema;

import dev.datamesh.core.InvalidInputException;
import java.util.EnumSet;
import java.util.Set;

/**
 * A named, typed place in a record. Immutable.
 *
 * @param nullable whether a value may be missing
 * @param description in words, empty if none
 * @param marks classification, in the order of {@link Mark}
 */
public record Field(
    String name, FieldType type, boolean nullable, String description, Set<Mark> marks) {

  /** How a field's values are to be handled. */
  public enum Mark {
    /** Tells about a person. */
    PII,
    /** Values are replaced or hashed before they reach a reader. */
    MASKED
  }

  public Field {
    if (name.isEmpty()) {
      throw new InvalidInputException("Cannot make a field, its name is empty");
    }
    Set<Mark> ordered = EnumSet.noneOf(Mark.class);
    ordered.addAll(marks);
    marks = java.util.Collections.unmodifiableSet(ordered);
  }

  /** A field that may be null. */
  public static Field nullable(String name, FieldType type) {
    return new Field(name, type, true, "", Set.of());
  }

  /** A field that always has a value. */
  public static Field required(String name, FieldType type) {
    return new Field(name, type, false, "", Set.of());
  }

  public Field withDescription(String text) {
    return new Field(name, type, nullable, text, marks);
  }

  public Field withMarks(Set<Mark> newMarks) {
    return new Field(name, type, nullable, description, newMarks);
  }

  public boolean isPii() {
    return marks.contains(Mark.PII);
  }

  public boolean isMasked() {
    return marks.contains(Mark.MASKED);
  }

  /** The shorthand: {@code email: string! pii masked}. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(SchemaShorthand.quoteIfNeeded(name))
            .append(": ")
            .append(type)
            .append(nullable ? "" : "!");
    for (Mark mark : marks) {
      text.append(' ').append(mark.name().toLowerCase(java.util.Locale.ROOT));
    }
    return text.toString();
  }
}
