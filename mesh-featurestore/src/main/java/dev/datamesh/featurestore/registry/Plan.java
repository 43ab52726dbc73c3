package dev.datamesh.featurestore.registry;

import java.util.List;

/**
 * What applying would do. Immutable.
 *
 * @param warnings what somebody should look at before, such as a feature that another domain has
 */
public record Plan(List<Change> changes, List<String> warnings) {

  public Plan {
    changes = List.copyOf(changes);
    warnings = List.copyOf(warnings);
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    changes.forEach(change -> text.append(change).append('\n'));
    warnings.forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    return text.isEmpty() ? "nothing to do\n" : text.toString();
  }
}
