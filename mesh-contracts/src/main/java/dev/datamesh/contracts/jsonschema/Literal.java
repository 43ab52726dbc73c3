package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;

/**
 * A schema that a document must keep or must not keep. Equal by what the schema means.
 *
 * @param left whether it comes from the side whose documents are looked for
 */
record Literal(JsonSchema schema, boolean positive, boolean left) {

  Literal negated() {
    return new Literal(schema, !positive, left);
  }

  Literal of(JsonSchema other, boolean sign) {
    return new Literal(other, sign, left);
  }

  boolean contradicts(Literal other) {
    return positive != other.positive && Fingerprints.same(schema, other.schema);
  }

  Truth holdsFor(Node value, Budget budget) {
    Truth truth = Evaluator.judge(schema, value, budget);
    return positive ? truth : truth.negate();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Literal that
        && positive == that.positive
        && left == that.left
        && Fingerprints.same(schema, that.schema);
  }

  @Override
  public int hashCode() {
    return Fingerprints.of(schema).hashCode() * 4 + (positive ? 2 : 0) + (left ? 1 : 0);
  }
}
