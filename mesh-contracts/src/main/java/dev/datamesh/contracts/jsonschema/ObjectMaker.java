package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.jsonschema.Facts.Need;
import dev.datamesh.contracts.jsonschema.FieldNames.NameClass;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes objects: gives every need a name, then asks for every value. */
final class ObjectMaker {

  private static final int MOST_FIELDS = 2_000;

  private final Search.Question question;
  private final Facts facts;
  private final FieldNames names;

  /** A field whose name is any of a class; the bad ones must refuse it. */
  private record Fresh(NameClass group, List<Literal> bad, List<Literal> value) {}

  /** What fields there shall be: declared ones by name, others by class. */
  private record Plan(Map<String, List<Literal>> named, List<Fresh> fresh) {

    int size() {
      return named.size() + fresh.size();
    }

    Plan with(String name, List<Literal> value) {
      Map<String, List<Literal>> more = new LinkedHashMap<>(named);
      more.put(name, value);
      return new Plan(more, fresh);
    }

    Plan with(Fresh field) {
      List<Fresh> more = new ArrayList<>(fresh);
      more.add(field);
      return new Plan(named, more);
    }

    Plan with(int index, Fresh field) {
      List<Fresh> more = new ArrayList<>(fresh);
      more.set(index, field);
      return new Plan(named, more);
    }
  }

  ObjectMaker(Search.Question question, Facts facts) {
    this.question = question;
    this.facts = facts;
    this.names = new FieldNames(question.search, facts);
  }

