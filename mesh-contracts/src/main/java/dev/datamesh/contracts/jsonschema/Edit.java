package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.Change;
import dev.datamesh.contracts.Place;
import org.jspecify.annotations.Nullable;

/**
 * One difference of two schemas before it is known whom it breaks.
 *
 * @param keyword the keyword that differs, such as {@code maximum}; {@code properties} for a field
 *     that came or went
 * @param action added, removed, changed, raised, lowered, widened, narrowed, renamed and the like
 * @param effect on the documents that are accepted
 * @param path of the value in the document, such as {@code /lines[]/price}; empty for the whole
 * @param oldSchema the schema before, or null where there was none
 * @param newSchema the schema after, or null where there is none
 */
public record Edit(
    String keyword,
    String action,
    Change change,
    Effect effect,
    String path,
    @Nullable JsonSchema oldSchema,
    @Nullable JsonSchema newSchema,
    Place older,
    Place newer,
    String oldValue,
    String newValue,
    String sentence,
    String remedy) {

  /** The rule's id in this engine's own words. */
  public String rule() {
    return keyword + "-" + action;
  }
}
