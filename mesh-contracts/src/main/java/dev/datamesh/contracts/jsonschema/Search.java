package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.SourcePosition;
import dev.datamesh.core.document.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for a document that keeps some schemas and breaks others.
 *
 * <p>A question is a set of literals. It is split by type; within a type, literals are taken apart
 * into facts until only facts are left, one branch for every way; a branch's facts are then made
 * into a document, whose items and properties are questions of their own. Every document is checked
 * against the question before it counts, and facts never exclude too much, so both answers hold:
 * "found" and "there is none".
 *
 * <p>Recursion: a smallest document of a question contains no smaller document of the same
 * question, so a question met again inside itself is answered "none". An answer "none" that rests
 * on such an assumption is only remembered once the assumed question itself is closed.
 *
 * <p>For one thread at a time; the budget ends the work with {@link Budget.Spent}.
 */
final class Search {

  private static final int DEEPEST = 120;
  private static final SourcePosition NOWHERE = SourcePosition.UNKNOWN;
  static final Node NULL = new Node.Null(NOWHERE);
  static final Node TRUE = new Node.Bool(true, NOWHERE);
  static final Node FALSE = new Node.Bool(false, NOWHERE);
  private static final int[] TYPES = {
    Types.NULL,
    Types.BOOLEAN,
    Types.INTEGER,
    Types.FRACTION,
    Types.STRING,
    Types.OBJECT,
    Types.ARRAY
  };

  final Budget budget;

  /** Whether documents of the left side hold only names that it declares. */
  final boolean lenient;

  private final Map<Set<Literal>, Outcome> answers = new HashMap<>();
  private final Map<Set<Literal>, Integer> open = new HashMap<>();

  Search(Budget budget, boolean lenient) {
    this.budget = budget;
    this.lenient = lenient;
  }

  /** A document of the first schema that the second refuses. */
  Outcome counterexample(JsonSchema inside, JsonSchema outside) {
    return solve(List.of(new Literal(inside, true, true), new Literal(outside, false, false)));
  }

  Outcome solve(Collection<Literal> literals) {
    return solve(literals, Types.ALL);
  }

  /** Looks for a document of some types only. */
  Outcome solve(Collection<Literal> literals, int types) {
    Set<Literal> question = new HashSet<>();
    for (Literal literal : literals) {
      JsonSchema schema = literal.schema().resolved();
      question.add(literal.of(schema, literal.positive()));
    }
    if (contradicts(question)) {
      return Outcome.NONE;
    }
    Outcome known = types == Types.ALL ? answers.get(question) : null;
    if (known != null) {
      return known;
    }
    Integer depth = open.get(question);
    if (depth != null) {
      return new Outcome(null, "", depth);
    }
    if (open.size() >= DEEPEST) {
      return Outcome.unknown("documents would be nested deeper than " + DEEPEST);
    }
    int here = open.size();
    open.put(question, here);
    Outcome outcome;
    try {
      outcome = byType(question, types);
    } finally {
      open.remove(question);
    }
    boolean settled = outcome.isFound() || outcome.assumes() >= here;
    Outcome answer =
        settled && !outcome.isFound()
            ? new Outcome(null, outcome.reason(), Outcome.NOTHING)
            : outcome;
    if (settled && types == Types.ALL) {
      answers.put(question, answer);
    }
    return answer;
  }

  private static boolean contradicts(Set<Literal> question) {
    for (Literal literal : question) {
      if (literal.positive() && literal.schema().isFalse()) {
        return true;
      }
      if (!literal.positive() && question.stream().anyMatch(literal::contradicts)) {
        return true;
      }
    }
    return false;
  }

  private Outcome byType(Set<Literal> question, int types) {
    Outcome outcome = Outcome.NONE;
    Question asked = new Question(this, List.copyOf(question));
    for (int type : TYPES) {
      if ((type & types) == 0) {
        continue;
      }
      outcome =
          outcome.or(
              type == Types.NULL
                  ? asked.tryAll(List.of(NULL))
                  : type == Types.BOOLEAN
                      ? asked.tryAll(List.of(TRUE, FALSE))
                      : asked.ofType(type));
      if (outcome.isFound()) {
        return outcome;
      }
    }
    return outcome;
  }

  static Node text(String value) {
    return new Node.Text(value, NOWHERE);
  }

  static Node number(java.math.BigDecimal value) {
    return new Node.Num(value, NOWHERE);
  }

  static Node array(List<Node> items) {
    return new Node.Sequence(items, NOWHERE);
  }

