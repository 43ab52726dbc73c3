package dev.datamesh.contracts.jsonschema;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which fields that went are fields that came under another name. The new schema may say so ({@code
 * x-renamed-from}); otherwise both must mean the same values, and there must be one best match by
 * words in common, or no other candidate at all.
 */
final class Renames {

  private Renames() {}

  static Map<String, String> between(
      JsonSchema a, List<String> gone, JsonSchema b, List<String> come) {
    Map<String, String> renamed = new LinkedHashMap<>();
    if (gone.isEmpty() || come.isEmpty()) {
      return renamed;
    }
    Set<String> free = new HashSet<>(come);
    for (String to : come) {
      JsonSchema after = b.properties.get(to);
      String from = after == null ? "" : after.annotation("x-renamed-from");
      if (gone.contains(from) && renamed.putIfAbsent(from, to) == null) {
        free.remove(to);
      }
    }
    for (String from : gone) {
      if (!renamed.containsKey(from)) {
        String best = best(a, from, b, come, free, gone.size() - renamed.size());
        if (!best.isEmpty()) {
          renamed.put(from, best);
          free.remove(best);
        }
      }
    }
    return renamed;
  }

  private static String best(
      JsonSchema a, String from, JsonSchema b, List<String> come, Set<String> free, int left) {
    JsonSchema before = a.properties.get(from);
    String best = "";
    double bestScore = 0;
    int candidates = 0;
    for (String to : come) {
      JsonSchema after = b.properties.get(to);
      if (!free.contains(to) || before == null || after == null || !alike(before, after)) {
        continue;
      }
      candidates++;
      double score = common(from, to);
      if (score > bestScore) {
        bestScore = score;
        best = to;
      } else if (best.isEmpty()) {
        best = to;
      }
    }
    boolean alone = candidates == 1 && left == 1;
    return bestScore >= 0.3 || alone ? best : "";
  }

  /**
   * The same values; a field without any rule of its own is like everything and so like nothing.
   */
  private static boolean alike(JsonSchema before, JsonSchema after) {
    JsonSchema a = before.resolved();
    JsonSchema b = after.resolved();
    return a.types != Types.ALL && Fingerprints.same(a, b);
  }

  /** The share of words that two names have in common. */
  private static double common(String from, String to) {
    Set<String> left = words(from);
    Set<String> right = words(to);
    Set<String> both = new HashSet<>(left);
    both.retainAll(right);
    Set<String> all = new HashSet<>(left);
    all.addAll(right);
    return from.equalsIgnoreCase(to) ? 1 : both.size() / (double) all.size();
  }

  private static Set<String> words(String name) {
    StringBuilder spaced = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
        spaced.append(' ');
      }
      spaced.append(Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : ' ');
    }
    Set<String> words = new HashSet<>(Arrays.asList(spaced.toString().trim().split(" +")));
    words.remove("");
    return words;
  }
}
