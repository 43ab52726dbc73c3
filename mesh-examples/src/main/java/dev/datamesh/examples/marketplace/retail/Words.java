package dev.datamesh.examples.marketplace.retail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Codes 0, 1, 2… for the different words of a column; a missing word is -1. For one thread. */
final class Words {

  static final int NONE = -1;

  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  int code(@Nullable String word) {
    if (word == null) {
      return NONE;
    }
    Integer known = codes.putIfAbsent(word, words.size());
    if (known != null) {
      return known;
    }
    words.add(word);
    return words.size() - 1;
  }

  String word(int code) {
    return words.get(code);
  }

  int size() {
    return words.size();
  }
}
