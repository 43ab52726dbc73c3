package dev.datamesh.cli.features;

import dev.datamesh.core.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values by name, as options give them. */
final class NamedValues {

  private NamedValues() {}

  /**
   * One entity's values: a name that stands twice would be two entities', of which one stays.
   *
   * @param verb what the command does with them
   * @param parts each {@code NAME=VALUE}
   */
  static Map<String, String> of(String verb, List<String> parts) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : parts) {
      int end = part.indexOf('=');
      if (end < 1) {
        throw new InvalidInputException(
            "Cannot %s %s, a key has no name: expected NAME=VALUE".formatted(verb, parts));
      }
      if (values.put(part.substring(0, end), part.substring(end + 1)) != null) {
        throw new InvalidInputException(
            "Cannot %s %s, \"%s\" stands twice: %s one entity after the other"
                .formatted(verb, parts, part.substring(0, end), verb));
      }
    }
    return values;
  }
}
