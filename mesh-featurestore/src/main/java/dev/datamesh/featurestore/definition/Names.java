package dev.datamesh.featurestore.definition;

import dev.datamesh.core.InvalidInputException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Which names may be used: {@code @} and {@code :} have a meaning in references. */
final class Names {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final int LONGEST = 200;

  private Names() {}

  static String checked(String what, String name) {
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw new InvalidInputException(
          "Cannot name %s \"%s\": expected letters, digits, _, - and ., a letter first, at most %d;"
                  .formatted(what, name, LONGEST)
              + " @ and : stand in references");
    }
    return name;
  }

  /** Refuses names that stand twice, or differ only by case. */
  static void distinct(String what, Collection<String> names) {
    Map<String, String> seen = new HashMap<>();
    for (String name : names) {
      String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw new InvalidInputException(
            other.equals(name)
                ? "Cannot take two of %s named \"%s\"".formatted(what, name)
                : "Cannot take %s \"%s\" and \"%s\": their names differ only by case"
                    .formatted(what, other, name));
      }
    }
  }
}
