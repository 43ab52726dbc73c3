package dev.datamesh.contracts.protocol;

import dev.datamesh.core.SourcePosition;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A single field, operation or column that is announced to go. Immutable.
 *
 * @param pointer JSON Pointer (RFC 6901) of the place that says so
 * @param name the field's name, the last name on the way there
 * @param sunset the first day on which it may be gone; null if none is announced
 * @param replacement what to use instead; empty if not told
 * @param position where it stands
 */
public record FieldDeprecation(
    String pointer,
    String name,
    @Nullable LocalDate sunset,
    String replacement,
    SourcePosition position) {

  @Override
  public String toString() {
    return name
        + " is deprecated"
        + (sunset == null ? "" : ", sunset " + sunset)
        + (replacement.isEmpty() ? "" : ", use " + replacement);
  }
}
