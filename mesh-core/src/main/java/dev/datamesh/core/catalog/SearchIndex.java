package dev.datamesh.core.catalog;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The inverted index over the states of products. It only grows: a replaced state is marked, so a
 * reader with an older {@link CatalogView} still sees what it saw; the engine builds a new index
 * when most states are replaced.
 *
 * <p>One thread writes, many read.
 */
final class SearchIndex {

  final DocumentTable documents = new DocumentTable();
  private final Map<String, Postings> words = new ConcurrentHashMap<>();
  private final ConcurrentNavigableMap<String, Postings> sorted = new ConcurrentSkipListMap<>();
  private final Map<String, Postings> facets = new ConcurrentHashMap<>();

  void add(CatalogEntry entry, int ordinal, AnalyzedProduct analyzed) {
    int document = documents.add(entry, ordinal, analyzed.length());
    long number = (long) document << 32;
    for (Map.Entry<String, Long> word : analyzed.words().entrySet()) {
      Postings postings = words.get(word.getKey());
      if (postings == null) {
        postings = new Postings();
        postings.append(number | word.getValue());
        words.put(word.getKey(), postings);
        sorted.put(word.getKey(), postings);
      } else {
        postings.append(number | word.getValue());
      }
    }
    for (String facet : analyzed.facets()) {
      facets.computeIfAbsent(facet, key -> new Postings()).append(number);
    }
  }

  /** How many different words there are. */
  int words() {
    return words.size();
  }

  @Nullable Postings word(String word) {
    return words.get(word);
  }

  /** The postings of all words with a beginning. */
  Collection<Postings> wordsFrom(String beginning) {
    return sorted.subMap(beginning, true, beginning + Character.MAX_VALUE, false).values();
  }

  @Nullable Postings facet(String facet) {
    return facets.get(facet);
  }
}
