package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;

/** How much is promised to a product's consumers, the least first. */
public enum Tier {
  /** Not told. */
  NONE,
  BRONZE,
  SILVER,
  GOLD;

  /** Reads the word, whatever its case. */
  public static Tier of(String word) {
    for (Tier value : values()) {
      if (value.word().equals(word.strip().toLowerCase(Locale.ROOT))) {
        return value;
      }
    }
    throw new InvalidInputException(
        "\"%s\" is no tier; expected one of %s"
            .formatted(word, Arrays.stream(values()).map(Tier::word).toList()));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
