package dev.datamesh.core.product;

import dev.datamesh.core.ProductId;
import dev.datamesh.core.SemanticVersion;
import dev.datamesh.core.document.Node;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the readers and writers of standards share. */
final class StandardText {

  private StandardText() {}

  /** A name of the mesh from a title: {@code Customer Data Product} is customer_data_product. */
  static String slug(String title, int longest) {
    String plain = Normalizer.normalize(title, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    String spaced = plain.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    String word = spaced.replaceAll("[^a-z0-9_-]+", "_").replaceAll("^[^a-z]+|[_-]+$", "");
    String cut = word.length() > longest ? word.substring(0, longest) : word;
    return cut.isEmpty() ? "unnamed" : cut;
  }

  static ProductId id(String domain, String name) {
    return new ProductId(slug(domain, 20), slug(name, 200));
  }

  static String text(Node node, String... path) {
    Optional<Node> at = Optional.of(node);
    for (String key : path) {
      at = at.flatMap(each -> each.find(key));
    }
    return at.flatMap(Node::text).orElse("");
  }

  static List<Node> items(Node node, String key) {
    return node.find(key)
        .filter(each -> each instanceof Node.Sequence)
        .map(each -> ((Node.Sequence) each).items())
        .orElse(List.of());
  }

  static List<String> texts(Node node, String key) {
    return items(node, key).stream().flatMap(item -> item.text().stream()).toList();
  }

  /** The version as it is written where it says the same, else the new one. */
  static String version(String written, SemanticVersion version) {
    try {
      return SemanticVersion.of(written).equals(version) ? written : version.toString();
    } catch (dev.datamesh.core.InvalidInputException e) {
      return version.toString();
    }
  }
}
