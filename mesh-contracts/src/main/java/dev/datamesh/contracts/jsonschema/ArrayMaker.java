package dev.datamesh.contracts.jsonschema;

import dev.datamesh.contracts.jsonschema.Facts.Need;
import dev.datamesh.core.document.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes arrays: tries lengths, places what is needed on items, asks for each item. */
final class ArrayMaker {

  private static final int LONGEST = 2_000;
  private static final int MOST_RETRIES = 8;

  private final Search.Question question;
  private final Facts facts;

  /** From here on, items are alike until needs tell them apart. */
  private final int alike;

  private int retries;

  ArrayMaker(Search.Question question, Facts facts) {
    this.question = question;
    this.facts = facts;
    int longest = 0;
    for (Literal spec : facts.specs) {
      longest = Math.max(longest, spec.schema().prefixItems.size());
    }
    for (Need need : facts.needs) {
      longest = Math.max(longest, Math.max(need.index() + 1, need.from()));
    }
    this.alike = longest;
  }

  /**
   * Behind the leading items all items are alike, so lengths beyond what is needed there bring
   * nothing new.
   */
  Outcome make() {
    int least = facts.least;
    int enough = Math.max(least, alike + facts.needs.size());
    if (facts.notUnique) {
      enough += 2;
    }
    int most = facts.most < 0 ? enough : Math.min(facts.most, enough);
    if (least > LONGEST) {
      return Outcome.unknown("an array must have more than " + LONGEST + " items");
    }
    Outcome outcome = Outcome.NONE;
    for (int length = least; length <= most; length++) {
      question.search.budget.spend(1);
      outcome = outcome.or(ofLength(length));
      if (outcome.isFound()) {
        return outcome;
      }
    }
    return outcome;
  }

