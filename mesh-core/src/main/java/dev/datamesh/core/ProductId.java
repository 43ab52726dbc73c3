package dev.datamesh.core;

import java.util.regex.Pattern;

/**
 * The identity of a data product: its domain and its name within the domain; {@code
 * ventas.daily_revenue_api} as text.
 *
 * @param domain {@code [a-z][a-z0-9_-]*}, at most 20 characters
 * @param name {@code [a-z][a-z0-9_-]*}, at most 200 characters
 */
public record ProductId(String domain, String name) implements Comparable<ProductId> {

  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]*");
  private static final int LONGEST_DOMAIN = 20;
  private static final int LONGEST_NAME = 200;

  public ProductId {
    check("domain", domain, LONGEST_DOMAIN);
    check("product name", name, LONGEST_NAME);
  }

  /** Reads {@code domain.name}; refuses anything else with what was expected. */
  public static ProductId of(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new InvalidInputException(
          "Cannot read a product id, it has no domain: \"" + text + "\"; write domain.name");
    }
    return new ProductId(text.substring(0, dot), text.substring(dot + 1));
  }

  /** Whether a word may be a domain's name. */
  public static boolean isDomainName(String word) {
    return word.length() <= LONGEST_DOMAIN && WORD.matcher(word).matches();
  }

  private static void check(String what, String word, int longest) {
    if (word.length() > longest) {
      throw new InvalidInputException(
          "Cannot use a %s of %d characters: the longest has %d"
              .formatted(what, word.length(), longest));
    }
    if (!WORD.matcher(word).matches()) {
      throw new InvalidInputException(
          "Cannot use a %s \"%s\": expected lower-case letters, digits, _ and -, a letter first"
              .formatted(what, word));
    }
  }

  @Override
  public int compareTo(ProductId other) {
    int byDomain = domain.compareTo(other.domain);
    return byDomain != 0 ? byDomain : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return domain + "." + name;
  }
}
