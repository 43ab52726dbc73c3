package dev.datamesh.contracts.jsonschema;

/** Yes, no, or it cannot be told. */
enum Truth {
  YES,
  NO,
  MAYBE;

  static Truth of(boolean value) {
    return value ? YES : NO;
  }

  Truth and(Truth other) {
    if (this == NO || other == NO) {
      return NO;
    }
    return this == MAYBE || other == MAYBE ? MAYBE : YES;
  }

  Truth or(Truth other) {
    if (this == YES || other == YES) {
      return YES;
    }
    return this == MAYBE || other == MAYBE ? MAYBE : NO;
  }

  Truth negate() {
    return this == MAYBE ? MAYBE : this == YES ? NO : YES;
  }
}