  private Outcome ofLength(int length) {
    List<List<Literal>> items = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      items.add(itemAt(i));
    }
    return place(items, 0, new int[facts.needs.size()]);
  }

  private List<Literal> itemAt(int i) {
    List<Literal> all = new ArrayList<>(facts.allItems);
    for (Literal spec : facts.specs) {
      JsonSchema s = spec.schema();
      JsonSchema item = i < s.prefixItems.size() ? s.prefixItems.get(i) : s.items;
      if (item != null) {
        all.add(spec.of(item, true));
      }
    }
    return all;
  }

  /**
   * Gives the needs their places, one after the other, each on an item of its own or a shared one.
   * The same need twice, as in minContains, wants two items: the later one stands behind.
   */
  private Outcome place(List<List<Literal>> items, int at, int[] places) {
    if (at == facts.needs.size()) {
      return countAndFill(items);
    }
    Need need = facts.needs.get(at);
    Outcome outcome = Outcome.NONE;
    int from = need.index() >= 0 ? need.index() : need.from();
    for (int earlier = 0; earlier < at; earlier++) {
      if (need.index() < 0 && facts.needs.get(earlier).equals(need)) {
        from = Math.max(from, places[earlier] + 1);
      }
    }
    int to = need.index() >= 0 ? need.index() + 1 : items.size();
    for (int i = from; i < Math.min(to, items.size()); i++) {
      if (sameAsBefore(items, i, from)) {
        continue;
      }
      question.search.budget.spend(1);
      List<List<Literal>> more = new ArrayList<>(items);
      List<Literal> item = new ArrayList<>(items.get(i));
      item.addAll(need.literals());
      more.set(i, item);
      places[at] = i;
      outcome = outcome.or(place(more, at + 1, places));
      if (outcome.isFound()) {
        return outcome;
      }
    }
    return outcome;
  }

  private boolean sameAsBefore(List<List<Literal>> items, int i, int from) {
    return i > from && i > alike && items.get(i).equals(items.get(i - 1));
  }

  private Outcome countAndFill(List<List<Literal>> items) {
    return facts.counts.isEmpty() ? fill(items) : count(items, 0, 0, 0);
  }

  /** Decides for each item whether it is counted, so that no count is exceeded. */
  private Outcome count(List<List<Literal>> items, int which, int index, int used) {
    if (which == facts.counts.size()) {
      return fill(items);
    }
    if (index == items.size()) {
      return count(items, which + 1, 0, 0);
    }
    question.search.budget.spend(1);
    Facts.Count limit = facts.counts.get(which);
    Outcome outcome = Outcome.NONE;
    boolean wanted = items.get(index).contains(limit.literal());
    if (!wanted) {
      outcome = count(with(items, index, limit.literal().negated()), which, index + 1, used);
    }
    if (!outcome.isFound() && used < limit.most()) {
      outcome = outcome.or(count(with(items, index, limit.literal()), which, index + 1, used + 1));
    }
    return outcome;
  }

  private static List<List<Literal>> with(List<List<Literal>> items, int index, Literal literal) {
    List<List<Literal>> more = new ArrayList<>(items);
    List<Literal> item = new ArrayList<>(items.get(index));
    item.add(literal);
    more.set(index, item);
    return more;
  }

  private Outcome fill(List<List<Literal>> items) {
    if (facts.notUnique) {
      return twins(items);
    }
    retries = MOST_RETRIES;
    return fill(items, -1, -1);
  }

  private Outcome twins(List<List<Literal>> items) {
    Outcome outcome = Outcome.NONE;
    for (int i = 0; i < items.size(); i++) {
      for (int k = i + 1; k < items.size(); k++) {
        question.search.budget.spend(1);
        List<Literal> both = new ArrayList<>(items.get(i));
        both.addAll(items.get(k));
        List<List<Literal>> more = new ArrayList<>(items);
        more.set(i, both);
        outcome = outcome.or(fill(more, i, k));
        if (outcome.isFound()) {
          return outcome;
        }
      }
    }
    return outcome;
  }

  /** Asks for every item; one of a pair of twins is the other's copy. */
  private Outcome fill(List<List<Literal>> items, int twin, int copy) {
    List<Node> made = new ArrayList<>();
    Outcome last = Outcome.NONE;
    for (int i = 0; i < items.size(); i++) {
      if (i == copy) {
        made.add(made.get(twin));
        continue;
      }
      Outcome item = question.search.solve(items.get(i));
      if (!item.isFound()) {
        return item;
      }
      Node value = java.util.Objects.requireNonNull(item.document());
      if (facts.unique && made.contains(value)) {
        Outcome other = another(items, i, made);
        if (!other.isFound()) {
          return other.isNone() || retries-- <= 0
              ? other
              : fill(with(items, made.indexOf(value), Facts.excluding(List.of(value))), twin, copy)
                  .or(other);
        }
        value = java.util.Objects.requireNonNull(other.document());
      }
      made.add(value);
      last = item;
    }
    return verify(made, last.assumes());
  }

  /** A value that is not there yet; that there is none is only sure where all items are alike. */
  private Outcome another(List<List<Literal>> items, int index, List<Node> made) {
    List<Literal> wanted = new ArrayList<>(items.get(index));
    wanted.add(Facts.excluding(made));
    Outcome other = question.search.solve(wanted);
    if (!other.isNone()) {
      return other;
    }
    boolean alike = true;
    for (int i = 0; i < index; i++) {
      alike &= Set.copyOf(items.get(i)).equals(Set.copyOf(items.get(index)));
    }
    return alike ? other : Outcome.unknown("items that differ were not found");
  }

  private Outcome verify(List<Node> items, int assumes) {
    Node array = Search.array(items);
    @Nullable String doubt = facts.doubt.isEmpty() ? null : facts.doubt;
    Truth truth = question.accepts(array);
    if (truth == Truth.YES) {
      return Outcome.found(array);
    }
    if (facts.excluded.contains(array)) {
      return Make.unlike(question, Types.ARRAY, facts, array);
    }
    return Outcome.unknown(
        doubt != null
            ? doubt
            : assumes == Outcome.NOTHING || truth == Truth.MAYBE
                ? "an array was made that could not be confirmed"
                : "an array was made that does not fit");
  }
}