  Outcome make() {
    Map<String, List<Literal>> required = new LinkedHashMap<>();
    for (String name : facts.required) {
      if (!mayName(name)) {
        return Outcome.NONE;
      }
      required.put(name, valueOf(name, null));
    }
    return settle(place(new Plan(required, List.of()), 0));
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

  private boolean mayInvent() {
    return !question.search.lenient || isFree() || mayName("");
  }

  private List<Literal> valueOf(String name, @Nullable NameClass group) {
    List<Literal> all = new ArrayList<>();
    for (Literal spec : facts.specs) {
      JsonSchema s = spec.schema();
      boolean covered = false;
      JsonSchema property = group == null ? s.properties.get(name) : null;
      if (property != null) {
        covered = true;
        all.add(spec.of(property, true));
      }
      for (var entry : s.patternProperties.entrySet()) {
        if (names.matches(entry.getKey(), name, group)) {
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

  private Outcome place(Plan plan, int at) {
    if (facts.most >= 0 && plan.size() > facts.most) {
      return Outcome.NONE;
    }
    if (at == facts.needs.size()) {
      return fill(plan);
    }
    Need need = facts.needs.get(at);
    Outcome outcome = Outcome.NONE;
    for (String name : need.name() != null ? List.of(need.name()) : names.declared()) {
      if ((need.name() == null && !names.serves(need, name))
          || facts.forbidden.contains(name)
          || !mayName(name)) {
        continue;
      }
      question.search.budget.spend(1);
      List<Literal> known = plan.named().get(name);
      outcome =
          outcome.or(
              place(
                  plan.with(
                      name, joined(known == null ? valueOf(name, null) : known, need.literals())),
                  at + 1));
      if (outcome.isFound()) {
        return outcome;
      }
    }
    return need.name() == null && mayInvent() ? outcome.or(placeInClass(plan, at, need)) : outcome;
  }

  private static List<Literal> joined(List<Literal> some, List<Literal> others) {
    List<Literal> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private Outcome placeInClass(Plan plan, int at, Need need) {
    List<Literal> bad = need.badName() == null ? List.of() : List.of(need.badName());
    Outcome outcome = Outcome.NONE;
    for (NameClass group : names.classes()) {
      question.search.budget.spend(1);
      if (FieldNames.serves(need, group)) {
        outcome =
            outcome.or(
                place(
                    plan.with(new Fresh(group, bad, joined(valueOf("", group), need.literals()))),
                    at + 1));
        if (outcome.isFound()) {
          return outcome;
        }
      }
    }
    return outcome.or(share(plan, at, need, bad));
  }

  /** One field for several needs: only where a field more is one too many, or names are scarce. */
  private Outcome share(Plan plan, int at, Need need, List<Literal> bad) {
    Outcome outcome = Outcome.NONE;
    for (int i = 0; i < plan.fresh().size() && !outcome.isFound(); i++) {
      Fresh field = plan.fresh().get(i);
      boolean scarce =
          facts.most >= 0
              || !facts.names.isEmpty()
              || !bad.isEmpty()
              || !field.bad().isEmpty()
              || field.group().names().some(facts.needs.size(), 0).size() < facts.needs.size();
      if (scarce && FieldNames.serves(need, field.group())) {
        question.search.budget.spend(1);
        Fresh shared =
            new Fresh(
                field.group(), joined(field.bad(), bad), joined(field.value(), need.literals()));
        outcome = outcome.or(place(plan.with(i, shared), at + 1));
      }
    }
    return outcome;
  }

  /** Settles on names, asks for every value, adds fields until there are enough. */
  private Outcome fill(Plan plan) {
    for (String name : plan.named().keySet()) {
      if (!names.isGood(name)) {
        return settle(Outcome.NONE);
      }
    }
    Map<String, List<Literal>> fields = new LinkedHashMap<>(plan.named());
    Outcome named = nameFresh(plan.fresh(), fields);
    if (!named.isFound()) {
      return named;
    }
    Map<String, Node> made = new LinkedHashMap<>();
    for (var field : fields.entrySet()) {
      Outcome value = question.search.solve(field.getValue());
      if (!value.isFound()) {
        return settle(value);
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

  /** Names the fields of classes one by one, which may miss a cleverer choice among few names. */
  private Outcome nameFresh(List<Fresh> fresh, Map<String, List<Literal>> fields) {
    Set<String> taken = new LinkedHashSet<>();
    for (int i = 0; i < fresh.size(); i++) {
      Fresh field = fresh.get(i);
      Outcome name = names.pick(field.group(), field.bad(), taken);
      if (!name.isFound()) {
        boolean sure =
            fresh.subList(0, i).stream()
                .noneMatch(o -> o.group().equals(field.group()) && !o.bad().equals(field.bad()));
        return sure || !name.isNone() ? settle(name) : Outcome.unknown("names are scarce");
      }
      taken.add(FieldNames.text(name));
      fields.put(FieldNames.text(name), field.value());
    }
    return Outcome.found(Search.NULL);
  }

  private Outcome addMore(Map<String, Node> made) {
    if (facts.least > MOST_FIELDS) {
      return Outcome.unknown("an object must have more than " + MOST_FIELDS + " fields");
    }
    Outcome unsure = Outcome.NONE;
    for (String name : names.declared()) {
      if (made.size() >= facts.least) {
        return Outcome.found(Search.NULL);
      }
      if (!made.containsKey(name)
          && !facts.forbidden.contains(name)
          && mayName(name)
          && names.isGood(name)) {
        unsure = unsure.or(addField(made, name, valueOf(name, null)));
      }
    }
    if (!mayInvent()) {
      return made.size() >= facts.least ? Outcome.found(Search.NULL) : settle(unsure);
    }
    for (NameClass group : names.classes()) {
      while (made.size() < facts.least) {
        question.search.budget.spend(1);
        Outcome name = names.pick(group, List.of(), made.keySet());
        if (!name.isFound()) {
          unsure = unsure.or(name);
          break;
        }
        int before = made.size();
        unsure = unsure.or(addField(made, FieldNames.text(name), valueOf("", group)));
        if (made.size() == before) {
          break;
        }
      }
    }
    return made.size() >= facts.least ? Outcome.found(Search.NULL) : settle(unsure);
  }

  private Outcome settle(Outcome outcome) {
    return outcome.isNone() && !names.doubt().isEmpty() ? Outcome.unknown(names.doubt()) : outcome;
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
    if (facts.excluded.contains(object)) {
      return settle(Make.unlike(question, Types.OBJECT, facts, object));
    }
    return Outcome.unknown(
        !names.doubt().isEmpty()
            ? names.doubt()
            : facts.doubt.isEmpty()
                ? "an object was made that could not be confirmed"
                : facts.doubt);
  }
}
