package dev.datamesh.core.catalog;

import dev.datamesh.core.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Words to search for. {@code revenue daily} finds products with both words, {@code rev*} words by
 * their beginning, {@code owner:sales} words in one field: name, domain, owner, description, tags,
 * columns, purpose. Immutable.
 *
 * @param match whether all words must be there or any
 * @param limit the most hits
 */
public record SearchQuery(String words, Match match, int limit) {

  /** How words combine. */
  public enum Match {
    ALL,
    ANY
  }

  /**
   * One word to look for.
   *
   * @param fields bits of {@link SearchField}, 0 for any
   */
  record Term(String word, boolean isPrefix, int fields) {}

  public SearchQuery {
    if (limit < 1) {
      throw new InvalidInputException("Cannot search for " + limit + " hits, expected at least 1");
    }
  }

  /** All words, the best 50. */
  public static SearchQuery of(String words) {
    return new SearchQuery(words, Match.ALL, 50);
  }

  /** Products with any of the words match. */
  public SearchQuery any() {
    return new SearchQuery(words, Match.ANY, limit);
  }

  public SearchQuery limit(int hits) {
    return new SearchQuery(words, match, hits);
  }

  List<Term> terms() {
    List<Term> terms = new ArrayList<>();
    for (String part : words.strip().split("\\s+")) {
      int colon = part.indexOf(':');
      int fields = colon > 0 ? field(part.substring(0, colon)) : 0;
      String text = fields != 0 ? part.substring(colon + 1) : part;
      List<String> found = new ArrayList<>();
      Analyzer.words(text, found::add);
      for (int i = 0; i < found.size(); i++) {
        boolean isPrefix = text.endsWith("*") && i == found.size() - 1;
        terms.add(new Term(found.get(i), isPrefix, fields));
      }
    }
    return terms;
  }

  /** The bit of a field by its name or a longer form of it, 0 where it is none. */
  private static int field(String name) {
    String word = name.toLowerCase(Locale.ROOT);
    for (SearchField field : SearchField.values()) {
      if (field.word().equals(word) || field.word().equals(word + "s")) {
        return field.bit();
      }
    }
    return 0;
  }
}
