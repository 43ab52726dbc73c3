package dev.datamesh.contracts.protocol;

import dev.datamesh.core.InvalidInputException;
import java.util.List;

/** The protocol's answer to a wish. Immutable. */
public sealed interface Decision<T> {

  boolean isAllowed();

  /** Why not; empty where it is allowed. */
  List<Refusal> refusals();

  /** What was asked for; throws the refusals where it is not allowed. */
  T orThrow();

  /** The answer as a sentence. */
  String explain();

  /**
   * It may be done.
   *
   * @param warnings what to think of before, such as consumers who still use the old version and
   *     waivers that made it possible
   */
  record Allowed<T>(T value, List<String> warnings) implements Decision<T> {

    public Allowed {
      warnings = List.copyOf(warnings);
    }

    @Override
    public boolean isAllowed() {
      return true;
    }

    @Override
    public List<Refusal> refusals() {
      return List.of();
    }

    @Override
    public T orThrow() {
      return value;
    }

    @Override
    public String explain() {
      return warnings.isEmpty() ? "Allowed" : "Allowed, but: " + String.join(" ", warnings);
    }
  }

  /** It may not be done. */
  record Refused<T>(List<Refusal> refusals) implements Decision<T> {

    public Refused {
      refusals = List.copyOf(refusals);
    }

    @Override
    public boolean isAllowed() {
      return false;
    }

    @Override
    public T orThrow() {
      throw new InvalidInputException(explain());
    }

    @Override
    public String explain() {
      return String.join("; ", refusals.stream().map(Refusal::message).toList());
    }
  }
}