  static Node object(Map<String, Node> fields) {
    Map<String, Node.Entry> entries = new java.util.LinkedHashMap<>();
    fields.forEach((name, value) -> entries.put(name, new Node.Entry(NOWHERE, value)));
    return new Node.Mapping(entries, NOWHERE);
  }

  /** One question within one type, taken apart. */
  static final class Question {

    final Search search;
    final List<Literal> literals;

    Question(Search search, List<Literal> literals) {
      this.search = search;
      this.literals = literals;
    }

    /** Whether a document answers the question. */
    Truth accepts(Node value) {
      Truth truth = Truth.YES;
      for (Literal literal : literals) {
        truth = truth.and(literal.holdsFor(value, search.budget));
        if (truth == Truth.NO) {
          return truth;
        }
      }
      return truth;
    }

    /** Tries all values that there are. */
    Outcome tryAll(List<Node> values) {
      Outcome outcome = Outcome.NONE;
      for (Node value : values) {
        Truth truth = accepts(value);
        if (truth == Truth.YES) {
          return Outcome.found(value);
        }
        if (truth == Truth.MAYBE) {
          outcome = Outcome.unknown("a pattern, format or reference cannot be judged");
        }
      }
      return outcome;
    }

    Outcome ofType(int type) {

      Branch branch = new Branch(this, type);
      for (Literal literal : literals) {
        branch.todo.add(literal);
      }
      return branch.run();
    }
  }

  /** One branch: what is still to be taken apart, choices that were put off, facts. */
  static final class Branch {

    private final Question question;
    private final int type;
    final ArrayDeque<Literal> todo = new ArrayDeque<>();
    private final Set<Literal> seen;
    private final List<List<Alternative>> choices;
    private final Facts facts;
    private final int depth;

    Branch(Question question, int type) {
      this(question, type, new HashSet<>(), new ArrayList<>(), new Facts(), 0);
    }

    private Branch(
        Question question,
        int type,
        Set<Literal> seen,
        List<List<Alternative>> choices,
        Facts facts,
        int depth) {
      this.depth = depth;
      this.question = question;
      this.type = type;
      this.seen = seen;
      this.choices = choices;
      this.facts = facts;
    }

    Outcome run() {
      Apart apart = new Apart(type);
      while (!todo.isEmpty()) {
        question.search.budget.spend(1);
        Literal literal = todo.poll();
        if (!seen.add(literal)) {
          continue;
        }
        if (seen.contains(literal.negated())
            || seen.contains(new Literal(literal.schema(), !literal.positive(), !literal.left()))
            || !apart.take(literal, facts, todo, choices)) {
          return Outcome.NONE;
        }
      }
      if (depth > 400) {
        return Outcome.unknown("there are too many alternatives within alternatives");
      }
      if (facts.values != null) {
        return question.tryAll(facts.values);
      }
      if (facts.isImpossible()) {
        return Outcome.NONE;
      }
      return choices.isEmpty() ? Make.document(question, type, facts) : choose();
    }

    private boolean isOpen(Alternative way) {
      question.search.budget.spend(1);
      if (way.isExcludedBy(facts)) {
        return false;
      }
      for (Literal literal : way.literals()) {
        if (seen.contains(literal.negated())
            || seen.contains(new Literal(literal.schema(), !literal.positive(), !literal.left()))
            || (literal.positive() && literal.schema().isFalse())) {
          return false;
        }
      }
      return true;
    }

    /** Takes the choice with the fewest ways, one branch for each. */
    private Outcome choose() {
      List<List<Alternative>> rest = new ArrayList<>();
      int best = 0;
      for (List<Alternative> choice : choices) {
        List<Alternative> open = choice.stream().filter(this::isOpen).toList();
        if (open.isEmpty()) {
          return Outcome.NONE;
        }
        if (!rest.isEmpty() && open.size() < rest.get(best).size()) {
          best = rest.size();
        }
        rest.add(open);
      }
      List<Alternative> ways = rest.remove(best);
      Outcome outcome = Outcome.NONE;
      for (Alternative way : ways) {
        question.search.budget.spend(1 + (seen.size() + facts.specs.size()) / 8);
        Facts more = facts.copy();
        way.facts().accept(more);
        Branch branch =
            new Branch(question, type, new HashSet<>(seen), new ArrayList<>(rest), more, depth + 1);
        branch.todo.addAll(way.literals());
        outcome = outcome.or(branch.run());
        if (outcome.isFound()) {
          return outcome;
        }
      }
      return outcome;
    }
  }
}
