package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.jsonschema.Facts.Need;
import dev.datamesh.contracts.regex.Dfa;
import dev.datamesh.contracts.regex.Pattern;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects: names that schemas declare are tried one by one, all others in classes by the
 * patterns that they match.
 */
final class ObjectMaker {

  private static final int MOST_PATTERNS = 6;
  private static final int MOST_STATES = 20_000;
  private static final int MOST_NAMES = 2_000;

  private final Search.Question question;
  private final Facts facts;
  private final Set<String> declared = new LinkedHashSet<>();
  private final List<Pattern> patterns = new ArrayList<>();
  private @Nullable List<NameClass> classes;
  private int retries;

  /** Why names could not be told apart; then an answer "none" is not sure. */
  private String doubt = "";

  /** Names that no schema declares and that match the same patterns. */
  private record NameClass(Set<String> matched, Dfa names) {}

  ObjectMaker(Search.Question question, Facts facts) {
    this.question = question;
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
    charge();
  }

  /** What the names cost. */
  private void charge() {
    question.search.budget.spend(1 + declared.size() / 4);
  }

  private void addPattern(Pattern pattern, Set<String> texts) {
    if (texts.add(pattern.text())) {
      patterns.add(pattern);
    }
  }

  Outcome make() {
    for (String name : facts.required) {
      if (!mayName(name)) {
        return Outcome.NONE;
      }
    }
    return settle(place(requiredFields(), 0));
  }

  private Map<String, List<Literal>> requiredFields() {
    Map<String, List<Literal>> fields = new LinkedHashMap<>();
    facts.required.forEach(name -> fields.put(name, valueOf(name, null)));
    return fields;
  }

  /** In lenient comparison, whether the left side declares a name, or says nothing about names. */
  private boolean mayName(String name) {
    if (!question.search.lenient) {
      return true;
    }
    boolean spoken = false;
    for (Literal spec : facts.specs) {
      if (spec.left()) {
        JsonSchema s = spec.schema();
        spoken = true;
        if (s.properties.containsKey(name)
            || s.required.contains(name)
            || s.additionalProperties != null
            || !s.patternProperties.isEmpty()) {
          return true;
        }
      }
    }
    return !spoken || isFree();
  }

  /** An object of which the left side declares no field at all may hold any. */
  private boolean isFree() {
    return facts.specs.stream()
        .filter(Literal::left)
        .allMatch(spec -> spec.schema().properties.isEmpty());
  }

  private List<Literal> valueOf(String name, @Nullable Set<String> matched) {
    List<Literal> all = new ArrayList<>();
    for (Literal spec : facts.specs) {
      JsonSchema s = spec.schema();
      boolean covered = false;
      JsonSchema property = matched == null ? s.properties.get(name) : null;
      if (property != null) {
        covered = true;
        all.add(spec.of(property, true));
      }
      for (var entry : s.patternProperties.entrySet()) {
        if (matches(entry.getKey(), name, matched)) {
          covered = true;
          all.add(spec.of(entry.getValue(), true));
        }
      }
      if (!covered && s.additionalProperties != null) {
        all.add(spec.of(s.additionalProperties, true));
      }
    }
    return all;
  }

  private boolean matches(Pattern pattern, String name, @Nullable Set<String> matched) {
    if (matched != null) {
      return matched.contains(pattern.text());
    }
    Optional<Boolean> found = pattern.findIn(name);
    if (found.isEmpty()) {
      note("the pattern " + pattern.text() + " cannot be judged");
    }
    return found.orElse(false);
  }

  private void note(String why) {
    if (doubt.isEmpty()) {
      doubt = why;
    }
  }

