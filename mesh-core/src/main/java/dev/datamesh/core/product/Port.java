package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A place where a product takes data in, gives it out, or can be asked about itself. Immutable.
 *
 * @param type what speaks there, such as {@code rest} or {@code tables}, empty if not told
 * @param version the port's version as written, empty if not told
 * @param contract the id of its contract, empty if none
 * @param endpoints such as {@code GET /ventas/v2/daily-revenue}
 */
public record Port(
    Kind kind,
    String name,
    String description,
    String type,
    String version,
    String contract,
    List<String> endpoints) {

  /** What a port is for. */
  public enum Kind {
    INPUT,
    OUTPUT,
    DISCOVERY,
    OBSERVABILITY,
    CONTROL;

    /** Reads the word, whatever its case. */
    public static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word.strip().toLowerCase(Locale.ROOT))) {
          return kind;
        }
      }
      throw new InvalidInputException(
          "\"%s\" is no kind of port; expected one of %s"
              .formatted(word, Arrays.stream(values()).map(Kind::word).toList()));
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Port {
    if (name.isBlank()) {
      throw new InvalidInputException("Cannot make a port, its name is empty");
    }
    endpoints = List.copyOf(endpoints);
  }

  /** A port with a kind, a name and endpoints. */
  public static Port of(Kind kind, String name, String... endpoints) {
    return new Port(kind, name, "", "", "", "", List.of(endpoints));
  }
}
