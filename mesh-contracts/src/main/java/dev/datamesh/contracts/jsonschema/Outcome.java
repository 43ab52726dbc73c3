package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import org.jspecify.annotations.Nullable;

/**
 * What the search for a document found.
 *
 * @param document the document; null where none was found
 * @param reason why it could not be decided; empty where it was
 * @param assumes the depth of the outermost question that was assumed to have no answer while this
 *     one was searched; {@link #NOTHING} where nothing was assumed
 */
record Outcome(@Nullable Node document, String reason, int assumes) {

  static final int NOTHING = Integer.MAX_VALUE;

  /** There is no such document. */
  static final Outcome NONE = new Outcome(null, "", NOTHING);

  static Outcome found(Node document) {
    return new Outcome(document, "", NOTHING);
  }

  static Outcome unknown(String reason) {
    return new Outcome(null, reason, NOTHING);
  }

  boolean isFound() {
    return document != null;
  }

  boolean isNone() {
    return document == null && reason.isEmpty();
  }

  /** Of two searches that may each find one: what is known of both, where neither did. */
  Outcome or(Outcome other) {
    if (isFound()) {
      return this;
    }
    if (other.isFound()) {
      return other;
    }
    return new Outcome(
        null, reason.isEmpty() ? other.reason : reason, Math.min(assumes, other.assumes));
  }
}
