package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;

/** Who may read a product. */
public enum Sharing {
  /** Its own domain and the readers it names. */
  PRIVATE,
  /** Everybody inside the company. */
  SHARED,
  /** Also the world outside. */
  PUBLIC;

  /** Reads the word, whatever its case. */
  public static Sharing of(String word) {
    for (Sharing value : values()) {
      if (value.word().equals(word.strip().toLowerCase(Locale.ROOT))) {
        return value;
      }
    }
    throw new InvalidInputException(
        "\"%s\" is no sharing level; expected one of %s"
            .formatted(word, Arrays.stream(values()).map(Sharing::word).toList()));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
