package dev.datamesh.contracts.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTest {

  @ParameterizedTest(name = "{0} in \"{1}\": {2}")
  @CsvSource({
    "^a+$, aaa, true",
    "^a+$, aab, false",
    "b, abc, true",
    "^$, '', true",
    "'', anything, true",
    "^[^x]*$, abc, true",
    "a|^b$, b, true",
    "a|^b$, xb, false",
    "^\\d{3}-\\d{4}$, 555-1234, true",
    "^\\u0041\\x42$, AB, true",
    "^\\p{Lu}$, É, true",
    "^🐲*$, 🐲🐲, true",
    "^.$, 🐲, true",
    "^(?<year>[0-9]{4})$, 2024, true",
    "a{2}, a{2}, false",
    "x{, x{, true"
  })
  void isFoundAsEcma262Says(String pattern, String text, boolean found) {
    assertThat(Pattern.of(pattern).findIn(text)).contains(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a)\\1", "(?=a)b", "\\bword", "(", "a**", "[z-a]", "\\p{Nonsense}"})
  void isNotSupportedWhereItIsNotRegular(String pattern) {
    assertThat(Pattern.of(pattern).unsupported()).isNotEmpty();
    assertThat(Pattern.of(pattern).findIn("a")).isEmpty();
  }

  @Test
  void isNotKnownWhereEnginesDisagreeBeyondAscii() {
    assertThat(Pattern.of("^\\d+$").findIn("৪২")).isEmpty();
    assertThat(Pattern.of("^\\d+$").findIn("42")).contains(true);
  }

  /** The JDK's engine as oracle, over patterns of a few letters that it cannot trip over. */
  @Test
  void agreesWithTheJdkOnRandomPatternsAsAutomatonToo() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      String text = pattern(random, 3);
      Pattern pattern = Pattern.of(text);
      java.util.regex.Pattern oracle = java.util.regex.Pattern.compile(text);
      Optional<Dfa> language = pattern.language();
      for (int i = 0; i < 20; i++) {
        String value = word(random);
        boolean expected = oracle.matcher(value).find();
        assertThat(pattern.findIn(value))
            .as("seed %d: %s in %s", seed, text, value)
            .contains(expected);
        assertThat(language.orElseThrow().accepts(value))
            .as("seed %d: %s as automaton on %s", seed, text, value)
            .isEqualTo(expected);
        assertThat(language.orElseThrow().complement().accepts(value)).isEqualTo(!expected);
      }
      language
          .orElseThrow()
          .shortest()
          .ifPresent(
              shortest ->
                  assertThat(oracle.matcher(shortest).find())
                      .as("%s: %s", text, shortest)
                      .isTrue());
    }
  }

  private static String pattern(Random random, int depth) {
    return switch (depth == 0 ? random.nextInt(3) : random.nextInt(9)) {
      case 0 -> String.valueOf((char) ('a' + random.nextInt(3)));
      case 1 -> "[a-b]";
      case 2 -> "[^c]";
      case 3 -> pattern(random, depth - 1) + pattern(random, depth - 1);
      case 4 -> "(" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
      case 5 -> "(?:" + pattern(random, depth - 1) + ")*";
      case 6 -> "(?:" + pattern(random, depth - 1) + "){1,2}";
      case 7 -> "^" + pattern(random, depth - 1);
      default -> pattern(random, depth - 1) + "$";
    };
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    int length = random.nextInt(6);
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(4)));
    }
    return word.toString();
  }

  @Test
  void intersectionAndEmptinessDecideInclusion() {
    Dfa narrow = Pattern.of("^ab+$").language().orElseThrow();
    Dfa wide = Pattern.of("^a").language().orElseThrow();
    assertThat(narrow.and(wide.complement(), 1_000).orElseThrow().isEmpty()).isTrue();
    assertThat(wide.and(narrow.complement(), 1_000).orElseThrow().shortest()).contains("a");
    assertThat(Dfa.length(2, 3).some(2, 0)).allMatch(text -> text.length() == 2);
  }
}
