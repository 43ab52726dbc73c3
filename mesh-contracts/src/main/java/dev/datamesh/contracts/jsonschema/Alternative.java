package dev.datamesh.contracts.jsonschema;

import java.util.List;
import java.util.function.Consumer;

/** One way of keeping or breaking a schema: more schemas to keep or break, and facts. */
record Alternative(List<Literal> literals, Consumer<Facts> facts) {

  static Alternative of(Literal... literals) {
    return new Alternative(List.of(literals), facts -> {});
  }

  static Alternative of(List<Literal> literals) {
    return new Alternative(literals, facts -> {});
  }

  static Alternative fact(Consumer<Facts> facts) {
    return new Alternative(List.of(), facts);
  }
}
