package dev.datamesh.core.document;

import java.util.Optional;

/** JSON Pointer (RFC 6901): texts of paths, and what they point to. */
public final class Pointer {

  private Pointer() {}

  /** The pointer of a member of what another pointer points to; the key is escaped. */
  public static String then(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  /** The pointer of an item of what another pointer points to. */
  public static String then(String pointer, int index) {
    return pointer + "/" + index;
  }

  static Optional<Node> find(Node from, String pointer) {
    Node node = from;
    int at = 0;
    while (at < pointer.length()) {
      if (pointer.charAt(at) != '/') {
        return Optional.empty();
      }
      int end = pointer.indexOf('/', at + 1);
      String step = pointer.substring(at + 1, end < 0 ? pointer.length() : end);
      Optional<Node> next = step(node, step.replace("~1", "/").replace("~0", "~"));
      if (next.isEmpty()) {
        return next;
      }
      node = next.get();
      at = end < 0 ? pointer.length() : end;
    }
    return Optional.of(node);
  }

  private static Optional<Node> step(Node node, String key) {
    if (!(node instanceof Node.Sequence sequence)) {
      return node.find(key);
    }
    boolean isIndex =
        !key.isEmpty()
            && key.length() <= 9
            && key.chars().allMatch(c -> c >= '0' && c <= '9')
            && (key.length() == 1 || key.charAt(0) != '0');
    int index = isIndex ? Integer.parseInt(key) : -1;
    return index >= 0 && index < sequence.items().size()
        ? Optional.of(sequence.items().get(index))
        : Optional.empty();
  }
}
