package dev.datamesh.contracts.odcs;

import dev.datamesh.core.document.Node;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that a quality rule accepts. Immutable.
 *
 * @param low null if unbounded below
 * @param high null if unbounded above
 */
record Bounds(
    @Nullable BigDecimal low, boolean lowOpen, @Nullable BigDecimal high, boolean highOpen) {

  static Optional<Bounds> of(OdcsRule rule) {
    if (!rule.limits().stream().allMatch(Node.Num.class::isInstance) || rule.limits().isEmpty()) {
      return Optional.empty();
    }
    BigDecimal one = ((Node.Num) rule.limits().get(0)).value();
    BigDecimal other = ((Node.Num) rule.limits().get(rule.limits().size() - 1)).value();
    return switch (rule.operator()) {
      case "mustBe" -> Optional.of(new Bounds(one, false, one, false));
      case "mustBeGreaterThan" -> Optional.of(new Bounds(one, true, null, false));
      case "mustBeGreaterOrEqualTo" -> Optional.of(new Bounds(one, false, null, false));
      case "mustBeLessThan" -> Optional.of(new Bounds(null, false, one, true));
      case "mustBeLessOrEqualTo" -> Optional.of(new Bounds(null, false, one, false));
      case "mustBeBetween" -> Optional.of(new Bounds(one, false, other, false));
      default -> Optional.empty();
    };
  }

  /** Whether every number that this accepts is accepted by the other too. */
  boolean isWithin(Bounds other) {
    return lowWithin(other) && highWithin(other);
  }

  private boolean lowWithin(Bounds other) {
    if (other.low == null) {
      return true;
    }
    if (low == null) {
      return false;
    }
    int order = low.compareTo(other.low);
    return order > 0 || (order == 0 && (lowOpen || !other.lowOpen));
  }

  private boolean highWithin(Bounds other) {
    if (other.high == null) {
      return true;
    }
    if (high == null) {
      return false;
    }
    int order = high.compareTo(other.high);
    return order < 0 || (order == 0 && (highOpen || !other.highOpen));
  }
}
