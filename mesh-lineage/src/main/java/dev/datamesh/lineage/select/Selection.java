package dev.datamesh.lineage.select;

import dev.datamesh.core.AssetId;
import dev.datamesh.core.InvalidInputException;
import dev.datamesh.lineage.LineageNode;
import dev.datamesh.lineage.LineageQuery;
import dev.datamesh.lineage.LineageView;
import dev.datamesh.lineage.model.Direction;
import dev.datamesh.lineage.model.LineageEdge;
import dev.datamesh.lineage.model.LineageType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A set of nodes described by a text: {@code +orders}, {@code 2+orders+1}, {@code @orders}, {@code
 * domain:ventas+,tag:pii}. A blank joins, a comma intersects; a plus adds ancestors before and
 * descendants behind, a number bounds their hops; {@code @} adds the descendants and all ancestors
 * of those. {@code asof:2024-01-31} and {@code confidence>=0.8} select nothing themselves but hold
 * for the words they are intersected with. {@code *} stands for any characters of a name.
 * Immutable.
 */
public final class Selection {

  private static final String CONFIDENCE = "confidence>=";

  private final List<List<Term>> terms;

  private Selection(List<List<Term>> terms) {
    this.terms = terms;
  }

  /** Reads a selection; throws {@link InvalidInputException} with the place of what is wrong. */
  public static Selection read(String text) {
    return new Selection(new SelectionReader(text).read());
  }

  /** The nodes, by name. */
  public Set<AssetId> of(LineageView view) {
    Set<AssetId> all = new TreeSet<>();
    for (List<Term> intersection : terms) {
      all.addAll(intersect(view, intersection));
    }
    return all;
  }

  /** The nodes without those of another selection. */
  public Set<AssetId> of(LineageView view, Selection excluded) {
    Set<AssetId> all = of(view);
    all.removeAll(excluded.of(view));
    return all;
  }

  private static Set<AssetId> intersect(LineageView view, List<Term> intersection) {
    Instant asOf = view.now();
    double least = 0;
    List<Term> selecting = new ArrayList<>();
    for (Term term : intersection) {
      if (term.method().equals("asof")) {
        asOf = instant(term);
      } else if (term.method().equals(CONFIDENCE)) {
        least = share(term);
      } else {
        selecting.add(term);
      }
    }
    Set<AssetId> result = null;
    for (Term term : selecting) {
      Set<AssetId> one = evaluate(view, term, asOf, least);
      if (result == null) {
        result = one;
      } else {
        result.retainAll(one);
      }
    }
    if (result != null) {
      return result;
    }
    Set<AssetId> everything = new TreeSet<>();
    for (LineageEdge edge : view.edges(asOf)) {
      if (edge.confidence() >= least) {
        everything.add(edge.source());
        everything.add(edge.target());
      }
    }
    return everything;
  }

  private static Set<AssetId> evaluate(LineageView view, Term term, Instant asOf, double least) {
    Set<AssetId> selected = new TreeSet<>(matching(view, term, asOf));
    Set<AssetId> base = Set.copyOf(selected);
    if (term.up() != Term.NOT) {
      walk(view, base, Direction.UPSTREAM, term.up(), asOf, least, selected);
    }
    if (term.down() != Term.NOT) {
      walk(view, base, Direction.DOWNSTREAM, term.down(), asOf, least, selected);
    }
    if (term.family()) {
      walk(view, base, Direction.DOWNSTREAM, Term.ANY, asOf, least, selected);
      Set<AssetId> descendants = Set.copyOf(selected);
      walk(view, descendants, Direction.UPSTREAM, Term.ANY, asOf, least, selected);
    }
    return selected;
  }

  private static void walk(
      LineageView view,
      Set<AssetId> roots,
      Direction direction,
      int depth,
      Instant asOf,
      double least,
      Set<AssetId> into) {
    if (!roots.isEmpty()) {
      view.find(
              LineageQuery.of(direction, List.copyOf(roots))
                  .withDepth(depth)
                  .withAsOf(asOf)
                  .withMinEdgeConfidence(least))
          .nodes()
          .forEach(node -> into.add(node.id()));
    }
  }

  private static Set<AssetId> matching(LineageView view, Term term, Instant asOf) {
    if (term.method().equals("type")) {
      LineageType type = LineageType.of(term.value());
      Set<AssetId> targets = new TreeSet<>();
      for (LineageEdge edge : view.edges(asOf)) {
        if (edge.evidences().stream().anyMatch(evidence -> evidence.type() == type)) {
          targets.add(edge.target());
        }
      }
      return targets;
    }
    Predicate<LineageNode> wanted = predicate(term);
    Set<AssetId> found = new TreeSet<>();
    for (LineageNode node : view.nodes()) {
      if (wanted.test(node)) {
        found.add(node.id());
      }
    }
    return found;
  }

  private static Predicate<LineageNode> predicate(Term term) {
    Predicate<String> value = glob(term.value());
    return switch (term.method()) {
      case "domain" -> node -> value.test(node.domain());
      case "owner" -> node -> value.test(node.owner());
      case "tag" -> node -> node.tags().stream().anyMatch(value);
      case "kind" -> {
        AssetId.Kind kind = kind(term);
        yield node -> node.id().kind() == kind;
      }
      case "column" ->
          node ->
              node.id().kind() == AssetId.Kind.FIELD
                  && (value.test(node.id().name())
                      || value.test(node.id().name().replace('#', '.')));
      default -> node -> value.test(node.id().name()) || value.test(node.id().toString());
    };
  }

  private static Predicate<String> glob(String value) {
    if (!value.contains("*")) {
      return value::equals;
    }
    StringBuilder regex = new StringBuilder();
    for (String part : value.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
  }

  private static AssetId.Kind kind(Term term) {
    try {
      return AssetId.Kind.valueOf(term.value().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "Cannot select kind:%s (place %d), expected one of %s"
              .formatted(term.value(), term.place(), List.of(AssetId.Kind.values())),
          List.of(),
          e);
    }
  }

  private static Instant instant(Term term) {
    try {
      return term.value().contains("T")
          ? Instant.parse(term.value())
          : LocalDate.parse(term.value()).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          "Cannot select asof:%s (place %d), expected a date or an instant such as 2024-01-31"
              .formatted(term.value(), term.place()),
          List.of(),
          e);
    }
  }

  private static double share(Term term) {
    try {
      return Double.parseDouble(term.value());
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "Cannot select confidence>=%s (place %d), expected a number from 0 to 1"
              .formatted(term.value(), term.place()),
          List.of(),
          e);
    }
  }
}
