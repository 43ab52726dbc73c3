package dev.datamesh.core.product;

import dev.datamesh.core.InvalidInputException;
import java.util.Locale;
import java.util.Map;

/** Where a product stands in its life. */
public enum Status {
  /** A domain says that it will offer it; nobody registered it yet. */
  DECLARED,
  /** In use. */
  ACTIVE,
  /** In use, to be left. */
  DEPRECATED,
  /** Not to be used: not yet, or no longer. */
  INACTIVE;

  private static final Map<String, Status> WORDS =
      Map.ofEntries(
          Map.entry("declared", DECLARED),
          Map.entry("active", ACTIVE),
          Map.entry("production", ACTIVE),
          Map.entry("published", ACTIVE),
          Map.entry("current", ACTIVE),
          Map.entry("deprecated", DEPRECATED),
          Map.entry("sunset", DEPRECATED),
          Map.entry("inactive", INACTIVE),
          Map.entry("proposed", INACTIVE),
          Map.entry("draft", INACTIVE),
          Map.entry("development", INACTIVE),
          Map.entry("testing", INACTIVE),
          Map.entry("announcement", INACTIVE),
          Map.entry("retired", INACTIVE),
          Map.entry("archived", INACTIVE),
          Map.entry("end-of-life", INACTIVE));

  /** Maps the word of any of the standards; {@code draft} and {@code retired} are inactive. */
  public static Status of(String word) {
    Status status = WORDS.get(word.strip().toLowerCase(Locale.ROOT));
    if (status == null) {
      throw new InvalidInputException(
          "\"%s\" is no status; expected one of %s"
              .formatted(word, WORDS.keySet().stream().sorted().toList()));
    }
    return status;
  }

  /** The status in texts: {@code active}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
