package dev.datamesh.contracts.jsonschema;

import dev.datamesh.core.MeshException;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what references lead to: inside the document, by {@code $id} and anchor, and in files under
 * a root where there is one. Nothing is fetched. For one thread at a time.
 */
public final class References {

  private static final URI NAMELESS = URI.create("mesh:/document");

  private final String source;
  private final @Nullable Path root;
  private final DocumentReader reader;
  private final Map<String, Node> documents = new HashMap<>();
  private final Map<String, String> pointers = new HashMap<>();
  private final Map<String, Node> anchors = new HashMap<>();
  private final Map<String, Integer> dynamicAnchors = new HashMap<>();
  private final IdentityHashMap<Node, URI> bases = new IdentityHashMap<>();
  private final Node main;
  private boolean indexed;
  private boolean recursiveAnchor;
  private final boolean openApi;

  /** What a reference leads to. */
  public record Target(Node node, String pointer) {}

  public References(
      Node main, String source, @Nullable Path root, DocumentReader reader, boolean openApi) {
    this.main = main;
    this.source = source;
    this.root = root;
    this.reader = reader;
    this.openApi = openApi;
    documents.put(NAMELESS.toString(), main);
    pointers.put(NAMELESS.toString(), "");
  }

  Node main() {
    return main;
  }

  String source() {
    return source;
  }

  /** Whether a dynamic reference can only mean one schema. */
  boolean isStatic(String ref) {
    index();
    if (ref.equals("#")) {
      return !recursiveAnchor;
    }
    int hash = ref.indexOf('#');
    String anchor = hash < 0 ? "" : ref.substring(hash + 1);
    return anchor.isEmpty()
        || anchor.startsWith("/")
        || dynamicAnchors.getOrDefault(anchor, 0) <= 1;
  }

  /** What a reference in a node leads to; null where it leads nowhere that may be read. */
  public @Nullable Target find(Node from, String ref) {
    if (ref.equals("#") || ref.startsWith("#/")) {
      URI base = needsIndex() ? base(from) : NAMELESS;
      Target target = in(base, decode(ref.substring(1)));
      return target != null || base.equals(NAMELESS) ? target : null;
    }
    index();
    try {
      URI absolute = base(from).resolve(new URI(ref));
      String fragment = absolute.getFragment() == null ? "" : absolute.getFragment();
      URI document = withoutFragment(absolute);
      Node anchored = anchors.get(document + "#" + fragment);
      if (anchored != null) {
        return new Target(anchored, pointers.getOrDefault(document + "#" + fragment, ""));
      }
      if (!documents.containsKey(document.toString())) {
        load(document);
      }
      Node anchoredLater = anchors.get(document + "#" + fragment);
      if (anchoredLater != null) {
        return new Target(anchoredLater, pointers.getOrDefault(document + "#" + fragment, ""));
      }
      return fragment.isEmpty() || fragment.startsWith("/") ? in(document, fragment) : null;
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null;
    }
  }

