package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.regex.Dfa;
import dev.datamesh.contracts.regex.Pattern;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes texts: patterns and lengths exactly, by automata; formats from samples. */
final class TextMaker {

  private static final int LONGEST = 3_000;
  private static final int MOST_STATES = 30_000;

  /** Formats whose texts are all of another format too. */
  private static final Map<String, List<String>> WIDER =
      Map.of(
          "email", List.of("idn-email"),
          "hostname", List.of("idn-hostname"),
          "uri", List.of("uri-reference", "iri", "iri-reference"),
          "uri-reference", List.of("iri-reference"),
          "iri", List.of("iri-reference"));

  private static final Map<String, List<String>> SAMPLES =
      Map.ofEntries(
          Map.entry("date", List.of("2024-01-15", "1999-12-31")),
          Map.entry("time", List.of("10:30:00Z", "23:59:59.5+01:00")),
          Map.entry("date-time", List.of("2024-01-15T10:30:00Z", "1999-12-31T23:59:59+01:00")),
          Map.entry("duration", List.of("P1D", "PT1H30M", "P2W")),
          Map.entry("email", List.of("joe.bloggs@example.com", "a@example.com")),
          Map.entry("idn-email", List.of("joe.bloggs@example.com", "é@bücher.com")),
          Map.entry("hostname", List.of("a", "www.example.com")),
          Map.entry("idn-hostname", List.of("a", "www.example.com")),
          Map.entry("ipv4", List.of("0.0.0.0", "192.168.100.101")),
          Map.entry("ipv6", List.of("::1", "2001:db8::ff00:42:8329")),
          Map.entry("uri", List.of("a:b", "http://example.com/a?b=c#d")),
          Map.entry("uri-reference", List.of("a", "/a/b", "http://example.com/a")),
          Map.entry("iri", List.of("a:b", "http://example.com/é")),
          Map.entry("iri-reference", List.of("a", "é", "http://example.com/é")),
          Map.entry("uri-template", List.of("a", "http://example.com/{id}")),
          Map.entry("json-pointer", List.of("", "/a/0", "/foo~1bar")),
          Map.entry("relative-json-pointer", List.of("0", "1/a", "0#")),
          Map.entry("regex", List.of("a", "^[a-z]+$")),
          Map.entry("uuid", List.of("2eb8aa08-aa98-11ea-b4aa-73b441d16380")),
          Map.entry(
              "content",
              List.of("e30=", "eyJmb28iOiAiYmFyIn0K", "{}", "null", "1", "abcd", "%", "{")));

  private TextMaker() {}

  static Outcome make(Search.Question question, Facts facts) {
    return make(question, facts, null);
  }

  /** Makes a text that is also in a language, if one is given. */
  static Outcome make(Search.Question question, Facts facts, @Nullable Dfa within) {
    for (String format : facts.formats) {
      if (facts.notFormats.contains(format)
          || WIDER.getOrDefault(format, List.of()).stream().anyMatch(facts.notFormats::contains)) {
        return Outcome.NONE;
      }
    }
    String doubt = facts.doubt;
    Dfa language = within == null ? Dfa.ALL : within;
    boolean lengthHolds = facts.least <= LONGEST && facts.most <= LONGEST;
    List<Dfa> parts = new ArrayList<>();
    if (lengthHolds) {
      if (facts.least > 0 || facts.most >= 0) {
        parts.add(Dfa.length(facts.least, facts.most));
      }
    } else if (facts.least <= LONGEST) {
      parts.add(Dfa.length(facts.least, -1));
      doubt = doubt.isEmpty() ? "a text may be very long" : doubt;
    } else {
      doubt = doubt.isEmpty() ? "a text must be very long" : doubt;
    }
    for (Pattern pattern : facts.patterns) {
      doubt = add(parts, pattern, true, doubt);
    }
    for (Pattern pattern : facts.notPatterns) {
      doubt = add(parts, pattern, false, doubt);
    }
    for (Node value : facts.excluded) {
      if (value instanceof Node.Text text && text.value().length() <= LONGEST) {
        parts.add(Dfa.text(text.value()).complement());
      }
    }
    for (Dfa part : parts) {
      question.search.budget.spend(1 + (part.size() + language.size()) / 2);
      Optional<Dfa> both =
          language == Dfa.ALL ? Optional.of(part) : language.and(part, MOST_STATES);
      if (both.isEmpty()) {
        doubt = doubt.isEmpty() ? "the patterns together need too many states" : doubt;
      } else {
        language = both.get();
        question.search.budget.spend(1 + language.ranges() / 4);
      }
    }
    return choose(question, facts, language, doubt);
  }

  private static String add(List<Dfa> parts, Pattern pattern, boolean sign, String doubt) {
    Optional<Dfa> language = pattern.language();
    if (language.isEmpty()) {
      return doubt.isEmpty()
          ? "the pattern "
              + pattern.text()
              + " cannot be judged: "
              + (pattern.unsupported().isEmpty()
                  ? "it needs too many states"
                  : pattern.unsupported())
          : doubt;
    }
    parts.add(sign ? language.get() : language.get().complement());
    return doubt;
  }

  private static Outcome choose(Search.Question question, Facts facts, Dfa language, String doubt) {
    List<String> some = language.some(1, 0);
    if (some.isEmpty()) {
      return Outcome.NONE;
    }
    List<Node> candidates = new ArrayList<>();
    for (String format : facts.formats) {
      String key = format.startsWith("content") ? "content" : format;
      SAMPLES.getOrDefault(key, List.of()).forEach(sample -> candidates.add(Search.text(sample)));
    }
    some.forEach(text -> candidates.add(Search.text(text)));
    Outcome first = Make.first(question, candidates, "");
    if (first.isFound()) {
      return first;
    }
    candidates.clear();
    language.some(60, 0).forEach(text -> candidates.add(Search.text(text)));
    SAMPLES.values().forEach(all -> all.forEach(s -> candidates.add(Search.text(s))));
    if (facts.least > LONGEST && facts.least < 2_000_000) {
      candidates.add(Search.text("a".repeat(facts.least)));
    }
    String reason =
        !doubt.isEmpty()
            ? doubt
            : facts.formats.isEmpty()
                ? "no text was found, though there may be one"
                : "no text of the format " + facts.formats.get(0) + " was found that fits";
    return Make.first(question, candidates, reason);
  }
}
