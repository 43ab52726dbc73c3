package dev.datamesh.contracts.jsonschema;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One way of keeping or breaking a schema: more schemas to keep or break, facts, and perhaps an
 * item or property that must be a certain way.
 */
record Alternative(List<Literal> literals, Consumer<Facts> facts, Facts.@Nullable Need need) {

  Alternative(List<Literal> literals, Consumer<Facts> facts) {
    this(literals, facts, null);
  }

  static Alternative of(Literal... literals) {
    return new Alternative(List.of(literals), facts -> {});
  }

  static Alternative of(List<Literal> literals) {
    return new Alternative(literals, facts -> {});
  }

  static Alternative fact(Consumer<Facts> facts) {
    return new Alternative(List.of(), facts);
  }

  static Alternative need(Facts.Need need) {
    return new Alternative(List.of(), facts -> facts.need(need, 1), need);
  }

  /** Whether the facts so far exclude this way already, as far as one look can tell. */
  boolean isExcludedBy(Facts facts) {
    if (need == null || need.literals().isEmpty()) {
      return false;
    }
    Literal wanted = need.literals().get(0);
    if (wanted.positive()) {
      return false;
    }
    for (Literal spec : facts.specs) {
      JsonSchema s = spec.schema();
      JsonSchema told =
          need.name() != null
              ? s.properties.get(need.name())
              : need.index() >= 0 && need.index() < s.prefixItems.size()
                  ? s.prefixItems.get(need.index())
                  : null;
      if (told != null && Fingerprints.same(told, wanted.schema())) {
        return true;
      }
    }
    return false;
  }
}