  private static String decode(String fragment) {
    return fragment.indexOf('%') < 0
        ? fragment
        : URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private boolean needsIndex() {
    return !openApi;
  }

  private URI base(Node from) {
    index();
    return bases.getOrDefault(from, NAMELESS);
  }

  private @Nullable Target in(URI document, String pointer) {
    Node node = documents.get(document.toString());
    if (node == null) {
      return null;
    }
    if (!pointer.isEmpty()) {
      for (String raw : pointer.substring(1).split("/", -1)) {
        node = step(node, raw.replace("~1", "/").replace("~0", "~"));
        if (node == null) {
          return null;
        }
      }
    }
    return new Target(node, pointers.getOrDefault(document.toString(), "") + pointer);
  }

  private static @Nullable Node step(Node node, String step) {
    if (node instanceof Node.Mapping mapping) {
      Node.Entry entry = mapping.entries().get(step);
      return entry == null ? null : entry.value();
    }
    if (node instanceof Node.Sequence sequence && step.length() < 9) {
      try {
        int index = Integer.parseInt(step);
        return index >= 0 && index < sequence.items().size() ? sequence.items().get(index) : null;
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return null;
  }

  /** A file under the root, found by its path relative to the main document's. */
  private void load(URI document) {
    if (root == null || !"mesh".equals(document.getScheme()) || document.getPath() == null) {
      return;
    }
    try {
      Path top = root.toRealPath();
      Path folder = Path.of(source).toAbsolutePath().getParent();
      Path wanted =
          (folder == null ? top : folder).resolve(document.getPath().substring(1)).normalize();
      if (!Files.isRegularFile(wanted) || !wanted.toRealPath().startsWith(top)) {
        return;
      }
      Node tree = reader.read(wanted);
      documents.put(document.toString(), tree);
      pointers.put(document.toString(), wanted.getFileName() + "#");
      walk(tree, document, wanted.getFileName() + "#", Dialect.of(tree), 0);
    } catch (java.io.IOException | java.nio.file.InvalidPathException | MeshException e) {
      // What cannot be read leads nowhere, and the verdict says so.
      return;
    }
  }

  private void index() {
    if (!indexed) {
      indexed = true;
      walk(main, NAMELESS, "", openApi ? Dialect.OPENAPI31 : Dialect.of(main), 0);
    }
  }

  /** In bare schemas only where schemas stand: an {@code $id} elsewhere is data. */
  private void walk(Node node, URI base, String pointer, Dialect dialect, int depth) {
    if (openApi) {
      walkAnywhere(node, base);
    } else if (node instanceof Node.Mapping mapping && depth < 500) {
      Dialect own =
          mapping.find("$schema").flatMap(Node::text).flatMap(Dialect::named).orElse(dialect);
      URI within = identify(mapping, base, pointer, own);
      bases.put(node, within);
      SchemaWalk.inside(mapping, pointer, (inner, at) -> walk(inner, within, at, own, depth + 1));
    }
  }

  private void walkAnywhere(Node node, URI base) {
    if (node instanceof Node.Mapping mapping) {
      URI own = identify(mapping, base, "", Dialect.OPENAPI31);
      bases.put(node, own);
      mapping.entries().values().forEach(entry -> walkAnywhere(entry.value(), own));
    } else if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> walkAnywhere(item, base));
    }
  }

  private URI identify(Node.Mapping mapping, URI base, String pointer, Dialect dialect) {
    URI own = base;
    String id = mapping.find(dialect.idKeyword()).flatMap(Node::text).orElse("");
    if (!id.isEmpty() && !(mapping.find("$ref").isPresent() && dialect.refAlone())) {
      try {
        URI absolute = base.resolve(new URI(id));
        String fragment = absolute.getFragment() == null ? "" : absolute.getFragment();
        if (!fragment.isEmpty()) {
          anchor(withoutFragment(absolute), fragment, mapping, pointer);
        }
        if (!id.startsWith("#")) {
          own = withoutFragment(absolute);
          documents.putIfAbsent(own.toString(), mapping);
          pointers.putIfAbsent(own.toString(), pointer);
        }
      } catch (URISyntaxException | IllegalArgumentException e) {
        own = base;
      }
    }
    for (String word : new String[] {"$anchor", "$dynamicAnchor"}) {
      String name = mapping.find(word).flatMap(Node::text).orElse("");
      if (!name.isEmpty()) {
        anchor(own, name, mapping, pointer);
        if (word.equals("$dynamicAnchor")) {
          dynamicAnchors.merge(name, 1, Integer::sum);
        }
      }
    }
    recursiveAnchor |= mapping.find("$recursiveAnchor").isPresent();
    return own;
  }

  private void anchor(URI document, String name, Node node, String pointer) {
    anchors.putIfAbsent(document + "#" + name, node);
    pointers.putIfAbsent(document + "#" + name, pointer);
  }

  private static URI withoutFragment(URI uri) throws URISyntaxException {
    String text = uri.toString();
    int hash = text.indexOf('#');
    return hash < 0 ? uri : new URI(text.substring(0, hash));
  }
}
