package dev.datamesh.contracts.openapi;

import dev.datamesh.core.document.Node;
import java.util.List;
import java.util.Optional;

/** How settled something is, as {@code x-stability-level} says: draft, alpha, beta, stable. */
final class Stability {

  private static final List<String> LEVELS = List.of("draft", "alpha", "beta", "stable");

  private Stability() {}

  static String of(Node node) {
    return node.find("x-stability-level").map(n -> n.text().orElse(n.toString())).orElse("");
  }

  static boolean isStated(Operation before, Operation after) {
    return !of(before.at().node()).isEmpty() || !of(after.at().node()).isEmpty();
  }

  static boolean isUnknown(String level) {
    return !level.isEmpty() && !LEVELS.contains(level);
  }

  /** Whether nothing is promised yet. */
  static boolean isUnsettled(String level) {
    return level.equals("draft") || level.equals("alpha");
  }

  /** Whether less is promised than was; a level that is left out promises less than any. */
  static boolean isLess(String before, String after) {
    return !before.isEmpty()
        && (after.isEmpty()
            || (!before.equals("draft") && LEVELS.indexOf(after) < LEVELS.indexOf(before)));
  }

  /** oasdiff's findings on levels; empty where it goes on to the operation's other differences. */
  static Optional<String> peerRule(Operation before, Operation after) {
    String old = of(before.at().node());
    String now = of(after.at().node());
    if (isUnknown(old) || isUnknown(now)) {
      return Optional.of("api-invalid-stability-level ERR");
    }
    return isLess(old, now) ? Optional.of("api-stability-decreased ERR") : Optional.empty();
  }
}