  private Outcome place(Map<String, List<Literal>> fields, int at) {
    if (facts.most >= 0 && fields.size() > facts.most) {
      return Outcome.NONE;
    }
    if (at == facts.needs.size()) {
      return fill(fields);
    }
    Need need = facts.needs.get(at);
    Outcome outcome = Outcome.NONE;
    for (String name : namesFor(need)) {
      question.search.budget.spend(1);
      if (facts.forbidden.contains(name) || !mayName(name)) {
        continue;
      }
      List<Literal> value = new ArrayList<>();
      List<Literal> known = fields.get(name);
      value.addAll(known == null ? valueOf(name, null) : known);
      value.addAll(need.literals());
      Map<String, List<Literal>> more = new LinkedHashMap<>(fields);
      more.put(name, value);
      outcome = outcome.or(place(more, at + 1));
      if (outcome.isFound()) {
        return outcome;
      }
    }
    if (need.name() == null) {
      outcome = outcome.or(placeInClass(fields, at, need));
    }
    return outcome;
  }

  /** Declared names that can serve a need. */
  private List<String> namesFor(Need need) {
    if (need.name() != null) {
      return List.of(need.name());
    }
    List<String> names = new ArrayList<>();
    for (String name : declared) {
      if (serves(need, name)) {
        names.add(name);
      }
    }
    return names;
  }

