package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.jsonschema.Facts.Need;
import dev.datamesh.contracts.regex.Dfa;
import dev.datamesh.contracts.regex.Pattern;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that an object may have: those that schemas declare one by one, all others in classes
 * by the patterns that they match. For one thread at a time.
 */
final class FieldNames {

  private static final int MOST_PATTERNS = 12;
  private static final int MOST_CLASSES = 256;
  private static final int MOST_STATES = 20_000;

  private final Search search;
  private final Facts facts;
  private final Set<String> declared = new LinkedHashSet<>();
  private final List<Pattern> patterns = new ArrayList<>();
  private @Nullable List<NameClass> classes;

  /** Why names could not be told apart; then an answer "none" is not sure. */
  private String doubt = "";

  /** Names that no schema declares and that match the same patterns. */
  record NameClass(Set<String> matched, Dfa names) {}

  FieldNames(Search search, Facts facts) {
    this.search = search;
    this.facts = facts;
    declared.addAll(facts.required);
    declared.addAll(facts.forbidden);
    Set<String> texts = new LinkedHashSet<>();
    for (Literal spec : facts.specs) {
      declared.addAll(spec.schema().properties.keySet());
      spec.schema().patternProperties.keySet().forEach(p -> addPattern(p, texts));
    }
    for (Need need : facts.needs) {
      if (need.name() != null) {
        declared.add(need.name());
      }
      if (need.pattern() != null) {
        addPattern(need.pattern(), texts);
      }
      if (need.outside() != null) {
        declared.addAll(need.outside().properties.keySet());
        need.outside().patternProperties.keySet().forEach(p -> addPattern(p, texts));
      }
    }
    search.budget.spend(1 + declared.size() / 4);
  }

  private void addPattern(Pattern pattern, Set<String> texts) {
    if (texts.add(pattern.text())) {
      patterns.add(pattern);
    }
  }

  Set<String> declared() {
    return declared;
  }

  /** Why an answer "none" is not sure; empty where it is. */
  String doubt() {
    return doubt;
  }

  void note(String why) {
    if (doubt.isEmpty()) {
      doubt = why;
    }
  }

  /** Whether a pattern is found in a name, or in the names of a class. */
  boolean matches(Pattern pattern, String name, @Nullable NameClass group) {
    if (group != null) {
      return group.matched().contains(pattern.text());
    }
    Optional<Boolean> found = pattern.findIn(name);
    if (found.isEmpty()) {
      note("the pattern " + pattern.text() + " cannot be judged");
    }
    return found.orElse(false);
  }

  /** Whether all propertyNames allow a name. */
  boolean isGood(String name) {
    for (Literal literal : facts.names) {
      Truth truth = literal.holdsFor(Search.text(name), search.budget);
      if (truth == Truth.MAYBE) {
        note("a name cannot be judged");
      }
      if (truth == Truth.NO) {
        return false;
      }
    }
    return true;
  }

  /** Whether a declared name can serve a need. */
  boolean serves(Need need, String name) {
    if (need.pattern() != null) {
      return matches(need.pattern(), name, null);
    }
    if (need.badName() != null) {
      Truth bad = need.badName().holdsFor(Search.text(name), search.budget);
      if (bad == Truth.MAYBE) {
        note("a name cannot be judged");
      }
      return bad == Truth.YES;
    }
    JsonSchema spec = need.outside();
    return spec != null
        && !spec.properties.containsKey(name)
        && spec.patternProperties.keySet().stream().noneMatch(p -> matches(p, name, null));
  }

  /** Whether names of a class can serve a need, as far as patterns go. */
  static boolean serves(Need need, NameClass group) {
    if (need.pattern() != null) {
      return group.matched().contains(need.pattern().text());
    }
    JsonSchema spec = need.outside();
    return spec == null
        || spec.patternProperties.keySet().stream()
            .noneMatch(p -> group.matched().contains(p.text()));
  }

  /** A name of a class that is not taken, that all propertyNames allow and the bad ones refuse. */
  Outcome pick(NameClass group, List<Literal> bad, Set<String> taken) {
    Dfa names = group.names();
    for (String other : taken) {
      Optional<Dfa> rest = names.and(Dfa.text(other).complement(), MOST_STATES);
      if (rest.isEmpty()) {
        return Outcome.unknown("names need too many states");
      }
      names = rest.get();
      search.budget.spend(1 + names.ranges() / 10);
    }
    List<Literal> wanted = new ArrayList<>(facts.names);
    wanted.addAll(bad);
    if (wanted.isEmpty()) {
      return names
          .shortest()
          .map(shortest -> Outcome.found(Search.text(shortest)))
          .orElse(Outcome.NONE);
    }
    JsonSchema within = JsonSchema.made(Search.TRUE, Dialect.DRAFT7);
    within.pattern = Pattern.ofLanguage(names);
    wanted.add(new Literal(within, true, true));
    return search.solve(wanted, Types.STRING);
  }

  static String text(Outcome name) {
    return ((Node.Text) Objects.requireNonNull(name.document())).value();
  }

  /** The names that are not declared, in classes that patterns do not tell apart. */
  List<NameClass> classes() {
    List<NameClass> known = classes;
    if (known != null) {
      return known;
    }
    known = new ArrayList<>();
    if (patterns.size() > MOST_PATTERNS) {
      note("there are more than " + MOST_PATTERNS + " patterns for names");
    }
    List<Pattern> used = patterns.subList(0, Math.min(patterns.size(), MOST_PATTERNS));
    Dfa others = Dfa.ALL;
    for (String name : declared) {
      search.budget.spend(2 + others.size() / 4);
      Optional<Dfa> rest = others.and(Dfa.text(name).complement(), MOST_STATES);
      if (rest.isEmpty()) {
        note("the declared names need too many states");
      } else {
        others = rest.get();
        search.budget.spend(others.ranges() / 4);
      }
    }
    split(used, 0, Set.of(), others, known);
    classes = known;
    return known;
  }

  private void split(
      List<Pattern> used, int at, Set<String> matched, Dfa names, List<NameClass> found) {
    search.budget.spend(2 + names.size() / 2);
    if (names.isEmpty()) {
      return;
    }
    if (at == used.size()) {
      if (found.size() < MOST_CLASSES) {
        found.add(new NameClass(matched, names));
      } else {
        note("patterns split names into more than " + MOST_CLASSES + " classes");
      }
      return;
    }
    Optional<Dfa> language = used.get(at).language();
    if (language.isEmpty()) {
      note("the pattern " + used.get(at).text() + " cannot be judged");
      split(used, at + 1, matched, names, found);
      return;
    }
    Optional<Dfa> without = names.and(language.get().complement(), MOST_STATES);
    Optional<Dfa> with = names.and(language.get(), MOST_STATES);
    search.budget.spend(
        (without.map(Dfa::ranges).orElse(MOST_STATES) + with.map(Dfa::ranges).orElse(MOST_STATES))
            / 4);
    if (without.isEmpty() || with.isEmpty()) {
      note("patterns for names need too many states");
      split(used, at + 1, matched, names, found);
      return;
    }
    split(used, at + 1, matched, without.get(), found);
    Set<String> more = new LinkedHashSet<>(matched);
    more.add(used.get(at).text());
    split(used, at + 1, more, with.get(), found);
  }
}
