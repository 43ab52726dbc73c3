package dev.datamesh.contracts;

import dev.datamesh.core.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The formats on this class or module path. */
public final class Formats {

  private Formats() {}

  /** All formats that can be loaded, in the order of their names; an unusable one is left out. */
  public static List<ContractFormat> all() {
    List<ContractFormat> formats = new ArrayList<>();
    var found =
        ServiceLoader.load(ContractFormat.class, ContractFormat.class.getClassLoader()).iterator();
    boolean more = true;
    while (more) {
      try {
        more = found.hasNext();
        if (more) {
          formats.add(found.next());
        }
      } catch (ServiceConfigurationError | NoClassDefFoundError e) {
        // A format whose library is absent is as good as not there: go on with the next.
        more = true;
      }
    }
    formats.sort(java.util.Comparator.comparing(ContractFormat::name));
    return List.copyOf(formats);
  }

  /** The format of a name. */
  public static ContractFormat named(String name) {
    String wanted =
        name.toLowerCase(Locale.ROOT).replace('_', '-').replace("jsonschema", "json-schema");
    return all().stream()
        .filter(format -> format.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Cannot find the format \"%s\"; known are %s"
                        .formatted(name, all().stream().map(ContractFormat::name).toList())));
  }

  /** The format that is surest of a text. */
  public static ContractFormat recognise(ContractSource source) {
    ContractFormat best = null;
    int sure = 0;
    for (ContractFormat format : all()) {
      int answer = format.recognises(source);
      if (answer > sure) {
        best = format;
        sure = answer;
      }
    }
    if (best == null) {
      source.tree();
      throw new InvalidInputException(
          "Cannot tell the format of %s; known are %s"
              .formatted(source.name(), all().stream().map(ContractFormat::name).toList()));
    }
    return best;
  }

  /** A profile by its name: a built-in one or one that a format brings. */
  public static Profile profile(String name) {
    List<Profile> known = new ArrayList<>(Profile.builtIn());
    all().forEach(format -> known.addAll(format.profiles()));
    return known.stream()
        .filter(profile -> profile.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Cannot find the profile \"%s\"; known are %s"
                        .formatted(name, known.stream().map(Profile::name).toList())));
  }
}
