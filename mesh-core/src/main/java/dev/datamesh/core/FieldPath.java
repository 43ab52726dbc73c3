package dev.datamesh.core;

import java.util.List;

/**
 * The path of a field inside a schema, from the outermost name inwards: {@code order.lines[].price}
 * as text, where {@code []} steps into a list and {@code {}} into a map's values.
 */
public record FieldPath(List<String> steps) {

  public FieldPath {
    steps = List.copyOf(steps);
  }

  public static FieldPath of(String... steps) {
    return new FieldPath(List.of(steps));
  }

  /** This path with one more step. */
  public FieldPath then(String step) {
    var longer = new java.util.ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(longer);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String step : steps) {
      boolean inside = step.equals("[]") || step.equals("{}");
      text.append(text.isEmpty() || inside ? "" : ".").append(step);
    }
    return text.toString();
  }
}