  private boolean serves(Need need, String name) {
    if (need.pattern() != null) {
      return matches(need.pattern(), name, null);
    }
    if (need.badName() != null) {
      Truth bad = need.badName().holdsFor(Search.text(name), question.search.budget);
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

  private Outcome placeInClass(Map<String, List<Literal>> fields, int at, Need need) {
    if (question.search.lenient && !isFree() && !mayName("")) {
      return Outcome.NONE;
    }
    Outcome outcome = Outcome.NONE;
    for (NameClass group : classes()) {
      question.search.budget.spend(1);
      if (!serves(need, group)) {
        continue;
      }
      Outcome name = name(group, need.badName(), fields.keySet());
      if (!name.isFound()) {
        outcome = outcome.or(name);
        continue;
      }
      List<Literal> value = valueOf("", group.matched());
      value.addAll(need.literals());
      Map<String, List<Literal>> more = new LinkedHashMap<>(fields);
      more.put(text(name), value);
      outcome = outcome.or(place(more, at + 1));
      if (outcome.isFound()) {
        return outcome;
      }
    }
    return outcome;
  }

  private static String text(Outcome name) {
    return ((Node.Text) Objects.requireNonNull(name.document())).value();
  }

  private static boolean serves(Need need, NameClass group) {
    if (need.pattern() != null) {
      return group.matched().contains(need.pattern().text());
    }
    JsonSchema spec = need.outside();
    return spec == null
        || spec.patternProperties.keySet().stream()
            .noneMatch(p -> group.matched().contains(p.text()));
  }

  /** A name of a class that all propertyNames allow, or that one need wants bad. */
  private Outcome name(NameClass group, @Nullable Literal bad, Set<String> taken) {
    Dfa names = group.names();
    for (String other : taken) {
      question.search.budget.spend(1 + names.size() / 10);
      Optional<Dfa> rest = names.and(Dfa.text(other).complement(), MOST_STATES);
      if (rest.isEmpty()) {
        return Outcome.unknown("names need too many states");
      }
      names = rest.get();
    }
    List<Literal> wanted = new ArrayList<>(facts.names);
    if (bad != null) {
      wanted.add(bad);
    }
    if (wanted.isEmpty()) {
      return names
          .shortest()
          .map(shortest -> Outcome.found(Search.text(shortest)))
          .orElse(Outcome.NONE);
    }
    JsonSchema within = new JsonSchema(Search.TRUE, null, "", Dialect.DRAFT7, Search.NULL);
    within.pattern = Pattern.ofLanguage(names);
    wanted.add(new Literal(within, true, true));
    return question.search.solve(wanted, Types.STRING);
  }

  private List<NameClass> classes() {
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
      question.search.budget.spend(2 + others.size() / 4);
      Optional<Dfa> rest = others.and(Dfa.text(name).complement(), MOST_STATES);
      if (rest.isEmpty()) {
        note("the declared names need too many states");
      } else {
        others = rest.get();
      }
    }
    split(used, 0, Set.of(), others, known);
    classes = known;
    return known;
  }

  private void split(
      List<Pattern> used, int at, Set<String> matched, Dfa names, List<NameClass> found) {
    question.search.budget.spend(2 + names.size() / 2);
    if (names.isEmpty()) {
      return;
    }
    if (at == used.size()) {
      found.add(new NameClass(matched, names));
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

  /** Checks the names, adds fields until there are enough, asks for every value. */
  private Outcome fill(Map<String, List<Literal>> fields) {
    boolean names = !facts.names.isEmpty();
    for (String name : fields.keySet()) {
      if (names && !isGoodName(name)) {
        return doubt.isEmpty() ? Outcome.NONE : Outcome.unknown(doubt);
      }
    }
    Map<String, Node> made = new LinkedHashMap<>();
    for (var field : fields.entrySet()) {
      Outcome value = question.search.solve(field.getValue());
      if (!value.isFound()) {
        return value.isNone() && !doubt.isEmpty() ? Outcome.unknown(doubt) : value;
      }
      made.put(field.getKey(), Objects.requireNonNull(value.document()));
    }
    if (made.size() < facts.least) {
      Outcome enough = addMore(made);
      if (!enough.isFound()) {
        return enough;
      }
    }
    return verify(made);
  }

  private boolean isGoodName(String name) {
    for (Literal literal : facts.names) {
      Truth truth = literal.holdsFor(Search.text(name), question.search.budget);
      if (truth == Truth.MAYBE) {
        note("a name cannot be judged");
      }
      if (truth == Truth.NO) {
        return false;
      }
    }
    return true;
  }

  private Outcome addMore(Map<String, Node> made) {
    if (facts.least > MOST_NAMES) {
      return Outcome.unknown("an object must have more than " + MOST_NAMES + " fields");
    }
    Outcome unsure = Outcome.NONE;
    for (String name : declared) {
      if (made.size() >= facts.least) {
        return Outcome.found(Search.NULL);
      }
      if (!made.containsKey(name)
          && !facts.forbidden.contains(name)
          && mayName(name)
          && isGoodName(name)) {
        unsure = unsure.or(addField(made, name, valueOf(name, null)));
      }
    }
    if (question.search.lenient && !isFree() && !mayName("")) {
      return made.size() >= facts.least ? Outcome.found(Search.NULL) : settle(unsure);
    }
    for (NameClass group : classes()) {
      while (made.size() < facts.least) {
        question.search.budget.spend(1);
        Outcome name = name(group, null, made.keySet());
        if (!name.isFound()) {
          unsure = unsure.or(name);
          break;
        }
        int before = made.size();
        unsure = unsure.or(addField(made, text(name), valueOf("", group.matched())));
        if (made.size() == before) {
          break;
        }
      }
    }
    return made.size() >= facts.least ? Outcome.found(Search.NULL) : settle(unsure);
  }

  private Outcome settle(Outcome outcome) {
    return outcome.isNone() && !doubt.isEmpty() ? Outcome.unknown(doubt) : outcome;
  }

  /** Adds a field whose value can be made; answers why it could not, never that it was found. */
  private Outcome addField(Map<String, Node> made, String name, List<Literal> wanted) {
    Outcome value = question.search.solve(wanted);
    if (value.isFound()) {
      made.put(name, Objects.requireNonNull(value.document()));
      return Outcome.NONE;
    }
    return value;
  }

  private Outcome verify(Map<String, Node> fields) {
    Node object = Search.object(fields);
    if (question.accepts(object) == Truth.YES) {
      return Outcome.found(object);
    }
    if (facts.excluded.contains(object) && facts.least <= fields.size() && retries++ < 3) {
      facts.least = fields.size() + 1;
      return facts.most >= 0 && facts.least > facts.most
          ? Outcome.unknown("values are excluded one by one")
          : place(requiredFields(), 0);
    }
    return Outcome.unknown(
        !doubt.isEmpty()
            ? doubt
            : facts.doubt.isEmpty()
                ? "an object was made that could not be confirmed"
                : facts.doubt);
  }
}
