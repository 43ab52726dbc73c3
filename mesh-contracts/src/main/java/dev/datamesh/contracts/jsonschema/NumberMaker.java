package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes numbers: exact, over multiples within bounds. */
final class NumberMaker {

  private static final int LARGEST_PERIOD = 20_000;
  private static final int MOST_SCALE = 400;

  private NumberMaker() {}

  static Outcome make(Search.Question question, int type, Facts facts) {
    List<BigDecimal> multiples = new ArrayList<>(facts.multiples);
    List<BigDecimal> others = new ArrayList<>(facts.notMultiples);
    if (type == Types.INTEGER) {
      multiples.add(BigDecimal.ONE);
    } else {
      others.add(BigDecimal.ONE);
    }
    if (tooLong(multiples) || tooLong(others) || tooLong(bounds(facts))) {
      return Outcome.unknown("a number has too many digits to compute with");
    }
    if (multiples.isEmpty()
        && facts.low != null
        && facts.high != null
        && facts.low.compareTo(facts.high) == 0) {
      Node only = Search.number(facts.low);
      return fits(only, facts, others)
          ? Make.first(question, List.of(only), "the only number left could not be confirmed")
          : Outcome.NONE;
    }
    if (multiples.isEmpty()) {
      return Make.first(question, between(facts), "no fraction was found between the bounds");
    }
    BigDecimal step = common(multiples);
    for (BigDecimal other : others) {
      if (step.remainder(other).signum() == 0) {
        return Outcome.NONE;
      }
    }
    return overMultiples(question, facts, step, others);
  }

  private static List<BigDecimal> bounds(Facts facts) {
    List<BigDecimal> bounds = new ArrayList<>();
    if (facts.low != null) {
      bounds.add(facts.low);
    }
    if (facts.high != null) {
      bounds.add(facts.high);
    }
    return bounds;
  }

  private static boolean tooLong(List<BigDecimal> numbers) {
    return numbers.stream()
        .anyMatch(n -> Math.abs(n.scale()) > MOST_SCALE || n.precision() > MOST_SCALE);
  }

  /** The smallest number that is a multiple of all. */
  private static BigDecimal common(List<BigDecimal> steps) {
    int scale = steps.stream().mapToInt(BigDecimal::scale).max().orElse(0);
    BigInteger all = BigInteger.ONE;
    for (BigDecimal step : steps) {
      BigInteger whole = step.setScale(Math.max(scale, 0)).unscaledValue();
      all = all.divide(all.gcd(whole)).multiply(whole);
    }
    return new BigDecimal(all, Math.max(scale, 0));
  }

  private static Outcome overMultiples(
      Search.Question question, Facts facts, BigDecimal step, List<BigDecimal> others) {
    BigInteger first = facts.low == null ? null : bound(facts.low, step, facts.lowOpen, true);
    BigInteger last = facts.high == null ? null : bound(facts.high, step, facts.highOpen, false);
    if (first != null && last != null && first.compareTo(last) > 0) {
      return Outcome.NONE;
    }
    List<BigDecimal> all = new ArrayList<>(others);
    all.add(step);
    BigInteger period = common(all).divide(step, 0, RoundingMode.CEILING).toBigInteger();
    BigInteger wanted = period.multiply(BigInteger.valueOf(facts.excluded.size() + 1L));
    wanted = wanted.max(BigInteger.valueOf(40));
    boolean whole = wanted.compareTo(BigInteger.valueOf(LARGEST_PERIOD)) <= 0;
    int count = whole ? wanted.intValueExact() : LARGEST_PERIOD;
    BigInteger at = start(first, last);
    boolean down = first == null && last != null;
    boolean doubtful = false;
    for (int i = 0; i < count; i++) {
      if ((first != null && at.compareTo(first) < 0) || (last != null && at.compareTo(last) > 0)) {
        break;
      }
      question.search.budget.spend(1);
      Node candidate = Search.number(step.multiply(new BigDecimal(at)));
      Truth truth = question.accepts(candidate);
      if (truth == Truth.YES) {
        return Outcome.found(plain(candidate));
      }
      doubtful |= truth == Truth.MAYBE || fits(candidate, facts, others);
      at = down ? at.subtract(BigInteger.ONE) : at.add(BigInteger.ONE);
    }
    return whole && !doubtful && facts.doubt.isEmpty()
        ? Outcome.NONE
        : Outcome.unknown(
            facts.doubt.isEmpty() ? "too many multiples would have to be tried" : facts.doubt);
  }

  /** Whether the facts allow a number that the question refuses. */
  private static boolean fits(Node candidate, Facts facts, List<BigDecimal> others) {
    BigDecimal value = ((Node.Num) candidate).value();
    return !facts.excluded.contains(candidate)
        && others.stream().noneMatch(other -> value.remainder(other).signum() == 0);
  }

  private static Node plain(Node number) {
    BigDecimal value = ((Node.Num) number).value();
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    return Search.number(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
  }

  /** Zero where it is in between: small numbers make pleasant documents. */
  private static BigInteger start(@Nullable BigInteger first, @Nullable BigInteger last) {
    if (first != null) {
      return first;
    }
    return last != null ? last : BigInteger.ZERO;
  }

  /** The first or last factor within a bound. */
  private static BigInteger bound(BigDecimal bound, BigDecimal step, boolean open, boolean low) {
    BigInteger factor =
        bound.divide(step, 0, low ? RoundingMode.CEILING : RoundingMode.FLOOR).toBigInteger();
    boolean onBound = step.multiply(new BigDecimal(factor)).compareTo(bound) == 0;
    if (open && onBound) {
      return low ? factor.add(BigInteger.ONE) : factor.subtract(BigInteger.ONE);
    }
    return factor;
  }

  /** Fractions within the bounds, dense enough to miss finitely many exceptions. */
  private static List<Node> between(Facts facts) {
    BigDecimal low = facts.low;
    BigDecimal high = facts.high;
    if (low == null) {
      low = high == null ? BigDecimal.ZERO : high.subtract(BigDecimal.TEN);
    }
    if (high == null) {
      high = low.add(BigDecimal.TEN);
    }
    List<Node> candidates = new ArrayList<>();
    candidates.add(Search.number(low));
    candidates.add(Search.number(high));
    BigDecimal width = high.subtract(low);
    for (int i = 1; i <= 60; i++) {
      // Denominators 2, 3, 5, 7… spread the points; their digits grow with the tries.
      BigDecimal part =
          BigDecimal.valueOf(i % 7 + 1)
              .divide(BigDecimal.valueOf(i % 5 + 8L), 1 + i / 6, RoundingMode.HALF_UP);
      candidates.add(Search.number(low.add(width.multiply(part))));
    }
    return candidates;
  }
}
